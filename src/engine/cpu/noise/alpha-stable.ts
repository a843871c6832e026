import type { RunParameters } from '../../run-parameters';
import { naturalExponential, naturalLog } from '../exponential';
import type { Stream } from '../generator/stream';
import { minusTwoLog, openInteger, sinPolynomial } from '../normal';
import { StepByStepNoise } from './step-by-step';

/**
 * Symmetric stable numbers by Chambers, Mallows and Stuck (1976). Mirrors
 * shaders/noise/alpha-stable.wgsl, where the formula is explained.
 */
export class AlphaStableNoise extends StepByStepNoise {
  constructor(run: RunParameters, stream: Stream) {
    super(run, stream, 4);
  }

  protected make(step: number): void {
    const { words } = this;
    const { shape, logScale, rho, rhoComplement } = this.run;
    const own = stable(words[0], words[1], shape, logScale);
    const other = stable(words[2], words[3], shape, logScale);
    this.xi[step] = own;
    this.eta[step] = rho * own + rhoComplement * other;
  }
}

function stable(angleWord: number, sizeWord: number, alpha: number, logScale: number): number {
  const tail = openInteger(angleWord) * 2.3283064365386963e-10;
  const turn = Math.min(alpha * (0.5 - tail), alpha * tail + 1 - 0.5 * alpha);
  const slant = Math.abs(1 - alpha);
  const rest = slant * tail + 0.5 - 0.5 * slant;
  const sine = turn * sinPolynomial(turn * turn);
  const foot = naturalLog(tail * sinPolynomial(tail * tail));
  const size = 0.5 * minusTwoLog(openInteger(sizeWord));
  const bend = naturalLog((rest * sinPolynomial(rest * rest)) / size);
  const value = sine * naturalExponential(((1 - alpha) / alpha) * bend - foot / alpha + logScale);
  return angleWord < 0 ? -value : value;
}
