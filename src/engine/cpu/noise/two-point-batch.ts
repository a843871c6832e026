import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import { StepByStepNoise } from './step-by-step';

/**
 * Means of `batchSize` fair signs, scaled to unit variance, any rho. Mirrors
 * shaders/noise/two-point-batch.wgsl.
 */
export class TwoPointBatchNoise extends StepByStepNoise {
  constructor(run: RunParameters, stream: Stream) {
    // Sign and agreement of each sample.
    super(run, stream, 2 * run.batchSize);
  }

  protected make(step: number): void {
    const { words } = this;
    const { batchSize, agreementThreshold, follow, flip } = this.run;
    const scale = 1 / Math.sqrt(batchSize);
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
