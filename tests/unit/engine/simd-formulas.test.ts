import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { circleError, FORMULA_LAW, FORMULA_PLANE } from '../../support/formulas';
import { some } from '../../support/long';
import { bothPopulations, type OwnSteps, worstOwnStep } from '../../support/simd-checks';
import { expectExitsOfTwin } from '../../support/simd-exits';
import { simdMutant } from '../../support/simd-mutants';
import { EPSILON } from '../../support/tolerances';

/** Formulas in the SIMD kernels, against the float64 twin of the shaders. */

const ADAM = {
  kind: 'formula',
  step: 'm/(1 - 0.6^n)/(sqrt(v/(1 - b^n)) + 1e-8)',
  memory: ['m: 0.6*m + 0.4*g', 'v: b*v + (1 - b)*g^2'],
  parameters: { b: 0.7 },
};
const MOMENTUM = {
  kind: 'formula',
  step: 'm + k*x',
  memory: ['m: 0.5*m + g'],
  parameters: { k: 0.5 },
};
const SIGN = { kind: 'formula', step: 'g < 0 ? -n : n', memory: [] };

/** Bounds as of `checkFormulaSteps` in tests/parity/checks/formula.ts. */
const losses: [string, OwnSteps][] = [
  { kind: 'sgd' },
  { kind: 'gd' },
  { kind: 'svrg', epochLength: 2 },
  { kind: 'heavy-ball', beta: 0.2 },
  { kind: 'averaged-sgd' },
].map((optimizer) => [
  `a loss, ${optimizer.kind}`,
  {
    size: 12,
    noiseRate: 0.2 * Math.SQRT1_2 * (0.5 * 7 + 1),
    growth: 2,
    slopeError: 0.1 * 2.5 * circleError(0),
    partial: {
      loss: FORMULA_PLANE,
      noise: { sigma: 0.5, tau: 1, rho: 0.5 },
      time: { dt: 0.5, steps: 2 },
      optimizer: { learningRate: 0.2, ...optimizer },
      start: { kind: 'uniform', low: [-3, -3], high: [3, 3] },
    },
  },
]);
/** Bounds as of the methods built in: tests/support/simd-later.ts. */
const methods: [string, OwnSteps][] = Object.entries({ ADAM, MOMENTUM, SIGN }).map(
  ([name, optimizer]) => [
    `a method, ${name.toLowerCase()}`,
    {
      size: 80,
      noiseRate: 0.05 * (0.3 * 60 + 0.5),
      growth: 2,
      partial: {
        loss: { a: [-1] },
        noise: { sigma: 0.3, tau: 0.5, rho: 0.5 },
        optimizer: { ...optimizer, learningRate: 0.05 },
        start: { kind: 'uniform', low: [-20], high: [20] },
      },
    },
  ],
);
/** Bounds as of `checkFormulaNoise`: sizes of at most 6.7 each. */
const laws: [string, OwnSteps][] = [1, 2, 33].map((batchSize) => [
  `a law, batches of ${batchSize}`,
  {
    size: 40,
    noiseRate: 2 * 0.1 * (0.5 * 40 + 2),
    growth: 1.5,
    slopeError: 0.1 * (0.5 * 40 + 2) * 6.7 * 10 * EPSILON,
    partial: {
      loss: { a: [-1] },
      noise: FORMULA_LAW,
      optimizer: { learningRate: 0.1, batchSize },
      start: { kind: 'uniform', low: [-5], high: [5] },
    },
  },
]);
const steps = Object.fromEntries([...losses, ...methods, ...laws]);

const base = {
  noise: { sigma: 1, tau: 1, rho: 0.5 },
  time: { dt: 0.2, steps: 150 },
  ensemble: { particles: 2051, seed: 'later' },
  escape: { radius: 2 },
};
const leaving: Record<string, Spec> = Object.fromEntries(
  Object.entries({
    'a loss': {
      loss: { kind: 'formula', f: '-(k + xi)*x^2/2 - eta*x', coordinates: 1, parameters: { k: 1 } },
    },
    'a loss of two coordinates, by a method': {
      loss: { kind: 'formula', f: '-(1 + xi)*x*y - eta*(x + y)', coordinates: 2 },
      optimizer: { ...ADAM, learningRate: 0.2 },
    },
    'a law': { noise: { law: 'formula', xi: 'z1', eta: 'z1/2 + sqrt(3)/2*z2', sigma: 1, tau: 1 } },
    'all three': {
      loss: { kind: 'formula', f: '-(1 + xi)*x^2/2 - eta*x', coordinates: 1 },
      optimizer: { ...MOMENTUM, learningRate: 0.5, batchSize: 2 },
      noise: { law: 'formula', xi: 'sqrt(3)*(2*u1 - 1)', eta: 'sqrt(3)*(2*u2 - 1)', rho: 0 },
    },
    'a method, 1/n': {
      loss: { a: [1, -1, 0.5] },
      optimizer: { ...MOMENTUM, schedule: 'inverse-time' },
      start: { kind: 'gaussian' },
    },
  }).map(([name, partial]) => [name, parseSpec({ ...base, ...partial })]),
);

