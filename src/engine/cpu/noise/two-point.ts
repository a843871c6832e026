import { BLOCK_STEPS, STRIDE_STEPS } from '../../constants';
import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import type { Noise } from './noise';

/**
 * One fair sign each for xi and eta, two words for a stride of 32 steps. Mirrors
 * shaders/noise/two-point.wgsl.
 */
export class TwoPointNoise implements Noise {
  readonly xi = new Float64Array(BLOCK_STEPS);
  readonly eta = new Float64Array(BLOCK_STEPS);
  private readonly words = new Int32Array((2 * BLOCK_STEPS) / STRIDE_STEPS);

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
    const { xi, eta, words } = this;
    const { follow, fair, flip } = this.run;
    this.stream.start(particle, block, place, cell);
    this.stream.fill(words, 2 * Math.ceil(end / STRIDE_STEPS));
    for (let step = first; step < end; step++) {
      const stride = Math.floor(step / STRIDE_STEPS);
      const shift = step % STRIDE_STEPS;
      const sign = words[2 * stride] << shift;
      const own = words[2 * stride + 1] << shift;
      xi[step] = sign < 0 ? -1 : 1;
      eta[step] = ((sign & follow) ^ (own & fair) ^ flip) < 0 ? -1 : 1;
    }
  }
}
