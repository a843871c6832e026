import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { noiseAt } from '../../../src/spec/listed-noise';
import { parseSpec } from '../../../src/spec/schema';
import { perturbationOf, radiusOf, type Spec } from '../../../src/spec/spec';
import { exactEscape, smallStepEscape } from '../../../src/theory/escape/exact-escape';
import { normalCdf } from '../../../src/theory/numerics/special-functions';
import { some } from '../../support/long';
import { proportionTolerance } from '../../support/tolerances';
import {
  expectReference,
  expectRelative,
  expectWithin,
  lawOf,
  type ReferenceCase,
  referenceCases,
} from './reference';

/** Groups of a spec, of which the fields left out are the default. */
type Partly = Record<string, Record<string, unknown>>;

function specOf(...parts: Partly[]): Spec {
  const whole: Partly = {
    loss: { a: [0.5] },
    noise: { sigma: 1.2, tau: 0.5 },
    optimizer: { learningRate: 0.1 },
    time: { dt: 1, steps: 20 },
    start: { kind: 'point', x: [0.4] },
    escape: { radius: 1 },
  };
  for (const part of parts)
    for (const [group, fields] of Object.entries(part))
      whole[group] =
        fields.kind !== undefined && group === 'start' ? fields : { ...whole[group], ...fields };
  return parseSpec(whole);
}

function probabilityOf(spec: Spec): number {
  const found = exactEscape(spec);
  if (found.probability === null) throw new Error(found.reason);
  return found.probability;
}

/** A reference case as a spec. */
function caseSpec(one: ReferenceCase, own: Partial<Record<string, number>> = {}): Spec {
  const { a, sigma, tau, rho, lr, batch, x0, R, N } = { ...one.params, ...own };
  return parseSpec({
    loss: { kind: one.kind === 'relu_chain' ? 'relu-saddle' : 'saddle', a: [a] },
    noise: { law: lawOf(one), sigma, tau, rho },
    optimizer: { learningRate: lr, batchSize: batch ?? 1 },
    time: { dt: 1, steps: N },
    start: { x: [x0] },
    escape: { radius: R },
  });
}

/** Descent of one coordinate: learningRate times this is a step (docs/model.md, "One step"). */
function slope(
  { loss, noise, time }: Spec,
  coordinate: number,
  x: number,
  [xi, eta]: number[],
): number {
  const root = Math.sqrt(time.dt);
  const a = (loss as { a: number[] }).a[coordinate];
  const shape = loss.kind === 'relu-saddle' ? Math.sign(x) : x;
  const { sigma, tau } = noiseAt(noise, coordinate);
  return (a * time.dt + sigma * root * xi) * shape + tau * root * eta;
}

/** All sequences of fair signs of a spec of one coordinate, one by one. */
function enumerated(spec: Spec, x: number, n = 1): number {
  const { optimizer, time } = spec;
  const { rho } = noiseAt(spec.noise, 0);
  if (n > time.steps) return 0;
  const { batchSize, learningRate, schedule } = optimizer;
  const h = schedule === 'inverse-time' ? learningRate / n : learningRate;
  let sum = 0;
  for (let code = 0; code < 4 ** batchSize; code++) {
    let [weight, xi, eta] = [1, 0, 0];
    for (let b = 0; b < batchSize; b++) {
      const one = (code >> (2 * b)) & 1 ? 1 : -1;
      const other = (code >> (2 * b + 1)) & 1 ? 1 : -1;
      weight *= one === other ? (1 + rho) / 4 : (1 - rho) / 4;
      xi += one / batchSize;
      eta += other / batchSize;
    }
    if (weight === 0) continue;
    const next = x + h * slope(spec, 0, x, [xi, eta]);
    sum += weight * (Math.abs(next) > radiusOf(spec)! ? 1 : enumerated(spec, next, n + 1));
  }
  return sum;
}

/**
 * Share of simulated particles of a spec with normal noise that escape, sample by sample and kick
 * by kick.
 */