describe('the SIMD kernel', () => {
  test.each(Object.entries(steps))('takes steps as the twin does: %s', async (_, each) => {
    expect(await worstOwnStep(each)).toBeLessThanOrEqual(1);
  });

  test.each(Object.entries(leaving))('has its first passages and exits: %s', async (_, spec) => {
    await expectExitsOfTwin(spec);
  });

  /** The first of its coordinates that is no number ends a particle's way. */
  test.each([
    ['-x^2/2*(1 + xi) + y^1.5 - eta*(x + y)', [-1, 0.01], [1, 0.6]],
    ['-y^2/2*(1 + xi) + x^1.5 - eta*(x + y)', [0.01, -1], [0.6, 1]],
  ])('leaves whoever comes to where %s is undefined', async (f, low, high) => {
    const spec = parseSpec({
      ...base,
      loss: { kind: 'formula', f, coordinates: 2 },
      start: { kind: 'uniform', low, high },
    });
    const { kernel, twin, particles } = await bothPopulations(spec, 150);
    let none = 0;
    for (const coordinate of [0, 1]) {
      const x = kernel.row(coordinate, particles);
      const expected = twin.coordinate(coordinate);
      for (let i = 0; i < particles; i++) {
        expect(Number.isNaN(x[i])).toBe(Number.isNaN(expected[i]));
        if (Number.isNaN(x[i])) none++;
      }
    }
    expect(none).toBeGreaterThan(1000);
    expect(kernel.passages(particles)).toEqual(twin.passages);
  });

  test('counts one formula after another, each with its own parameters', async () => {
    const engine = createCpuEngine('fastest');
    const twin = createCpuEngine('float64');
    const slopes = [1, 2, 1, 3].map((k, i) =>
      parseSpec({
        ...base,
        loss: {
          kind: 'formula',
          f: i % 2 === 0 ? '-(k + xi)*x^2/2 - eta*x' : '-(c + xi)*x^2/2 - eta*x + x',
          coordinates: 1,
          parameters: i % 2 === 0 ? { k } : { c: k },
        },
      }),
    );
    for (const spec of slopes) {
      const found = await engine.escapeSteps(spec, 0, 500);
      const expected = await twin.escapeSteps(spec, 0, 500);
      expect(found.filter((step, i) => step !== expected[i]).length).toBeLessThanOrEqual(2);
    }
  });
});

/** Some make no numbers. Each is compiled, which takes a second: all of them with SADDLESCAPE_LONG=1. */
describe('faults planted in it are seen', () => {
  test.each(
    some(
      [
        ['a method, adam', 'load<i32>(kept) == step', 'true'],
        ['a loss, sgd', 'f32x4.mul(splat(SAMPLE_ETA), eta)', 'eta'],
        ['a loss, gd', 'rate, v128.load(out + k)', 'splat(DT), v128.load(out + k)'],
        ['a method, momentum', 'v128.load(RESULTS + ((<usize>i) << 4), 16)', 'v128.load(RESULTS)'],
        ['a law, batches of 1', 'v128.load(uniforms, 16)', 'v128.load(uniforms)'],
        [
          'a law, batches of 33',
          'left = size;\n    }\n    rest',
          'left = samples;\n    }\n    rest',
        ],
        ['a method, sign', 'v128.store(variable(STEP_VARIABLES, STEP_N), n)', ''],
      ],
      1,
    ),
  )('%s: %s', async (name, from, to) => {
    expect(await worstOwnStep(steps[name], await simdMutant(from, to))).not.toBeLessThanOrEqual(1);
  });
});
