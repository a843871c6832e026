import { expect, test } from 'vitest';
import '../../../src/theory/all-methods';
import { parseSpec } from '../../../src/spec/schema';
import { exactEscape } from '../../../src/theory/escape/exact-escape';
import { stableDensity } from '../../../src/theory/noise/stable-density';
import { gaussLegendre } from '../../../src/theory/numerics/gauss-legendre';
import { expectAsSimulated } from '../../support/escapes';

/** Below index 1: the density is a spike on a wide foot, and the scale of a step has a cusp. */

const RADIUS = 1.3;
const SIGMA = 0.3;
const TAU = 0.2;
const START = 0.3;
/** Of a step without noise. */
const FACTOR = 1.15;

interface Case {
  alpha: number;
  rho: number;
  steps: number;
}

const specOf = ({ alpha, rho, steps }: Case) =>
  parseSpec({
    loss: { a: [0.3] },
    noise: { law: 'alpha-stable', alpha, sigma: SIGMA, tau: TAU, rho },
    optimizer: { learningRate: 0.5 },
    time: { dt: 1, steps },
    start: { kind: 'point', x: [START] },
    escape: { radius: RADIUS },
    ensemble: { particles: 2 ** 16, seed: 'stable escape' },
  });

function stepOf({ alpha, rho }: Case) {
  const law = stableDensity(alpha);
  const scaleAt = (x: number) =>
    0.5 *
    (Math.abs(SIGMA * x + rho * TAU) ** alpha + TAU ** alpha * (1 - Math.abs(rho) ** alpha)) **
      (1 / alpha);
  /** P(x' > edge) from x. */
  const above = (edge: number, x: number) => law.above((edge - FACTOR * x) / scaleAt(x));
  const leaves = (x: number) => above(RADIUS, x) + law.below((-RADIUS - FACTOR * x) / scaleAt(x));
  const density = (to: number, x: number) =>
    law.density((to - FACTOR * x) / scaleAt(x)) / scaleAt(x);
  return { above, leaves, density };
}

/** The probability on cells of one width, each for its middle. */
function inCells(one: Case, cells: number): number {
  const { above } = stepOf(one);
  const width = (2 * RADIUS) / cells;
  const row = (from: number) =>
    Float64Array.from({ length: cells + 1 }, (_, j) => above(-RADIUS + width * j, from));
  const rows = Array.from({ length: cells }, (_, j) => row(-RADIUS + width * (j + 0.5)));
  const back = (tails: Float64Array, later: Float64Array) =>
    later.reduce(
      (sum, escapes, j) => sum + (tails[j] - tails[j + 1]) * escapes,
      tails[cells] + 1 - tails[0],
    );
  let later = new Float64Array(cells);
  for (let n = 1; n < one.steps; n++) {
    const known = later;
    later = Float64Array.from(rows, (tails) => back(tails, known));
  }
  return back(row(START), later);
}

test.each([
  { alpha: 0.3, rho: 0.01, steps: 3 },
  { alpha: 0.5, rho: 0.1, steps: 5 },
  { alpha: 0.8, rho: -0.3, steps: 8 },
  { alpha: 0.97, rho: 0, steps: 8 },
])('stable noise, %j, escapes as in cells and as simulated', async (one) => {
  const escaped = exactEscape(specOf(one));
  if (escaped.probability === null) throw new Error(escaped.reason);
  const { probability, error } = escaped;
  // What cells are off, 9e-6 at most, falls with their width; the sharper the spike, the more.
  const found = inCells(one, one.alpha < 0.6 ? 800 : 400);
  expect(Math.abs(probability - found)).toBeLessThan(error);
  await expectAsSimulated(specOf(one), probability);
});

/** Ends of panels over the inside that narrow towards each of these places. */
function endsAround(places: number[]): number[] {
  const ends = [-RADIUS, RADIUS, ...places];
  for (const place of places)
    for (let way = RADIUS; way > 1e-12; way /= 2) ends.push(place - way, place + way);
  return ends.filter((x) => Math.abs(x) <= RADIUS).sort((p, q) => p - q);
}

test.each([
  { alpha: 0.3, rho: 0.01, steps: 2 },
  { alpha: 0.3, rho: 0, steps: 2 },
  { alpha: 0.45, rho: -0.1, steps: 2 },
  { alpha: 0.7, rho: 0.4, steps: 2 },
])('two steps of stable noise, %j, by the integral over the first', (one) => {
  const { leaves, density } = stepOf(one);
  const { node, weight } = gaussLegendre(16);
  // The spike of the first step, the cusp of the second, and where that one is at the radius.
  const cusp = (-one.rho * TAU) / SIGMA;
  const ends = endsAround([FACTOR * START, cusp, RADIUS / FACTOR, -RADIUS / FACTOR]);
  let probability = leaves(START);
  for (let i = 1; i < ends.length; i++) {
    const half = (ends[i] - ends[i - 1]) / 2;
    for (let k = 0; k < node.length; k++) {
      const x = ends[i - 1] + half * (1 + node[k]);
      probability += half * weight[k] * density(x, START) * leaves(x);
    }
  }
  const escaped = exactEscape(specOf(one));
  expect(Math.abs(escaped.probability! - probability)).toBeLessThan(1e-9);
});
