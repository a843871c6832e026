import { describe, expect, it } from 'vitest';
import { noiseAt } from '../../../src/spec/listed-noise';
import '../../../src/theory/all-methods';
import { dataSet } from '../../../src/spec/data-set';
import { effectiveRates, stepRates } from '../../../src/spec/rates';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { chainMoments, gaussianChainMoments } from '../../../src/theory/laws/moments/closed-forms';
import { momentsOf } from '../../../src/theory/theory';
import { expectRelative } from './reference';

/** State of a particle: x and what its method remembers. */
interface State {
  x: number;
  memory: number;
}

/** A step of a method as its definition says, without matrices. */
function stepped(spec: Spec, { x, memory }: State, done: number, xi: number, eta: number): State {
  const { drift, multiplicative, additive, learningRate } = stepRates(spec, 0);
  const { optimizer } = spec;
  const rate = optimizer.schedule === 'inverse-time' ? learningRate / (done + 1) : learningRate;
  const slope = (at: number) => (drift + multiplicative * xi) * at + additive * eta;
  if ('epochLength' in optimizer) {
    const landmark = done % optimizer.epochLength === 0 ? x : memory;
    return { x: x + rate * (slope(x) - slope(landmark) + drift * landmark), memory: landmark };
  }
  if ('beta' in optimizer) {
    const { beta } = optimizer;
    const ahead = optimizer.kind === 'nesterov' ? x + beta * memory : x;
    const velocity = beta * memory + rate * slope(ahead);
    return { x: x + velocity, memory: velocity };
  }
  return { x: x + rate * slope(x), memory: 0 };
}

/** Powers of x, averaged over all paths of a noise with finitely many values. */
function averaged(states: readonly { p: number; x: number }[]) {
  const mean = (k: number) => states.reduce((sum, { p, x }) => sum + p * x ** k, 0);
  return { mean: mean(1), second: mean(2), fourth: mean(4) };
}

/** All paths of coins. */
function overCoins(spec: Spec, start: readonly { p: number; x: number }[], steps: number) {
  const { rho } = noiseAt(spec.noise, 0);
  let states = start.map((one) => ({ ...one, memory: 0 }));
  for (let done = 0; done < steps; done++)
    states = states.flatMap(({ p, ...state }) =>
      [-1, 1].flatMap((xi) =>
        [-1, 1].map((agree) => ({
          p: (p * (1 + agree * rho)) / 4,
          ...stepped(spec, state, done, xi, agree * xi),
        })),
      ),
    );
  return averaged(states);
}

/** All orders of a stored set. */
function overOrders(spec: Spec, x0: number, steps: number) {
  const { xi, eta, xiUnit, etaUnit } = dataSet(spec);
  const { batchSize } = spec.optimizer;
  const samples = xi.length;
  const batches = Math.floor(samples / batchSize);
  const subsets = (of: number[], size: number): number[][] =>
    size === 0
      ? [[]]
      : of.flatMap((j, i) => subsets(of.slice(i + 1), size - 1).map((rest) => [j, ...rest]));
  const all = Array.from({ length: samples }, (_, j) => j);
  let states = [{ p: 1, x: x0, memory: 0, left: all }];
  for (let done = 0; done < steps; done++)
    states = states.flatMap(({ p, left, ...state }) => {
      const from = done % batches === 0 ? all : left;
      const choices = subsets(from, batchSize);
      return choices.map((batch) => {
        const sum = (of: Int32Array, unit: number) =>
          batch.reduce((total, j) => total + of[j] * unit, 0) / Math.sqrt(batchSize);
        return {
          p: p / choices.length,
          ...stepped(spec, state, done, sum(xi, xiUnit), sum(eta, etaUnit)),
          left: from.filter((j) => !batch.includes(j)),
        };
      });
    });
  return averaged(states);
}

function expectMoments(
  spec: Spec,
  steps: number,
  { mean, second, fourth }: ReturnType<typeof averaged>,
) {
  const found = momentsOf(spec, steps);
  expectRelative(found.mean!, mean, 1e-12);
  expectRelative(found.second!, second, 1e-12);
  expectRelative(found.fourth!, fourth, 1e-12);
}

const METHODS = [
  { kind: 'sgd', learningRate: 0.7 },
  { kind: 'heavy-ball', learningRate: 0.4, beta: 0.6 },
  { kind: 'nesterov', learningRate: 0.4, beta: 0.6 },
  { kind: 'svrg', learningRate: 0.7, epochLength: 3 },
  { kind: 'sgd', learningRate: 0.7, schedule: 'inverse-time' },
  { kind: 'heavy-ball', learningRate: 0.4, beta: 0.6, schedule: 'inverse-time' },
  { kind: 'nesterov', learningRate: 0.4, beta: 0.6, schedule: 'inverse-time' },
  { kind: 'svrg', learningRate: 0.7, epochLength: 2, schedule: 'inverse-time' },
] as const;