function simulated(spec: Spec, particles: number): number {
  const { noise, optimizer, time, start } = spec;
  const { kind, batchSize, learningRate, schedule } = optimizer;
  const perturbation = perturbationOf(spec);
  const random = seedrandom('cell escape');
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const begin = (i: number): number =>
    start.kind === 'point'
      ? start.x[i]
      : start.kind === 'gaussian'
        ? start.mean[i] + start.standardDeviation[i] * normal()
        : start.low[i] + (start.high[i] - start.low[i]) * random();
  const coordinates = (spec.loss as { a: number[] }).a.length;
  let escaped = 0;
  for (let particle = 0; particle < particles; particle++) {
    const x = Array.from({ length: coordinates }, (_, i) => begin(i));
    for (let n = 1; n <= time.steps; n++) {
      const h = schedule === 'inverse-time' ? learningRate / n : learningRate;
      for (let i = 0; i < coordinates; i++) {
        let [xi, eta] = [0, 0];
        const { rho } = noiseAt(noise, i);
        if (kind !== 'gd')
          for (let b = 0; b < batchSize; b++) {
            const z = normal();
            xi += z / batchSize;
            eta += (rho * z + Math.sqrt(1 - rho ** 2) * normal()) / batchSize;
          }
        const kick = kind === 'perturbed' ? perturbation * Math.sqrt(time.dt) * normal() : 0;
        x[i] += h * (slope(spec, i, x[i], [xi, eta]) + kick);
      }
      if (x.some((one) => Math.abs(one) > radiusOf(spec)!)) {
        escaped++;
        break;
      }
    }
  }
  return escaped / particles;
}

describe('exactEscape: reference values through whole specs', () => {
  it.each([...referenceCases('escape_chain'), ...referenceCases('relu_chain')])('$id', (one) =>
    expectReference(probabilityOf(caseSpec(one)), one),
  );

  it.each(referenceCases('escape_heatmap'))('$id, a map of 25', (one) => {
    const axes = one.params as unknown as { a: number[]; sigma: number[] };
    const cells = (one.value as unknown as number[][]).flatMap((row, i) =>
      row.map((value, j) => ({ value, i, j })),
    );
    for (const { value, i, j } of some(cells, 7)) {
      const spec = caseSpec(one, { a: axes.a[j], sigma: axes.sigma[i] });
      expectReference(probabilityOf(spec), { ...one, value });
    }
  });
});

