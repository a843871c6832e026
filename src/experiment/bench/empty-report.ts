import { VERSION } from '../../version';
import type { BenchOptions, BenchPlatform } from './platform';
import { SEED } from './readings';
import { FEWEST_SAMPLES, LEAST_SAMPLE_MILLISECONDS, LEAST_WARM_UP_MILLISECONDS } from './refusals';
import type { BenchPart, BenchReport } from './report';

/** Particles of the largest ensemble of the curve. */
const CURVE_MOST = 2 ** 22;

/** The report of a benchmark that has measured nothing yet. */
export function emptyReport(
  platform: BenchPlatform,
  options: BenchOptions,
  parts: readonly BenchPart[],
): BenchReport {
  // What is left out is what a headline takes.
  const {
    samples = FEWEST_SAMPLES,
    sampleMilliseconds = LEAST_SAMPLE_MILLISECONDS,
    warmUpMilliseconds = LEAST_WARM_UP_MILLISECONDS,
    mostParticles = CURVE_MOST,
  } = options;
  return {
    version: 1,
    saddlescape: VERSION,
    environment: { ...platform.environment, tabVisible: platform.tabVisible() },
    gpu: null,
    protocol: {
      parts: [...parts],
      particles: 0,
      mostParticles,
      samples,
      sampleMilliseconds,
      warmUpMilliseconds,
      seed: SEED,
      threads: platform.threads,
    },
    headline: null,
    refusals: [],
    agreement: [],
    measurements: [],
    linearity: null,
    overtakes: null,
    costs: null,
    tuning: null,
    bytesPerParticle: null,
    frames: null,
    complete: false,
    seconds: 0,
  };
}
