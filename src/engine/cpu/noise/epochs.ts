import { BLOCK_STEPS, PURPOSE_ORDER } from '../../constants';
import type { RunParameters } from '../../run-parameters';
import { type Halves, ordered } from '../permutation';
import { philox4x32 } from '../random';
import type { Noise } from './noise';

/**
 * Minibatches of a stored set without replacement: an epoch goes through the set in an order of its
 * own, a pure function of particle, coordinate and epoch.
 */
export abstract class Epochs implements Noise {
  readonly xi = new Float64Array(BLOCK_STEPS);
  readonly eta = new Float64Array(BLOCK_STEPS);
  private readonly keys = new Uint32Array(4);
  private readonly halves: Halves;

  constructor(protected readonly run: RunParameters) {
    this.halves = { lowBits: run.lowBits, highBits: run.highBits };
  }

  /** Takes the minibatch of a step whose first sample stands at `place` of the epoch's order. */
  protected abstract take(step: number, place: number): void;

  /** The sample that stands at a place of the order. */
  protected sampleAt(place: number): number {
    return ordered(place, this.run.sampleCount, this.halves, this.keys);
  }

  draw(
    particle: number,
    block: number,
    place: number,
    cell: number,
    first: number,
    end: number,
  ): void {
    const { batchSize, sampleCount, key } = this.run;
    const batches = Math.floor(sampleCount / batchSize);
    let epoch = -1;
    for (let step = first; step < end; step++) {
      const done = block * BLOCK_STEPS + step;
      if (Math.floor(done / batches) !== epoch) {
        epoch = Math.floor(done / batches);
        philox4x32(
          particle,
          epoch,
          PURPOSE_ORDER * 256 + (place % 256),
          cell,
          key[0],
          key[1],
          this.keys,
        );
      }
      this.take(step, (done % batches) * batchSize);
    }
  }
}