describe('exactEscape: normal noise', () => {
  // One step is one normal tail on either side, in closed form: docs/model.md,
  // "One step".
  it.each<[string, Partly]>([
    ['plain', {}],
    ['in batches', { optimizer: { batchSize: 5 }, noise: { rho: -0.4 } }],
    [
      'of short steps',
      { time: { dt: 0.25 }, optimizer: { learningRate: 2 }, noise: { tau: -0.5, rho: 0.9 } },
    ],
    [
      'with kicks',
      { optimizer: { kind: 'perturbed', perturbation: 0.7, batchSize: 2 }, noise: { rho: 0.6 } },
    ],
    [
      'with nothing but kicks',
      { optimizer: { kind: 'perturbed', perturbation: 3 }, noise: { sigma: 0, tau: 0 } },
    ],
    ['with shrinking steps', { optimizer: { schedule: 'inverse-time' } }],
    ['on a ridge', { loss: { kind: 'relu-saddle' }, noise: { rho: -0.5 } }],
  ])('one step %s', (_, own) => {
    const spec = specOf({ time: { steps: 1 }, start: { kind: 'point', x: [0.9] } }, own, {
      time: { steps: 1 },
    });
    const { optimizer, time } = spec;
    const noise = noiseAt(spec.noise, 0);
    const x = 0.9;
    const s = noise.sigma * (spec.loss.kind === 'saddle' ? x : 1);
    const variance =
      (s * s + 2 * noise.rho * s * noise.tau + noise.tau ** 2) / optimizer.batchSize +
      perturbationOf(spec) ** 2;
    const deviation = optimizer.learningRate * Math.sqrt(time.dt * variance);
    const mean = x + optimizer.learningRate * slope(spec, 0, x, [0, 0]);
    expectRelative(
      probabilityOf(spec),
      normalCdf((mean - 1) / deviation) + normalCdf((-1 - mean) / deviation),
      1e-12,
    );
  });

  it.each<[string, Partly]>([
    [
      'kicks',
      { optimizer: { kind: 'perturbed', perturbation: 0.8 }, noise: { rho: 0.9, sigma: 2 } },
    ],
    ['batches', { optimizer: { batchSize: 3 }, noise: { rho: -0.8, sigma: 4 }, time: { dt: 0.5 } }],
    ['shrinking steps', { optimizer: { schedule: 'inverse-time', learningRate: 0.6 } }],
    [
      'three coordinates',
      {
        loss: { a: [1, -2, 0.1] },
        start: { kind: 'point', x: [0.1, 0.8, -0.5] },
        noise: { rho: 0.5 },
      },
    ],
    [
      'a normal start',
      { start: { kind: 'gaussian', mean: [0.7], standardDeviation: [0.6] }, noise: { rho: 0.7 } },
    ],
    [
      'a uniform start',
      { start: { kind: 'uniform', low: [-1.5], high: [0.9] }, noise: { tau: 0 } },
    ],
    [
      'two starts on a ridge',
      {
        loss: { kind: 'relu-saddle', a: [0.5, -0.5] },
        start: { kind: 'uniform', low: [-0.3, 0], high: [1.2, 0] },
        noise: { sigma: 0.5 },
      },
    ],
  ])('is what a simulation finds: %s', (_, own) => {
    const spec = specOf(own);
    const probability = probabilityOf(spec);
    const particles = 4000;
    expect(probability).toBeGreaterThan(0.02);
    expectWithin(
      simulated(spec, particles),
      probability,
      proportionTolerance(probability, particles),
    );
  });

  it('is that of independent coordinates, alike in nothing, in the start or in the slope', () => {
    const one = (a: number, x: number) =>
      probabilityOf(specOf({ loss: { a: [a] }, start: { kind: 'point', x: [x] } }));
    const loss = { a: [1, 1, -0.5] };
    const three = specOf({ loss, start: { kind: 'point', x: [0.2, 0.6, 0.6] } });
    const stays = (1 - one(1, 0.2)) * (1 - one(1, 0.6)) * (1 - one(-0.5, 0.6));
    expectRelative(probabilityOf(three), 1 - stays, 1e-12);
  });

  it('does not change when steps are shorter and the rest makes up for it', () => {
    const long = specOf({ loss: { a: [2] }, noise: { sigma: 3, tau: 1, rho: 0.4 } });
    const short = specOf({
      loss: { a: [8] },
      noise: { sigma: 6, tau: 2, rho: 0.4 },
      time: { dt: 0.25 },
    });
    expectRelative(probabilityOf(short), probabilityOf(long), 1e-12);
  });

  it('is 0 from a saddle at rest without additive noise', () =>
    expect(probabilityOf(specOf({ noise: { tau: 0 }, start: { kind: 'point', x: [0] } }))).toBe(0));

  // A walk without a push, against Brownian motion between barriers.
  it('keeps its digits over many steps, on panels that are joined again', () => {
    const spec = specOf({
      loss: { a: [0] },
      noise: { sigma: 0, tau: 1 },
      optimizer: { learningRate: 1 },
      time: { dt: 1, steps: 5000 },
      start: { kind: 'point', x: [0] },
      escape: { radius: 60 },
    });
    // The barrier stands where steps see it, up to a term of order 1/b; the error of that, 1/b^2,
    // is the tolerance.
    const b = 60 + 0.5825971579390107;
    let stays = 0;
    for (let k = 0; k < 20; k++)
      stays +=
        ((4 * (-1) ** k) / (Math.PI * (2 * k + 1))) *
        Math.exp(-(((2 * k + 1) * Math.PI) ** 2 * 5000) / (8 * b * b));
    expectWithin(probabilityOf(spec), 1 - stays, 1 / (b * b));
  });
});

