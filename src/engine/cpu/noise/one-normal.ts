import { BLOCK_STEPS } from '../../constants';
import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import { normalPairs } from '../normal';
import type { Noise } from './noise';

/**
 * One standard normal a step, as xi, and no eta: both numbers of a pair, one after the other.
 * Mirrors shaders/noise/one-normal.wgsl.
 */
export class OneNormalNoise implements Noise {
  readonly xi = new Float64Array(BLOCK_STEPS);
  readonly eta = new Float64Array(BLOCK_STEPS);
  private readonly words = new Int32Array(BLOCK_STEPS);
  private readonly even = new Float64Array(BLOCK_STEPS / 2);
  private readonly odd = new Float64Array(BLOCK_STEPS / 2);

  constructor(
    _run: RunParameters,
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
    const pairs = Math.ceil(end / 2);
    this.stream.start(particle, block, place, cell);
    this.stream.fill(this.words, 2 * pairs);
    normalPairs(this.words, Math.floor(first / 2), pairs, this.even, this.odd);
    for (let step = first; step < end; step++)
      this.xi[step] = (step % 2 === 0 ? this.even : this.odd)[Math.floor(step / 2)];
  }
}
