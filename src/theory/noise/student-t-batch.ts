import { exp, log, log1p, power } from '../../numerics/elementary';
import { panelAt } from '../numerics/chebyshev-panels';
import { remembered } from '../numerics/remembered';
import {
  addSums,
  type HeavySum,
  massBetween,
  panelEnds,
  type SumPanels,
  sumOfPanels,
} from './heavy-sums';
import { bothWays, inPlace, lastOctave, MOST_MOMENT, type NoiseDensity } from './noise-density';
import { logTPeak, UNIT_PANELS } from './simple-densities';

/** ln of a density that is not worth a panel. */
const NO_DENSITY = -640;

/** Error of ln f that the first sum is fitted to, and by how much more each further one. */
const FIRST_ERROR = 1.5e-13;
const LOOSER = 2;

/** ln of the density at y >= 0 of a t number. */
function logTDensity(nu: number): (y: number) => number {
  const peak = logTPeak(nu);
  const half = (nu + 1) / 2;
  return (y) => peak - half * log1p((y / nu) * y);
}

/** Most numbers of a sum: src/models/noise/student-t.ts. */
const MOST_NUMBERS = 64;

/** Where panels of a sum of `count` t numbers end. */
function lastPlace(nu: number, count: number): number {
  const one = logTDensity(nu);
  const variance = nu > 2 ? (count * nu) / (nu - 2) : 0;
  // Of one number that is far larger than the others, and of none that is.
  const isNothing = (y: number) =>
    one(y) + log(count) < NO_DENSITY && (variance === 0 || -(y * y) / (2 * variance) < NO_DENSITY);
  let high = lastOctave(nu) * Math.LN2 + log(MOST_NUMBERS) * (1 / 2 + 1 / nu);
  if (!isNothing(exp(high))) return exp(high);
  for (let low = 0; high - low > 1e-3; ) {
    const middle = (low + high) / 2;
    if (isNothing(exp(middle))) high = middle;
    else low = middle;
  }
  return exp(high);
}

function oneNumber(nu: number): HeavySum {
  const unit = Math.sqrt(nu);
  const logDensity = logTDensity(nu);
  return { unit, logDensity, ends: panelEnds(logDensity, unit, lastPlace(nu, 1)) };
}

/** Sums that are added up before the one of `count`, and that one. */
function additions(count: number): number {
  if (count === 1) return 0;
  return 1 + additions(count % 2 ? count - 1 : count / 2);
}

/**
 * Panels of the sum of `count` t numbers, 2 to 64: twice a smaller one, or a t number more. Takes up
 * to seconds.
 */
export function studentTBatchPanels(nu: number, count: number): SumPanels {
  return remembered('sum of t numbers', [nu, count], () => {
    const part = count % 2 ? count - 1 : count / 2;
    const smaller = part === 1 ? oneNumber(nu) : sumOfPanels(studentTBatchPanels(nu, part), nu);
    return addSums(smaller, count % 2 ? oneNumber(nu) : smaller, {
      // The characteristic function falls like exp(-count sqrt(nu) |t|).
      unit: Math.sqrt(nu) * count,
      far: lastPlace(nu, count),
      middle: Math.sqrt(nu > 2 ? (count * nu) / (nu - 2) : count),
      error: FIRST_ERROR * power(LOOSER, additions(count) - 1),
    });
  });
}

/**
 * Means of `batchSize` t numbers with nu degrees of freedom, times sqrt(batchSize), by the panels of
 * their sum. Relative error of the density and of the tails 1e-10, however far out
 * (tests/unit/theory/student-t-batches.test.ts).
 */
export function studentTBatchDensity(
  nu: number,
  batchSize: number,
  panels: SumPanels,
): NoiseDensity {
  const root = Math.sqrt(batchSize);
  const law = sumOfPanels(panels, nu);
  const { ends } = law;
  const { far } = panels;
  // P(y > ends[i]); beyond the last end the density is a power.
  const beyond = new Float64Array(ends.length);
  beyond[ends.length - 1] = farTail(law, nu, far);
  for (let i = ends.length - 2; i >= 0; i--)
    beyond[i] = beyond[i + 1] + massBetween(law, ends[i], ends[i + 1]);
  const above = (z: number): number => {
    if (z < 0) return 1 - above(-z);
    const y = z * root;
    if (y >= far) return farTail(law, nu, y);
    const i = panelAt(ends, y);
    return beyond[i + 1] + massBetween(law, y, ends[i + 1]);
  };
  const isPower = nu <= 2 * MOST_MOMENT;
  const logSize = logTPeak(nu) + ((nu + 1) / 2) * log(nu);
  return inPlace({
    symmetric: true,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    density: (z) => root * exp(law.logDensity(Math.abs(z) * root)),
    below: (z) => above(-z),
    above,
    kinks: [],
    // Of one number that is far larger than the others.
    heavy: isPower ? { index: nu, logSize: logSize + (1 - nu / 2) * log(batchSize) } : null,
    edges: isPower ? batchEdges(nu, batchSize) : UNIT_PANELS,
  });
}

/** P(y' > y) where the density falls like |y|^(-nu - 1). */
function farTail({ logDensity }: HeavySum, nu: number, y: number): number {
  return exp(logDensity(y) + log(y) - log(nu));
}

/** Further ends of panels, where a normal middle may reach. */
const MIDDLE = [10, 14, 18, 20, 22];

/** Those of one number, and as far out as the mass has moved. */
function batchEdges(nu: number, batchSize: number): number[] {
  const further = 2 * Math.ceil((Math.max(0, 1 / nu - 1 / 2) * log(batchSize)) / Math.LN2 / 2);
  const edges = [...bothWays(-3, lastOctave(nu) + further), ...MIDDLE, ...MIDDLE.map((z) => -z)];
  return edges.sort((p, q) => p - q);
}