describe('exactEscape: starts that are spread out', () => {
  // The last two columns: midpoints in z and tolerance. Midpoints are exact where f is smooth, and
  // to the square of the step where it has a kink at 0.
  it.each<[Partly, number, number]>([
    [{ noise: { rho: 0.3 } }, 40, 1e-7],
    [{ noise: { tau: 0 } }, 40, 1e-7],
    [{ noise: { tau: 0.01 }, loss: { a: [3] } }, 40, 1e-3],
    [{ noise: { rho: -1 } }, 80, 1e-7],
    [{ loss: { kind: 'relu-saddle' }, noise: { sigma: 0.3 } }, 40, 1e-3],
  ])('are the mean over points: %j', (own, count, tolerance) => {
    const [mean, deviation] = [0.2, 0.3];
    const time = { steps: 3 };
    const start = { kind: 'gaussian', mean: [mean], standardDeviation: [deviation] };
    const at = (x: number) =>
      probabilityOf(specOf(own, { time, start: { kind: 'point', x: [x] } }));
    let [sum, mass] = [0, 0];
    for (let i = 0; i < count; i++) {
      const z = -6 + (12 * (i + 0.5)) / count;
      const weight = Math.exp((-z * z) / 2);
      sum += weight * at(mean + deviation * z);
      mass += weight;
    }
    expectWithin(probabilityOf(specOf(own, { time, start })), sum / mass, tolerance);
  });

  it('need no noise', () => {
    const start = { kind: 'gaussian', mean: [0.3], standardDeviation: [0.5] };
    const beyond = (distance: number) =>
      normalCdf((0.3 - distance) / 0.5) + normalCdf((-0.3 - distance) / 0.5);
    // 1.05^20, one step of -1.5 and then smaller ones, and a walk of 20 * 0.03 outwards.
    const gd = { kind: 'gd' };
    expectRelative(probabilityOf(specOf({ start, optimizer: gd })), beyond(1.05 ** -20), 1e-12);
    const convex = { loss: { a: [-5] }, optimizer: { ...gd, learningRate: 0.3 } };
    expectRelative(probabilityOf(specOf({ start }, convex)), beyond(2), 1e-12);
    const ridge = { loss: { kind: 'relu-saddle', a: [0.3] }, optimizer: gd };
    expectRelative(probabilityOf(specOf({ start }, ridge)), beyond(0.4), 1e-12);
    const uniform = { kind: 'uniform', low: [-1], high: [0.6] };
    expectRelative(probabilityOf(specOf({ start: uniform }, ridge)), 0.8 / 1.6, 1e-12);
  });

  it('of no width are points', () => {
    const point = probabilityOf(specOf());
    const starts = [
      { kind: 'gaussian', mean: [0.4], standardDeviation: [0] },
      { kind: 'uniform', low: [0.4], high: [0.4] },
    ];
    for (const start of starts) expect(probabilityOf(specOf({ start }))).toBe(point);
  });
});

