import { BLOCK_STEPS } from '../../constants';
import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import type { Noise } from './noise';

/**
 * Means of `batchSize` fair signs, scaled to unit variance, any rho. Mirrors
 * shaders/noise/two-point-batch.wgsl.
 */
export class TwoPointBatchNoise implements Noise {
  readonly xi = new Float64Array(BLOCK_STEPS);
  readonly eta = new Float64Array(BLOCK_STEPS);
  /** Words of one step: sign and agreement of each sample. */
  private readonly words: Int32Array;

  constructor(
    private readonly run: RunParameters,
    private readonly stream: Stream,
  ) {
    this.words = new Int32Array(2 * run.batchSize);
  }

  draw(
    particle: number,
    block: number,
    place: number,
    cell: number,
    first: number,
    end: number,
  ): void {
    const { words } = this;
    const { batchSize, agreementThreshold, follow, flip } = this.run;
    const scale = 1 / Math.sqrt(batchSize);
    this.stream.start(particle, block, place, cell);
    for (let step = 0; step < end; step++) {
      this.stream.fill(words, 2 * batchSize);
      if (step < first) continue;
      let xiSum = 0;
      let etaSum = 0;
      for (let sample = 0; sample < batchSize; sample++) {
        const xi = words[2 * sample] < 0 ? -1 : 1;
        const follows = words[2 * sample + 1] >>> 0 < agreementThreshold || follow !== 0;
        xiSum += xi;
        etaSum += follows === (flip === 0) ? xi : -xi;
      }
      this.xi[step] = xiSum * scale;
      this.eta[step] = etaSum * scale;
    }
  }
}
