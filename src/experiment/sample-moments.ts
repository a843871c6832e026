import type { Counts, Ensemble } from '../engine/engine';
import { log } from '../numerics/elementary';
import { finiteOrNull } from '../numerics/finite';
import { float32Limits } from '../spec/float32-limits';
import { shrinksInverse, stepRates } from '../spec/rates';
import { ROUNDING } from '../spec/rounding';
import { betaOf, type Spec } from '../spec/spec';
import type { KnownMoments } from '../theory/theory';
import { CentralMoments } from './central-moments';

/** A moment of the particles. */
export interface SampleMoment {
  /** Its value in the sample. */
  sample: number;
  /** Of the sample, by its own spread; null where there are too few particles. */
  standardError: number | null;
}

/** A moment of the particles beside the exact one. */
export interface ComparedMoment extends SampleMoment {
  /** Of the chain; null where it is not known, or beyond float64. */
  exact: number | null;
  /**
   * (sample - exact) over the standard error that the exact moments give, or the sample's where
   * they do not reach so far. Of a sample of the chain itself nearly standard normal.
   */
  z: number | null;
  /** Where z is null: one sentence why. */
  reason: string | null;
}

/** Moments of the histogram's coordinate. */
export interface SampleMoments {
  /** That they are of: the first 1,048,576, or all if there are fewer. */
  particles: number;
  /** E x. */
  mean: ComparedMoment;
  /** E x^2. */
  second: ComparedMoment;
  /** E x^2 - (E x)^2 of the sample, divided by n - 1. */
  variance: SampleMoment;
}

/** Particles that are read at most, and at a time: more would not tell much more. */
const MOST_READ = 1_048_576;
const PIECE = 131_072;

/** Sums over the particles, of positions as float32 holds them. */
async function readMoments(
  ensemble: Ensemble,
): Promise<{ x: CentralMoments; square: CentralMoments }> {
  const particles = Math.min(MOST_READ, ensemble.spec.ensemble.particles);
  const { coordinate } = ensemble.spec.histogram;
  const x = new CentralMoments();
  const square = new CentralMoments();
  for (let first = 0; first < particles; first += PIECE) {
    const piece = await ensemble.read(Math.min(PIECE, particles - first), coordinate, first);
    const values = Float64Array.from(piece);
    x.add(values);
    for (let i = 0; i < values.length; i++) values[i] *= values[i];
    square.add(values);
  }
  return { x, square };
}

/** Moments of an ensemble at its current step, whose integers are `counts`, beside those of theory. */
export async function sampleMoments(
  ensemble: Ensemble,
  counts: Counts,
  exact: KnownMoments,
): Promise<SampleMoments> {
  const { spec, step } = ensemble;
  const { x, square } = await readMoments(ensemble);
  const common = whyNoComparison(spec, counts);
  const rounding = ROUNDING * roundings(spec, step);
  const { mean, second, fourth } = exact;
  return {
    particles: x.count,
    mean: compared(x, mean, varianceOf(mean, second), {
      common,
      rounding: rounding * Math.sqrt(square.mean),
    }),
    second: compared(square, second, varianceOf(second, fourth), {
      common,
      rounding: 2 * rounding * square.mean,
    }),
    variance: { sample: x.variance, standardError: finiteOrNull(x.varianceError) },
  };
}

function varianceOf(mean: number | null, second: number | null): number | null {
  return mean === null || second === null ? null : Math.max(0, second - mean * mean);
}

/**
 * A mean of few particles' doing is not normal: its z has a tail on one side. With a skewness of the
 * mean of 0.1 at most, |z| exceeds 5 with a probability below 1e-4.
 */
const MOST_SKEWNESS = 0.1;
const MOST_CONCENTRATION = 1 / 50;

function compared(
  sample: CentralMoments,
  exact: number | null,
  variance: number | null,
  { common, rounding }: { common: string | null; rounding: number },
): ComparedMoment {
  const own = sample.meanError;
  const error = variance === null ? own : Math.sqrt(variance / sample.count);
  const reason =
    exact === null
      ? 'This moment is not known exactly, or is beyond 64-bit floating point.'
      : (common ??
        (error === 0 || sample.second === 0
          ? 'All particles are at one place: there is no standard error.'
          : error < 2 * rounding
            ? 'The particles are so close together that 32-bit rounding may be as large as the standard error.'
            : sample.concentration > MOST_CONCENTRATION ||
                Math.abs(sample.meanSkewness) > MOST_SKEWNESS
              ? 'A few particles make up most of this moment: the error of the sample is not normal.'
              : null));
  return {
    sample: sample.mean,
    standardError: finiteOrNull(own),
    exact,
    z: reason === null && exact !== null ? (sample.mean - exact) / error : null,
    reason,
  };
}

/** Why the sample is not one of the chain; null where it is. */
function whyNoComparison(spec: Spec, { frozen, nonFinite, zero }: Counts): string | null {
  if (nonFinite > 0) return `Particles that are not a number: ${nonFinite}.`;
  if (frozen > 0)
    return `The exact moment ignores that particles freeze far out, and ${frozen} did.`;
  if (zero > 0)
    return `At exactly 0, by 32-bit underflow or by a factor of 0: ${zero} particles. The exact moment ignores underflow.`;
  const [limit] = float32Limits(spec);
  return limit ? limit.sentence : null;
}

/**
 * Roundings that add up in x, in units of its size: those of the numbers of a step, of the steps
 * themselves, which have either sign, and of the factors that carry x away.
 */
function roundings(spec: Spec, step: number): number {
  const { learningRate, drift } = stepRates(spec, spec.histogram.coordinate);
  const push = Math.max(0, (learningRate * drift) / (1 - betaOf(spec)));
  const pushes = shrinksInverse(spec) ? 1 + log(Math.max(1, step)) : step;
  return 4 + Math.sqrt(step) + push * pushes;
}
