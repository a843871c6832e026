import { log, power } from '../../numerics/elementary';
import type { BenchReport, Contender, Measurement, Row } from './report';
import type { BenchSample } from './sampling';
import { driftOf, ratioOfMedians, spreadOf } from './statistics';

// What samples say: rows, ratios, where the GPU overtakes, and whether time grows like work.

/** From this size on the cost of a particle-step is asked to be the same. */
const LINEAR_FROM = 2 ** 18;
/** Of the intervals' resampling and of every workload. */
export const SEED = 'bench';

export function rowOf(contender: Contender, samples: readonly BenchSample[]): Row {
  return {
    contender,
    particleStepsPerSecond: spreadOf(samples.map(({ seconds, work }) => work / seconds)),
    seconds: samples.map(({ seconds }) => seconds),
    work: samples.map(({ work }) => work),
    drift: driftOf(samples.map(({ seconds, work }) => seconds / work)),
  };
}

/** Speed of the first row over that of the second. */
export function ratioOf(rows: readonly Row[]): Measurement['ratio'] {
  if (rows.length < 2) return null;
  const [first, second] = rows.map(({ seconds, work }) =>
    work.map((steps, i) => steps / seconds[i]),
  );
  return ratioOfMedians(first, second, SEED);
}

/** Size at which the ratio passes 1, between two sizes of the curve, on logarithmic axes. */
export function crossing(
  curve: readonly Pick<Measurement, 'particles' | 'ratio'>[],
): number | null {
  for (let i = 1; i < curve.length; i++) {
    const [before, after] = [curve[i - 1].ratio?.ratio, curve[i].ratio?.ratio];
    if (before === undefined || after === undefined || before >= 1 || after < 1) continue;
    const share = log(1 / before) / log(after / before);
    return Math.round(
      curve[i - 1].particles * power(curve[i].particles / curve[i - 1].particles, share),
    );
  }
  return null;
}

/**
 * How far the time per particle-step of larger ensembles is from that of the first of at least 2^18
 * particles: the largest share.
 */
export function linearityOf(
  curve: readonly Pick<Measurement, 'particles' | 'rows'>[],
): BenchReport['linearity'] {
  const large = curve.filter(({ particles, rows }) => particles >= LINEAR_FROM && rows.length > 0);
  if (large.length < 2) return null;
  const costs = large.map(({ rows }) => 1 / rows[0].particleStepsPerSecond.median);
  return {
    from: large[0].particles,
    to: large[large.length - 1].particles,
    largestDeviation: Math.max(...costs.map((cost) => Math.abs(cost / costs[0] - 1))),
  };
}
