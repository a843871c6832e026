import { describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { buildKernel } from '../../../src/engine/cpu/kernel';
import { runParameters } from '../../../src/engine/run-parameters';
import { withLoss } from '../../../src/page/shared/change-kind';
import { fragmentToSpec } from '../../../src/spec/link-reader';
import { specToFragment } from '../../../src/spec/permalink';
import { parseSpec, SpecError } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { lossValueOf } from '../../../src/theory/surfaces/loss-value';
import { surfaceOf } from '../../../src/theory/surfaces/spec-surface';
import { pullOf, trainingSetOf } from '../../../src/theory/surfaces/tanh-network';

type Fields = Record<string, object>;

const DATA = { law: 'dataset', samples: 24, sigma: 1.5, tau: -0.8, rho: 0.6 };

const networkOf = ({ loss, noise, ...rest }: Fields): Spec =>
  parseSpec({
    loss: { kind: 'tanh-network', ...loss },
    noise: noise && 'law' in noise ? noise : { ...DATA, ...noise },
    time: { dt: 1, steps: 40 },
    ...rest,
  });

/** Scales times correlation; stored sets have it within 1e-6. */
const PULL = 1.5 * 0.8 * 0.6;

/** Coordinates of particles after some steps of the twin. Shape: [coordinate][particle]. */
async function after(spec: Spec, steps: number): Promise<number[][]> {
  const ensemble = await createCpuEngine().create(spec);
  await ensemble.advance(steps);
  const { particles } = spec.ensemble;
  const count = 'units' in spec.loss ? 2 * spec.loss.units : 0;
  const all = [];
  for (let i = 0; i < count; i++) all.push([...(await ensemble.read(particles, i))]);
  ensemble.destroy();
  return all;
}

describe('the saddle where all weights are 0', () => {
  it('has the curvatures of the data, on the surface of one unit', () => {
    const spec = networkOf({ loss: { units: 1 } });
    expect(Math.abs(pullOf(trainingSetOf(spec)) - PULL)).toBeLessThan(1e-5);
    const surface = surfaceOf(spec)!;
    expect(surface.atRest.gradient(0, 0).map(Math.abs)).toEqual([0, 0]);
    const saddle = surface.points.find(({ kind }) => kind === 'saddle')!;
    expect(Math.hypot(saddle.x, saddle.y)).toBeLessThan(1e-9);
    expect(saddle.curvatures[0]).toBeCloseTo(-PULL, 4);
    expect(saddle.curvatures[1]).toBeCloseTo(PULL, 4);
  });

  it('lets gradient descent go at the rate of that curvature', async () => {
    const at = 1e-4;
    const spec = networkOf({
      loss: { units: 1 },
      // The correlation is below 0: v and w go apart.
      start: { kind: 'point', x: [at, -at] },
      optimizer: { kind: 'gd', learningRate: 0.1 },
      ensemble: { particles: 1 },
    });
    const [[w], [v]] = await after(spec, 40);
    const growth = (1 + 0.1 * PULL) ** 40;
    // Terms of third order, (w u)^2 with |u| <= 6 and |w| <= 0.002.
    expect(Math.abs(w / (at * growth) - 1)).toBeLessThan(40 * 0.1 * (6 * 0.002) ** 2);
    expect(v).toBeCloseTo(-w, 6);
  });
});

it('keeps units alike that start alike, under noise, and no others', async () => {
  const run = (x: number[]) =>
    after(
      networkOf({
        start: { kind: 'point', x },
        optimizer: { batchSize: 5, learningRate: 0.1 },
        ensemble: { particles: 20 },
      }),
      40,
    );
  const alike = await run([0.3, 0.3, -0.2, -0.2]);
  expect(alike[0]).toEqual(alike[1]);
  expect(alike[2]).toEqual(alike[3]);
  expect(new Set(alike[0]).size).toBeGreaterThan(10);
  const apart = await run([0.3, 0.2, -0.2, -0.1]);
  expect(apart[0]).not.toEqual(apart[1]);
});

describe('slopes', () => {
  const spec = networkOf({ optimizer: { batchSize: 8 } });
  const x = Float64Array.of(0.7, -1.1, 0.4, 0.9);
  const { loss, noise } = buildKernel(spec, runParameters(spec), 'sfc32');

  it('of the whole set are those of the mean loss', () => {
    const value = lossValueOf(spec)!;
    const slope = new Float64Array(4);
    loss.meanDescent(x, slope);
    for (let i = 0; i < 4; i++) {
      const at = (by: number) => value(x.map((own, k) => (k === i ? own + by : own)));
      expect(slope[i]).toBeCloseTo(-(at(1e-5) - at(-1e-5)) / 2e-5, 8);
    }
  });

  it('of the minibatches of an epoch differ, and average to those of the whole set', () => {
    noise.draw(7, 0, 256, 0, 0, 64);
    const steps = [0, 1, 2].map((step) => {
      const slope = new Float64Array(4);
      loss.descent(x, noise.xi[step], noise.eta[step], slope);
      return slope;
    });
    const whole = new Float64Array(4);
    loss.meanDescent(x, whole);
    for (let i = 0; i < 4; i++) {
      expect((steps[0][i] + steps[1][i] + steps[2][i]) / 3).toBeCloseTo(whole[i], 12);
      expect(Math.abs(steps[0][i] - steps[1][i])).toBeGreaterThan(1e-3);
    }
  });
});

describe('what goes with it', () => {
  it.each([
    ['noise.law', { noise: { law: 'gaussian' } }],
    ['noise.law', { noise: { law: 'samples' } }],
    ['noise.samples', { noise: { samples: 1025 } }],
    ['optimizer.batchSize', { noise: { samples: 100 }, optimizer: { batchSize: 65 } }],
    ['time.dt', { time: { dt: 0.5 } }],
    ['noise.sigma', { noise: { sigma: 1e7 } }],
    ['optimizer.kind', { loss: { units: 3 }, optimizer: { kind: 'adam' } }],
    ['escape.region', { escape: { region: 'loss', low: 0 } }],
  ])('%s is refused by name', (path, fields: Fields) => {
    const made = () => networkOf(fields);
    expect(made).toThrow(SpecError);
    expect(made).toThrow(new RegExp(`^${path.replace('.', '\\.')}: `));
  });

  it('comes back from a link, and of a choice in the list of losses', () => {
    const spec = networkOf({ loss: { units: 4 }, optimizer: { kind: 'svrg', batchSize: 3 } });
    expect(fragmentToSpec(specToFragment(spec))).toEqual(spec);
    const chosen = parseSpec(withLoss(parseSpec({}), { kind: 'tanh-network' }));
    expect(chosen).toMatchObject({ noise: { law: 'dataset', rho: 0.8 }, time: { dt: 1 } });
    // And the way back.
    expect(parseSpec(withLoss(chosen, { kind: 'saddle', coordinates: 1 })).loss.kind).toBe(
      'saddle',
    );
  });
});
