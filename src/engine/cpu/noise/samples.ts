import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import { StepByStepNoise } from './step-by-step';

/** Minibatches of a stored set with replacement. Mirrors shaders/noise/samples.wgsl. */
export class SamplesNoise extends StepByStepNoise {
  constructor(run: RunParameters, stream: Stream) {
    // Two say which sample it is.
    super(run, stream, 2 * run.batchSize);
  }

  protected make(step: number): void {
    const { words } = this;
    const { batchSize, sampleCount, samples, xiUnit, etaUnit } = this.run;
    const scale = 1 / Math.sqrt(batchSize);
    let xi = 0;
    let eta = 0;
    for (let i = 0; i < batchSize; i++) {
      const at = 2 * indexOf(words[2 * i] >>> 0, words[2 * i + 1] >>> 0, sampleCount);
      xi += samples[at];
      eta += samples[at + 1];
    }
    this.xi[step] = xi * xiUnit * scale;
    this.eta[step] = eta * etaUnit * scale;
  }
}

/** The whole part of count u, u the 64-bit fraction of both words: products are below 2^49. */
export function indexOf(first: number, second: number, count: number): number {
  return Math.floor((first * count + Math.floor((second * count) / 2 ** 32)) / 2 ** 32);
}
