import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import { minusTwoLog, roundedInteger } from '../normal';
import { SummedNoise } from './summed';

/** Means of Laplace numbers of variance 1. Mirrors shaders/noise/laplace.wgsl. */
export class LaplaceNoise extends SummedNoise {
  constructor(run: RunParameters, stream: Stream) {
    // -ln u has variance 2 with a random sign.
    super(run, stream, 0.3535533905932738);
  }

  protected sample(one: number, other: number): void {
    this.first = signedLog(one);
    this.second = signedLog(other);
  }
}

/** -2 ln u with a random sign. */
function signedLog(word: number): number {
  const size = minusTwoLog(roundedInteger(word));
  return word < 0 ? -size : size;
}
