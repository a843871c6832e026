import type { Spec } from '../../../spec/spec';
import { addDescent } from '../../../theory/surfaces/tanh-network';
import type { RunParameters } from '../../run-parameters';
import type { Noise } from '../noise/noise';
import { TakenTwice } from './taken-twice';

/** Two layers with tanh units, sample by sample. Mirrors shaders/loss/tanh-network.wgsl. */
export class TanhNetwork extends TakenTwice {
  private readonly batches: Int32Array;

  /** @throws Error for noise that does not tell its samples: a fault of the program. */
  constructor(run: RunParameters, _spec: Spec, { batches }: Noise) {
    super(run);
    if (!batches) throw new Error('This noise does not tell its samples.');
    this.batches = batches;
  }

  /** @param step  Of the block: which minibatch. */
  descent(x: Float64Array, step: number, _eta: number, slope: Float64Array): void {
    const { batchSize } = this.run;
    slope.fill(0);
    for (let i = 0; i < batchSize; i++)
      this.add(x, this.batches[step * batchSize + i], batchSize, slope);
  }

  override meanDescent(x: Float64Array, slope: Float64Array): void {
    const { sampleCount } = this.run;
    slope.fill(0);
    for (let j = 0; j < sampleCount; j++) this.add(x, j, sampleCount, slope);
  }

  private add(x: Float64Array, j: number, count: number, slope: Float64Array): void {
    const { samples, xiUnit, etaUnit, lossNumbers } = this.run;
    const input = samples[2 * j] * xiUnit * lossNumbers[0];
    const target = samples[2 * j + 1] * etaUnit * lossNumbers[1];
    addDescent(x, input, target, 1 / count, slope);
  }
}