/** x <- (m + v xi) x + w eta, of the first coordinate. */
function linearStep(spec: Spec) {
  const { learningRate, drift, multiplicative, additive, rho } = effectiveRates(spec, 0);
  return {
    m: 1 + learningRate * drift,
    v: learningRate * multiplicative,
    w: learningRate * additive,
    rho,
  };
}

describe('moments of every linear method', () => {
  it.each(METHODS)('are those of all paths of coins: %o', (optimizer) => {
    const spec = parseSpec({
      loss: { a: [-0.8] },
      noise: { law: 'two-point', sigma: 1.1, tau: 0.6, rho: 0.3 },
      optimizer,
      start: { kind: 'point', x: [0.9] },
      time: { dt: 0.5, steps: 10 },
    });
    for (const steps of [0, 1, 5])
      expectMoments(spec, steps, overCoins(spec, [{ p: 1, x: 0.9 }], steps));
  });

  it.each(METHODS.slice(0, 4))('from starts that are spread out: %o', (optimizer) => {
    const common = {
      loss: { a: [0.4] },
      noise: { law: 'two-point', sigma: 0.9, tau: -0.7, rho: -0.2 },
      optimizer,
      time: { dt: 1, steps: 10 },
    };
    const gaussian = parseSpec({
      ...common,
      start: { kind: 'gaussian', mean: [0.5], standardDeviation: [2] },
    });
    const root = Math.sqrt(3);
    // Three-point quadrature has the normal law's first five moments, Gauss-Legendre the uniform's.
    const normal = [-root, 0, root].map((z, i) => ({
      p: [1 / 6, 2 / 3, 1 / 6][i],
      x: 0.5 + 2 * z,
    }));
    expectMoments(gaussian, 4, overCoins(gaussian, normal, 4));
    const uniform = parseSpec({ ...common, start: { kind: 'uniform', low: [-1], high: [3] } });
    const legendre = [-1, 0, 1].map((z, i) => ({
      p: [5 / 18, 8 / 18, 5 / 18][i],
      x: 1 + 2 * Math.sqrt(0.6) * z,
    }));
    expectMoments(uniform, 4, overCoins(uniform, legendre, 4));
  });

  it.each([
    ...METHODS.slice(0, 5),
    { kind: 'nesterov', learningRate: 0.4, beta: 0.6, schedule: 'inverse-time' },
  ])('are those of all orders of a stored set: %o', (optimizer) => {
    for (const [samples, batchSize, steps] of [
      [4, 1, 6],
      [6, 2, 4],
      [5, 2, 5],
      [5, 3, 3],
    ]) {
      const spec = parseSpec({
        loss: { a: [-0.5] },
        noise: { law: 'dataset', samples, sigma: 1, tau: 0.5, rho: 0.6 },
        optimizer: { ...optimizer, batchSize },
        start: { kind: 'point', x: [1.2] },
        time: { dt: 1, steps: 10 },
      });
      expectMoments(spec, steps, overOrders(spec, 1.2, steps));
    }
  });

  it('of kicks on top of normal noise are those of their sum', () => {
    const spec = parseSpec({
      loss: { a: [0.3] },
      noise: { law: 'gaussian', sigma: 0.8, tau: 0.5, rho: -0.6 },
      optimizer: { kind: 'perturbed', learningRate: 0.7, perturbation: 0.4, batchSize: 3 },
      start: { kind: 'point', x: [1.5] },
      time: { dt: 0.5, steps: 10 },
    });
    const step = linearStep(spec);
    const [mean, second, , fourth] = gaussianChainMoments(step, 1.5, 7);
    expectMoments(spec, 7, { mean, second, fourth });
  });

  it('of batches of coins are those of every coin', () => {
    const spec = parseSpec({
      loss: { a: [0.3] },
      noise: { law: 'two-point', sigma: 0.8, tau: 0.5, rho: -0.6 },
      optimizer: { kind: 'heavy-ball', learningRate: 0.7, beta: 0.5, batchSize: 3 },
      start: { kind: 'point', x: [1.5] },
      time: { dt: 0.5, steps: 10 },
    });
    const coins = [-1, 1].flatMap((xi) =>
      [-1, 1].map((agree) => ({
        p: (1 + agree * noiseAt(spec.noise, 0).rho) / 4,
        xi,
        eta: agree * xi,
      })),
    );
    const batches = coins.flatMap((a) =>
      coins.flatMap((b) =>
        coins.map((c) => ({
          p: a.p * b.p * c.p,
          xi: (a.xi + b.xi + c.xi) / Math.sqrt(3),
          eta: (a.eta + b.eta + c.eta) / Math.sqrt(3),
        })),
      ),
    );
    let states = [{ p: 1, x: 1.5, memory: 0 }];
    for (let done = 0; done < 2; done++)
      states = states.flatMap(({ p, ...state }) =>
        batches.map(({ xi, eta, ...one }) => ({
          p: p * one.p,
          ...stepped(spec, state, done, xi, eta),
        })),
      );
    expectMoments(spec, 2, averaged(states));
  });

  it('of minibatches larger than half a set are those of independent ones', () => {
    const spec = parseSpec({
      loss: { a: [-0.4] },
      noise: { law: 'dataset', samples: 40, sigma: 1.5, tau: 0.5, rho: 0.6 },
      optimizer: { kind: 'sgd', learningRate: 0.5, batchSize: 25 },
      start: { kind: 'point', x: [2] },
      time: { dt: 1, steps: 10 },
    });
    const step = linearStep(spec);
    const found = momentsOf(spec, 9);
    const own = chainMoments(step, { mean: 2, second: 4 }, 9);
    expectRelative(found.mean!, own.mean, 1e-12);
    expectRelative(found.second!, own.second, 1e-12);
    // Of 40 samples in batches of one epoch, the fourth as well.
    expect(found.fourth).toBeGreaterThan(own.second ** 2);
  });

  it.each([
    [24, 1, 3],
    [22, 2, 2],
  ])('are those of all orders of a set of %d, batches of %d', (samples, batchSize, steps) => {
    for (const optimizer of [
      { kind: 'sgd', learningRate: 0.7 },
      { kind: 'heavy-ball', learningRate: 0.4, beta: 0.6 },
    ])
      for (const tau of [0, 0.5]) {
        const spec = parseSpec({
          loss: { a: [-0.5] },
          noise: { law: 'dataset', samples, sigma: 1, tau, rho: 0.6 },
          optimizer: { ...optimizer, batchSize },
          start: { kind: 'point', x: [1.2] },
          time: { dt: 1, steps: 10 },
        });
        const { mean, second, fourth } = overOrders(spec, 1.2, steps);
        const found = momentsOf(spec, steps);
        expectRelative(found.mean!, mean, 1e-12);
        expectRelative(found.second!, second, 1e-12);
        if (tau === 0) expectRelative(found.fourth!, fourth, 1e-12);
      }
  });

  it('of many epochs of a large set are those of its epoch, over and over', () => {
    const spec = parseSpec({
      loss: { a: [-0.2] },
      noise: { law: 'dataset', samples: 256, sigma: 0.8, tau: 0.3, rho: 0.5 },
      optimizer: { kind: 'sgd', learningRate: 0.5, batchSize: 64 },
      start: { kind: 'point', x: [1] },
      time: { dt: 1, steps: 10 },
    });
    // Linear in the products of the start: x, x^2 and 1.
    const ended = (x: number) =>
      momentsOf({ ...spec, start: { kind: 'point', x: [x] } }, 4) as {
        mean: number;
        second: number;
      };
    const [plus, minus, zero] = [ended(1), ended(-1), ended(0)];
    const { mean, second } = ended(1);
    const twice = {
      mean: zero.mean + ((plus.mean - minus.mean) / 2) * mean,
      second:
        zero.second +
        ((plus.second - minus.second) / 2) * mean +
        ((plus.second + minus.second) / 2 - zero.second) * second,
    };
    const found = momentsOf(spec, 8);
    expectRelative(found.mean!, twice.mean, 1e-11);
    expectRelative(found.second!, twice.second, 1e-11);
  });

  it('are not known where steps are not linear, or a set has too many orders', () => {
    const none = { mean: null, second: null, fourth: null };
    for (const input of [
      { loss: { kind: 'relu-saddle', a: [1] } },
      { loss: { kind: 'linear-network', a: [1] } },
      { loss: { kind: 'double-well' } },
      { optimizer: { kind: 'rmsprop', learningRate: 0.1 } },
    ])
      expect(momentsOf(parseSpec(input), 10), JSON.stringify(input)).toEqual(none);
    const long = { noise: { law: 'dataset', samples: 1024 }, optimizer: { batchSize: 1 } };
    expect(momentsOf(parseSpec(long), 1000)).toEqual(none);
    // Without a slope a ridge is flat, and additive noise adds up.
    const flat = parseSpec({
      loss: { kind: 'relu-saddle', a: [0] },
      noise: { sigma: 0, tau: 0.5 },
      start: { kind: 'point', x: [3] },
    });
    const { additive, learningRate } = stepRates(flat, 0);
    const variance = 8 * (learningRate * additive) ** 2;
    expectMoments(flat, 8, {
      mean: 3,
      second: 9 + variance,
      fourth: 81 + 54 * variance + 3 * variance ** 2,
    });
  });
});
