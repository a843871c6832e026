import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { chainEscapeProbability, gaussianEscape } from '../../../src/theory/escape/escape-oracle';
import type { EscapeProblem } from '../../../src/theory/escape/escape-problem';
import { farTerms } from '../../../src/theory/escape/far-terms';
import { type PanelEscape, panelEscape } from '../../../src/theory/escape/panel-escape';
import { integrate } from '../../../src/theory/numerics/quadrature';
import { repeats } from '../../support/long';
import { expectRelative, expectWithin } from './reference';

const ACCURACY = 1e-6;

const plain: EscapeProblem = {
  law: 'gaussian',
  a: 0.5,
  sigma: 3,
  tau: 0.3,
  rho: 0,
  learningRate: 0.1,
  x0: 0.1,
  radius: 3,
  steps: 60,
};

function onPanels(problem: EscapeProblem): PanelEscape | null {
  return panelEscape(problem, (at) => at(problem.x0), problem.x0, ACCURACY);
}

/** The panels know the problem, and are right about it and about their error. */
function expectRight(problem: EscapeProblem): void {
  const found = onPanels(problem);
  if (!found) throw new Error(`no panels for ${JSON.stringify(problem)}`);
  const exact = chainEscapeProbability(problem);
  expect(found.probability).toBeGreaterThanOrEqual(0);
  expect(found.probability).toBeLessThanOrEqual(1);
  expect(found.error).toBeLessThanOrEqual(ACCURACY);
  // The oracle's own error is 1e-9 of the result.
  expectWithin(found.probability, exact, found.error + 1e-9);
}

/** Problems of every kind, the same in every run. */
function randomProblems(count: number, own: (next: () => number) => Partial<EscapeProblem>) {
  const next = seedrandom('panels');
  return Array.from({ length: count }, () => {
    const problem = {
      ...plain,
      a: 4 * next() - 2,
      sigma: 8 * next(),
      tau: 0.02 + 3 * next() ** 3,
      learningRate: 0.02 + 0.6 * next() ** 2,
      x0: 2 * next() - 1,
      radius: 0.5 + 3 * next(),
      steps: Math.ceil(60 * next()),
    };
    return { ...problem, ...own(next) };
  });
}

describe('panels find what the adaptive oracle finds', () => {
  it.each<[string, (next: () => number) => Partial<EscapeProblem>]>([
    ['with additive noise', () => ({})],
    ['with correlated noise', (next) => ({ rho: 1.9 * next() - 0.95, batchSize: 3 })],
    ['with additive noise alone', () => ({ sigma: 0, steps: 25 })],
    ['on a ridge', (next) => ({ ridge: true, rho: next() < 0.5 ? 0 : -0.6 })],
  ])('%s', (_, own) => {
    for (const problem of randomProblems(repeats(12), own)) expectRight(problem);
  });

  it('without additive noise', () => {
    const problems = randomProblems(repeats(12), (next) => ({
      tau: 0,
      steps: Math.ceil(25 * next()),
    }));
    for (const problem of problems) expectRight(problem);
  });

  // Half of the cells of a map end here: nearly all that is left falls by the same factor a step.
  it.each([100, 300, 1000])('over %i steps', (steps) => expectRight({ ...plain, a: 1, steps }));

  // Few are left, and nearly all of them where the noise nearly vanishes.
  it('where some places are left more slowly than others', () =>
    expectRight({
      ...plain,
      ...{ a: -4.79, sigma: 6.5, tau: 0.74, rho: 0.9976, learningRate: 0.433 },
      ...{ x0: 0.0033, radius: 1.647, steps: 57 },
    }));

  it('where factors are negative or of mean 0, and noise is far larger than the step', () => {
    for (const own of [{ a: -10 }, { a: -18 }, { a: 0, sigma: 300 }])
      expectRight({ ...plain, tau: 0, steps: 12, ...own });
  });

  it('from a start that is spread out', () => {
    const problem = { ...plain, rho: 0.5 };
    const mean = (at: (x0: number) => number) => (at(-0.5) + at(0) + at(0.2) + at(4)) / 4;
    for (const tau of [0.3, 0]) {
      const own = { ...problem, tau, steps: 20 };
      const found = panelEscape(own, mean, null, ACCURACY)!;
      expectWithin(found.probability, mean(gaussianEscape(own)), found.error + 1e-9);
    }
  });
});

