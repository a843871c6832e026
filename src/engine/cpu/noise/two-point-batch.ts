import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import type { Noise } from './noise';

/** Means of `batchSize` fair signs, scaled to unit variance, any rho. Mirrors shaders/noise/two-point-batch.wgsl. */
export class TwoPointBatchNoise implements Noise {
  xi = 0;
  eta = 0;
  private readonly scale: number;

  constructor(
    private readonly run: RunParameters,
    private readonly stream: Stream,
  ) {
    this.scale = 1 / Math.sqrt(run.batchSize);
  }

  start(particle: number, block: number, place: number, cell: number): void {
    this.stream.start(particle, block, place, cell);
  }

  skip(steps: number): void {
    for (let word = 0; word < 2 * steps * this.run.batchSize; word++) this.stream.nextWord();
  }

  refill(): void {}

  draw(): void {
    const { batchSize, agreementThreshold, follow, flip } = this.run;
    let xiSum = 0;
    let etaSum = 0;
    for (let sample = 0; sample < batchSize; sample++) {
      const xi = this.stream.nextWord() < 0 ? -1 : 1;
      const follows = this.stream.nextWord() >>> 0 < agreementThreshold || follow !== 0;
      xiSum += xi;
      etaSum += follows === (flip === 0) ? xi : -xi;
    }
    this.xi = xiSum * this.scale;
    this.eta = etaSum * this.scale;
  }
}
