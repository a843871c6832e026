import { BLOCK_STEPS } from '../../constants';
import type { RunParameters } from '../../run-parameters';
import { naturalExponential, naturalLog } from '../exponential';
import type { Stream } from '../generator/stream';
import { minusTwoLog, openInteger, sinPolynomial } from '../normal';
import type { Noise } from './noise';

/**
 * Symmetric stable numbers by Chambers, Mallows and Stuck (1976). Mirrors
 * shaders/noise/alpha-stable.wgsl, where the formula is explained.
 */
export class AlphaStableNoise implements Noise {
  readonly xi = new Float64Array(BLOCK_STEPS);
  readonly eta = new Float64Array(BLOCK_STEPS);
  private readonly words = new Int32Array(4 * BLOCK_STEPS);

  constructor(
    private readonly run: RunParameters,
    private readonly stream: Stream,
  ) {}

  draw(
    particle: number,
    block: number,
    place: number,
    cell: number,
    first: number,
    end: number,
  ): void {
    const { words, xi, eta } = this;
    const { shape, logScale, rho, rhoComplement } = this.run;
    this.stream.start(particle, block, place, cell);
    this.stream.fill(words, 4 * end);
    for (let step = first; step < end; step++) {
      const own = stable(words[4 * step], words[4 * step + 1], shape, logScale);
      const other = stable(words[4 * step + 2], words[4 * step + 3], shape, logScale);
      xi[step] = own;
      eta[step] = rho * own + rhoComplement * other;
    }
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