describe('panels that follow the noise of shrinking steps find what the adaptive oracle finds', () => {
  const decay = 1 as const;

  it.each<[string, (next: () => number) => Partial<EscapeProblem>]>([
    ['with additive noise', () => ({})],
    ['with correlated noise', (next) => ({ rho: 1.9 * next() - 0.95, batchSize: 3 })],
    ['with additive noise alone', () => ({ sigma: 0 })],
  ])('%s', (_, own) => {
    const first = (next: () => number) => ({ learningRate: 0.2 + next(), decay, ...own(next) });
    for (const problem of randomProblems(repeats(8), first)) expectRight(problem);
  });

  it('without additive noise', () => {
    const own = (next: () => number) => ({
      ...{ tau: 0, decay, learningRate: 0.2 + next(), steps: Math.ceil(12 * next()) },
    });
    for (const problem of randomProblems(repeats(8), own)) expectRight(problem);
  });

  // Steps move particles 15 deviations of the noise on.
  it('where noise is weak', () =>
    expectRight({ ...plain, a: 1.5, sigma: 0.1, decay, learningRate: 1, steps: 100 }));

  it('from a start that is spread out', () => {
    const mean = (at: (x0: number) => number) => (at(-0.5) + at(0) + at(0.2) + at(4)) / 4;
    for (const tau of [0.3, 0]) {
      const own = { ...plain, tau, decay, learningRate: 1, steps: 10 };
      const found = panelEscape(own, mean, null, ACCURACY)!;
      expectWithin(found.probability, mean(gaussianEscape(own)), found.error + 1e-9);
    }
  });

  it('not at all on a ridge, or where the noise vanishes inside', () => {
    expect(onPanels({ ...plain, decay, ridge: true })).toBeNull();
    expect(onPanels({ ...plain, decay, rho: 1 })).toBeNull();
  });
});

describe('panels by themselves', () => {
  it('are certain of what never happens, and of what always does', () => {
    const own = { ...plain, tau: 0, sigma: 0.2, steps: 300 };
    expect(onPanels({ ...own, a: 1.5 })?.probability).toBe(1);
    expect(onPanels({ ...own, a: 0.01 })?.probability).toBe(0);
    expect(onPanels({ ...own, x0: 0 })?.probability).toBe(0);
    expect(onPanels({ ...own, steps: 0 })?.probability).toBe(0);
  });

  it.each([0.3, 0])('escape no less in more steps, tau %d', (tau) => {
    let before = 0;
    for (const steps of [1, 2, 3, 5, 15, 16, 17, 40, 200]) {
      const { probability } = onPanels({ ...plain, tau, steps })!;
      expect(probability).toBeGreaterThanOrEqual(before - 1e-9);
      before = probability;
    }
    expect(before).toBeGreaterThan(0.1);
  });

  // Twelve places a panel and sixteen differ by 1e-7 here.
  it('take more places where a smaller error is wanted', () => {
    const problem = { ...plain, tau: 0, sigma: 3.5, a: 1.1 };
    const found = panelEscape(problem, (at) => at(problem.x0), problem.x0, 2e-9)!;
    expect(found.error).toBeLessThanOrEqual(2e-9);
    expect(onPanels(problem)!.error).toBeGreaterThan(2e-9);
  });

  it('depend on nothing but the scaled numbers', () => {
    const one = onPanels({ ...plain, steps: 40 })!;
    const twice = { tau: 0.6, x0: 0.2, radius: 6 };
    const other = onPanels({ ...plain, steps: 40, ...twice })!;
    expectRelative(other.probability, one.probability, 1e-11);
  });

  it('say nothing where they do not hold', () => {
    expect(onPanels({ ...plain, rho: 1 })).toBeNull();
    expect(onPanels({ ...plain, sigma: 0, tau: 1e-6 })).toBeNull();
    expect(onPanels({ ...plain, ridge: true, tau: 0, x0: 0 })).toBeNull();
    expect(() => onPanels({ ...plain, radius: 0 })).toThrow(RangeError);
  });
});

describe('the density of ln |m + v z| far below', () => {
  it.each([
    [1, 0.3],
    [1.1, 0.8],
    [0, 1],
    [2, 5],
  ])('is its series, m %d, v %d', (m, v) => {
    const terms = farTerms(m, v);
    const density = (y: number) =>
      (Math.exp(-0.5 * ((y - m) / v) ** 2) + Math.exp(-0.5 * ((y + m) / v) ** 2)) /
      (v * Math.sqrt(2 * Math.PI));
    const top = v / 2;
    // The mass below: each term integrates to a power.
    const sum = terms.reduce((all, term, k) => all + (term * top ** (2 * k + 1)) / (2 * k + 1), 0);
    expectWithin(sum, integrate(density, 0, top, 1e-13), 1e-11);
  });
});