describe('exactEscape: coins', () => {
  const coins: Partly = { noise: { law: 'two-point', sigma: 2 }, time: { steps: 6 } };

  it.each<Partly>([
    {},
    { noise: { rho: -0.3, tau: -0.5 }, time: { dt: 0.25 }, optimizer: { learningRate: 0.4 } },
    {
      noise: { rho: -1 },
      optimizer: { batchSize: 2 },
      time: { steps: 4 },
      escape: { radius: 0.6 },
    },
    { noise: { rho: 0.2 }, optimizer: { batchSize: 2 }, time: { steps: 4 } },
    { noise: { tau: 0 }, optimizer: { batchSize: 3 }, time: { steps: 3 }, escape: { radius: 0.6 } },
    { noise: { sigma: 0 }, optimizer: { batchSize: 3, learningRate: 1 }, time: { steps: 3 } },
    { optimizer: { schedule: 'inverse-time', learningRate: 1 } },
    {
      loss: { kind: 'relu-saddle' },
      noise: { rho: 0.5, sigma: 0.61, tau: 0.83 },
      escape: { radius: 0.613 },
    },
  ])('are the sum over all sequences: %j', (own) => {
    const spec = specOf(coins, own);
    const sum = enumerated(spec, 0.4);
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThan(1);
    expectWithin(probabilityOf(spec), sum, 1e-13);
  });

  it('with too many places have a reason, at once where fewer are allowed', () => {
    const spec = specOf(coins, { time: { steps: 200 }, escape: { radius: 100 } });
    const found = exactEscape(spec, { mostPlaces: 2 ** 10, accuracy: null });
    expect(found).toMatchObject({ probability: null });
    expect((found as { reason: string }).reason).toMatch(
      /^Two-point noise .* more than 1024 places .*\.$/,
    );
    const batches = specOf(coins, { optimizer: { batchSize: 65_536 }, noise: { rho: 0.3 } });
    expect(exactEscape(batches).probability).toBeNull();
  });
});

describe('exactEscape: other methods', () => {
  const dataset = { law: 'dataset', samples: 16 };

  it.each<[string, Partly, Partly]>([
    ['momentum that keeps nothing', { optimizer: { kind: 'heavy-ball', beta: 0 } }, {}],
    ['nesterov that keeps nothing', { optimizer: { kind: 'nesterov', beta: 0 } }, {}],
    ['no kicks', { optimizer: { kind: 'perturbed', perturbation: 0 } }, {}],
    [
      'a landmark in every step',
      { optimizer: { kind: 'svrg', epochLength: 1 } },
      { optimizer: { kind: 'gd' } },
    ],
    [
      'a landmark and additive noise alone',
      { optimizer: { kind: 'svrg', epochLength: 7 }, noise: { sigma: 0 } },
      { optimizer: { kind: 'gd' } },
    ],
    [
      'the whole set',
      { noise: dataset, optimizer: { batchSize: 16 } },
      { optimizer: { kind: 'gd' } },
    ],
    [
      'the whole set and kicks',
      { noise: dataset, optimizer: { kind: 'perturbed', perturbation: 2, batchSize: 16 } },
      { noise: { sigma: 0, tau: 2 } },
    ],
    [
      'kicks and coins without noise',
      {
        noise: { law: 'two-point', sigma: 0, tau: 0 },
        optimizer: { kind: 'perturbed', perturbation: 2 },
      },
      { noise: { sigma: 0, tau: 2 } },
    ],
  ])('%s', (_, one, other) => {
    // 0.4 * 1.05^18 < 1 < 0.4 * 1.05^19: between two numbers of steps only plain descent without
    // noise changes its mind.
    for (const steps of [18, 19]) {
      const time = { time: { steps } };
      expectWithin(probabilityOf(specOf(one, time)), probabilityOf(specOf(other, time)), 1e-15);
    }
  });

  it.each<[string, Partly]>([
    ['SVRG', { optimizer: { kind: 'svrg', epochLength: 2 } }],
    ['Momentum', { optimizer: { kind: 'heavy-ball' } }],
    ['Momentum', { optimizer: { kind: 'nesterov', beta: 0.1 } }],
    ['stored set', { noise: dataset, optimizer: { batchSize: 15 } }],
    ['stored set', { noise: dataset, optimizer: { kind: 'perturbed', perturbation: 1 } }],
    ['kicks', { noise: { law: 'two-point' }, optimizer: { kind: 'perturbed', perturbation: 1 } }],
    ['Coins', { noise: { law: 'two-point' }, start: { kind: 'uniform', low: [0], high: [1] } }],
    [
      'crease',
      {
        loss: { kind: 'relu-saddle', a: [-1] },
        optimizer: { kind: 'gd' },
        start: { kind: 'uniform', low: [0], high: [1] },
      },
    ],
    [
      'side without noise',
      {
        loss: { kind: 'relu-saddle' },
        noise: { sigma: 0.5, tau: -0.5, rho: 1 },
        start: { kind: 'uniform', low: [0], high: [1] },
      },
    ],
    [
      'network',
      {
        loss: { kind: 'linear-network', a: [1], depth: 2 },
        noise: { tau: 0 },
        start: { kind: 'point', x: [1, 1] },
      },
    ],
  ])('has a sentence instead: %s', (word, own) => {
    const found = exactEscape(specOf(own)) as { probability: null; reason: string };
    expect(found.probability).toBeNull();
    expect(found.reason).toContain(word);
    expect(found.reason).toMatch(/^[A-Z][^.]*\.$/);
  });

  it('has a sentence for a surface', () =>
    expect(exactEscape(parseSpec({ loss: { kind: 'double-well' } }))).toMatchObject({
      probability: null,
      reason: expect.stringContaining('surface'),
    }));
});

