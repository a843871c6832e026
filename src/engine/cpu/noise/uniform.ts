import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import { SummedNoise } from './summed';

/** sqrt(3) / 2^31. */
const UNIFORM_UNIT = 8.065485681270286e-10;

/** Means of uniform numbers of variance 1. Mirrors shaders/noise/uniform.wgsl. */
export class UniformNoise extends SummedNoise {
  constructor(run: RunParameters, stream: Stream) {
    super(run, stream, UNIFORM_UNIT);
  }

  protected sample(one: number, other: number): void {
    this.first = (one & -256) | 128;
    this.second = (other & -256) | 128;
  }
}
