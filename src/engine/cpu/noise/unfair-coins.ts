import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import { StepByStepNoise } from './step-by-step';

/** Means of unfair coins, from numbers of heads. Mirrors shaders/noise/unfair-coins.wgsl. */
export class UnfairCoinsNoise extends StepByStepNoise {
  constructor(run: RunParameters, stream: Stream) {
    super(run, stream, 2 * run.batchSize);
  }

  protected make(step: number): void {
    const { words } = this;
    const { batchSize, headsThreshold, followThreshold, ownThreshold, follow } = this.run;
    const { coinUnit, coinOffset, rho } = this.run;
    let ownHeads = 0;
    let otherHeads = 0;
    for (let sample = 0; sample < batchSize; sample++) {
      const heads = words[2 * sample] >>> 0 < headsThreshold;
      const word = words[2 * sample + 1] >>> 0;
      const follows = word < followThreshold || follow !== 0;
      if (heads) ownHeads++;
      if (follows ? heads : word < ownThreshold) otherHeads++;
    }
    this.xi[step] = coinUnit * ownHeads - coinOffset;
    const other = coinUnit * otherHeads - coinOffset;
    this.eta[step] = rho < 0 ? -other : other;
  }
}
