import { BLOCK_STEPS, PURPOSE_ORDER } from '../../constants';
import type { RunParameters } from '../../run-parameters';
import { type Halves, ordered } from '../permutation';
import { philox4x32 } from '../random';
import type { Noise } from './noise';

/**
 * Minibatches of a stored set without replacement, sums of integers. Mirrors
 * shaders/noise/dataset.wgsl.
 */
export class DataSetNoise implements Noise {
  readonly xi = new Float64Array(BLOCK_STEPS);
  readonly eta = new Float64Array(BLOCK_STEPS);
  private readonly keys = new Uint32Array(4);
  private readonly halves: Halves;

  constructor(private readonly run: RunParameters) {
    this.halves = { lowBits: run.lowBits, highBits: run.highBits };
  }

  draw(
    particle: number,
    block: number,
    place: number,
    cell: number,
    first: number,
    end: number,
  ): void {
    const { batchSize, sampleCount, samples, xiUnit, etaUnit, key } = this.run;
    if (batchSize === sampleCount) {
      this.xi.fill(0, first, end);
      this.eta.fill(0, first, end);
      return;
    }
    const scale = 1 / Math.sqrt(batchSize);
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
      const start = (done % batches) * batchSize;
      let xi = 0;
      let eta = 0;
      for (let i = start; i < start + batchSize; i++) {
        const sample = ordered(i, sampleCount, this.halves, this.keys);
        xi += samples[2 * sample];
        eta += samples[2 * sample + 1];
      }
      this.xi[step] = xi * xiUnit * scale;
      this.eta[step] = eta * etaUnit * scale;
    }
  }
}
