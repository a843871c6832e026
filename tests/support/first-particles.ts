import { expect } from 'vitest';
import type { Engine, Ensemble } from '../../src/engine/engine';
import { parseSpec } from '../../src/spec/schema';
import { dimensionOf, type Spec, withParticles } from '../../src/spec/spec';

/** More than one part of a pool holds. */
const PARTICLES = 13_001;
/** Less than a vector, one part of three, and more than two. */
const FIRST = [3, 4336, 9001];
const STEPS = 70;

const specOf = (input: object) =>
  parseSpec({
    noise: { sigma: 1.5, tau: 0.3 },
    time: { dt: 0.05, steps: STEPS },
    escape: { radius: 1.5 },
    histogram: { axis: 'linear', min: -2, max: 2, bins: 64 },
    ...input,
    ensemble: { particles: PARTICLES, seed: 'first' },
  });

/** One for each way in which particles lie in memory. */
export const FIRST_PARTICLES_SPECS = {
  'one coordinate': specOf({}),
  'one row of memory': specOf({ optimizer: { kind: 'heavy-ball' } }),
  'three rows of memory': specOf({ optimizer: { kind: 'amsgrad' } }),
  'three coordinates apart, |the last|': specOf({
    loss: { a: [1, -1, 0.5] },
    histogram: { axis: 'log-abs', coordinate: 2, bins: 64 },
  }),
  'two coordinates with rows each': specOf({ loss: { a: [1, -1] }, optimizer: { kind: 'adam' } }),
  'a plane': specOf({ loss: { kind: 'rosenbrock' }, noise: { tau: 0.3 } }),
  'a plane with memory': specOf({
    loss: { kind: 'quartic-saddle' },
    optimizer: { kind: 'heavy-ball' },
  }),
  'its own noise of each coordinate': specOf({
    loss: { a: [1, -1] },
    noise: { sigma: [0.5, 1.5], tau: 0.3 },
  }),
  'a region of one coordinate': specOf({
    loss: { a: [1, -1] },
    escape: { region: 'coordinate', coordinate: 1, high: 1 },
  }),
  'a shuffled data set': specOf({ noise: { law: 'dataset', sigma: 1.5, samples: 64 } }),
} satisfies Record<string, Spec>;

/** All that is counted of the first ones of a population, or of one. */
async function countedOf(ensemble: Ensemble, most?: number) {
  const plane = dimensionOf(ensemble.spec) > 1;
  return {
    counts: await ensemble.count({ most }),
    quantiles: await ensemble.quantiles([0, 0.05, 0.5, 0.95, 1], { most }),
    plane: plane && (await ensemble.countPlane({ x: [-2, 2], y: [-1, 1], bins: 12 }, { most })),
  };
}

/**
 * What is counted of the first n particles of a population is what is counted of a population of n,
 * and what is counted of all does not change by it.
 */
export async function checkFirstParticles(engine: Engine, spec: Spec): Promise<void> {
  const ensemble = await engine.create(spec);
  await ensemble.advance(STEPS);
  const all = await countedOf(ensemble);
  expect(all.counts.particles).toBe(PARTICLES);
  expect(all.counts.escaped).toBeGreaterThan(100);
  for (const particles of FIRST) {
    const few = await engine.create(withParticles(spec, particles));
    await few.advance(STEPS);
    const expected = await countedOf(few);
    few.destroy();
    expect(await countedOf(ensemble, particles), `of ${particles}`).toEqual(expected);
    const { counts, below, above, nonFinite, ...rest } = expected.counts;
    const sum = counts.reduce((one, other) => one + other, below + above + nonFinite);
    expect([sum, rest.particles]).toEqual([particles, particles]);
  }
  expect(await countedOf(ensemble, 2 * PARTICLES), 'more than there are').toEqual(all);
  expect(await countedOf(ensemble)).toEqual(all);
  ensemble.destroy();
}