describe('smallStepEscape', () => {
  const small = (dt: number, own: Partly = {}) =>
    specOf(
      {
        noise: { tau: 0, sigma: 1.2 },
        optimizer: { learningRate: 1 },
        time: { dt, steps: Math.round(5 / dt) },
        start: { kind: 'point', x: [1] },
        escape: { radius: 10 },
      },
      own,
    );
  const found = (spec: Spec) => {
    const one = smallStepEscape(spec);
    if (one.probability === null) throw new Error(one.reason);
    return one;
  };

  it('is the closed form, of which a reference value is known', () => {
    // MATH: a = 0.5, sigma = 1.2, x0 = 1, R = 10, T = 5.
    expectRelative(found(small(0.01)).uncorrected, 0.2641981230713405, 1e-12);
    // learningRate 0.5 and four times the batch leave a quarter of both rates' squares.
    const batches = small(0.01, {
      optimizer: { learningRate: 0.5, batchSize: 4 },
      noise: { tau: 0, sigma: 4.8 },
      loss: { a: [1] },
    });
    expectRelative(found(batches).uncorrected, 0.2641981230713405, 1e-12);
  });

  it('is what exact probabilities tend to: in steps of dt, and without the correction in steps of sqrt(dt)', () => {
    const off = [0.02, 0.005, 0.00125].map((dt) => {
      const exact = probabilityOf(small(dt));
      const { probability, uncorrected } = found(small(dt));
      return [Math.abs(probability - exact), Math.abs(uncorrected - exact)];
    });
    for (const i of [0, 1]) {
      // A quarter of the step: a quarter of the error and half, to their next orders.
      expectRelative(off[i + 1][0] / off[i][0], 1 / 4, 0.25);
      expectRelative(off[i + 1][1] / off[i][1], 1 / 2, 0.25);
    }
    // learningRate sigma sqrt(dt) = 0.042.
    expect(off[2][0]).toBeLessThan(1e-3);
    expect(off[2][1]).toBeLessThan(2e-2);
  });

  it.each<[string, Partly]>([
    ['additive', { noise: { tau: 0.1 } }],
    ['additive', { optimizer: { kind: 'perturbed', perturbation: 0.1 } }],
    ['one coordinate', { loss: { a: [1, 1] }, start: { kind: 'point', x: [1, 1] } }],
    ['saddle', { loss: { kind: 'relu-saddle' } }],
    ['start at a point', { start: { kind: 'uniform', low: [0], high: [1] } }],
    ['inside the radius', { start: { kind: 'point', x: [-10] } }],
    ['constant steps', { optimizer: { schedule: 'inverse-time' } }],
    ['remember nothing', { optimizer: { kind: 'heavy-ball' } }],
    ['remember nothing', { optimizer: { kind: 'svrg' } }],
    ['Coins', { noise: { law: 'two-point' } }],
    ['stored set', { noise: { law: 'dataset' } }],
  ])('has a sentence instead: %s', (word, own) => {
    const one = smallStepEscape(small(0.01, own)) as { probability: null; reason: string };
    expect(one.probability).toBeNull();
    expect(one.reason).toContain(word);
  });
});
