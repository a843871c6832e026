import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import { StepByStepNoise } from './step-by-step';

/**
 * Noise whose minibatches are sums of samples that take two words each: what the shaders of these
 * laws have in common.
 */
export abstract class SummedNoise extends StepByStepNoise {
  /** Of the last sample: xi, and what eta has of its own, in the law's own unit. */
  protected first = 0;
  protected second = 0;

  constructor(
    run: RunParameters,
    stream: Stream,
    /** Standard deviation of the law's own unit. */
    private readonly unit: number,
  ) {
    super(run, stream, 2 * run.batchSize);
  }

  /** Writes a sample of two words to `first` and `second`. */
  protected abstract sample(one: number, other: number): void;

  protected make(step: number): void {
    const { words } = this;
    const { batchSize, rho, rhoComplement } = this.run;
    const scale = this.unit / Math.sqrt(batchSize);
    let own = 0;
    let other = 0;
    for (let sample = 0; sample < batchSize; sample++) {
      this.sample(words[2 * sample], words[2 * sample + 1]);
      own += this.first;
      other += this.second;
    }
    this.xi[step] = own * scale;
    this.eta[step] = (rho * own + rhoComplement * other) * scale;
  }
}
