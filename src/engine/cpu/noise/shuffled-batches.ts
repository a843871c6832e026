import { BLOCK_STEPS } from '../../constants';
import type { RunParameters } from '../../run-parameters';
import { Epochs } from './epochs';

/**
 * Which samples of a stored set are in the minibatch of each step, without replacement. Mirrors
 * shaders/noise/shuffled-batches.wgsl.
 */
export class ShuffledBatches extends Epochs {
  readonly batches: Int32Array;

  constructor(run: RunParameters) {
    super(run);
    this.batches = new Int32Array(BLOCK_STEPS * run.batchSize);
  }

  protected take(step: number, place: number): void {
    const { batchSize } = this.run;
    this.xi[step] = step;
    this.eta[step] = 0;
    for (let i = 0; i < batchSize; i++)
      this.batches[step * batchSize + i] = this.sampleAt(place + i);
  }
}
