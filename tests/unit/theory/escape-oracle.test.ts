import { describe, expect, it } from 'vitest';
import { anyEscapeProbability } from '../../../src/theory/escape/dimension';
import { chainEscapeProbability } from '../../../src/theory/escape/escape-oracle';
import type { EscapeProblem } from '../../../src/theory/escape/escape-problem';
import { normalCdf } from '../../../src/theory/numerics/special-functions';
import { some } from '../../support/long';
import {
  expectReference,
  expectRelative,
  expectWithin,
  lawOf,
  type ReferenceCase,
  referenceCases,
} from './reference';

const plain: EscapeProblem = {
  law: 'gaussian',
  a: 0.5,
  sigma: 1.2,
  tau: 0.5,
  rho: 0,
  learningRate: 0.1,
  x0: 0.1,
  radius: 3,
  steps: 40,
};

function problemOf(one: ReferenceCase): EscapeProblem {
  const { a, sigma, tau, rho, lr, lr0, batch, x0, R, N } = one.params;
  return {
    law: lawOf(one),
    a,
    sigma,
    tau,
    rho,
    learningRate: lr ?? lr0,
    batchSize: batch,
    x0,
    radius: R,
    steps: N,
    decay: lr0 === undefined ? 0 : 1,
    ridge: one.kind === 'relu_chain',
  };
}

/** The same probability by plain quadrature on equal panels, everywhere finer than the noise. */
function byQuadrature({
  a,
  sigma,
  tau,
  rho,
  learningRate,
  x0,
  radius,
  steps,
  decay,
}: EscapeProblem): number {
  const panels = 120;
  // Gauss-Legendre of order 4.
  const rule = [
    [0.3399810435848563, 0.6521451548625461],
    [0.8611363115940526, 0.3478548451374538],
  ].flatMap(([x, w]) => [
    [x, w],
    [-x, w],
  ]);
  const half = radius / panels;
  const points = Array.from({ length: panels }, (_, i) =>
    rule.map(([x, w]) => [-radius + half * (2 * i + 1 + x), w * half]),
  ).flat();
  const back = (x: number, later: number[], h: number) => {
    const mean = (1 + h * a) * x;
    const deviation = h * Math.sqrt(sigma ** 2 * x ** 2 + 2 * rho * sigma * tau * x + tau ** 2);
    let sum = 0;
    points.forEach(([y, w], i) => {
      sum += (w * later[i] * Math.exp(-0.5 * ((y - mean) / deviation) ** 2)) / deviation;
    });
    return sum / Math.sqrt(2 * Math.PI);
  };
  let later = points.map(() => 1);
  for (let n = steps; n > 0; n--) {
    const h = decay === 1 ? learningRate / n : learningRate;
    if (n === 1) return 1 - back(x0, later, h);
    const known = later;
    later = points.map(([x]) => back(x, known, h));
  }
  return 0;
}

/** Uniform numbers in (0, 1), the same in every run: Marsaglia's xorshift. */
function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
}

/** Share of simulated particles that escape. */
function simulated(problem: EscapeProblem, particles: number): number {
  const {
    a,
    sigma,
    tau,
    rho,
    learningRate,
    x0,
    radius,
    steps,
    decay,
    ridge,
    batchSize = 1,
  } = problem;
  const uniform = uniforms(88172645);
  let escaped = 0;
  for (let i = 0; i < particles; i++) {
    let x = x0;
    for (let n = 1; n <= steps; n++) {
      const h = decay === 1 ? learningRate / n : learningRate;
      let [first, second] = [0, 0];
      for (let b = 0; b < batchSize; b++) {
        const size = Math.sqrt(-2 * Math.log(uniform()));
        const angle = 2 * Math.PI * uniform();
        const z = size * Math.cos(angle);
        first += z / batchSize;
        second += (rho * z + Math.sqrt(1 - rho * rho) * size * Math.sin(angle)) / batchSize;
      }
      x += h * ((a + sigma * first) * (ridge ? Math.sign(x) : x) + tau * second);
      if (Math.abs(x) > radius) {
        escaped++;
        break;
      }
    }
  }
  return escaped / particles;
}

describe('reference values', () => {
  const single = [...referenceCases('escape_chain'), ...referenceCases('relu_chain')];

  it.each(single)('$id', (one) => expectReference(chainEscapeProbability(problemOf(one)), one));

  it.each(referenceCases('escape_heatmap'))('$id, a map of 25', (one) => {
    const axes = one.params as unknown as { a: number[]; sigma: number[] };
    const rows = one.value as unknown as number[][];
    const cells = rows.flatMap((row, i) => row.map((value, j) => ({ value, i, j })));
    for (const { value, i, j } of some(cells, 9)) {
      const found = chainEscapeProbability({
        ...problemOf(one),
        a: axes.a[j],
        sigma: axes.sigma[i],
      });
      expectReference(found, { ...one, value });
    }
  });

  it('P066, whose own error is larger than it says', () => {
    const one = referenceCases('anneal').filter(({ id }) => id === 'P066')[0];
    const found = chainEscapeProbability(problemOf(one));
    expectWithin(found, one.value, 2e-5);
    // Gauss-Legendre quadrature of order 16 on 400 panels, in another language.
    expectWithin(found, 0.5651340072745222, 1e-12);
  });

  it.each(referenceCases('dimension').filter(({ id }) => id === 'P083'))(
    '$id, any of three',
    (one) => {
      const { directions } = one.params as unknown as { directions: Partial<EscapeProblem>[] };
      const each = directions.map((own) => chainEscapeProbability({ ...problemOf(one), ...own }));
      expectReference(anyEscapeProbability(each), one);
    },
  );
});

describe('Gaussian noise', () => {
  const problems: Partial<EscapeProblem>[] = [
    { sigma: -2, tau: -1, rho: 0.6, a: -1, learningRate: 0.3, x0: -0.4, radius: 1.5, steps: 25 },
    { a: 0, sigma: 1, rho: -0.8, learningRate: 0.4, x0: 0, radius: 2, steps: 12 },
    { sigma: 0, a: -2.5, learningRate: 0.9, x0: 0.2, radius: 1, steps: 9 },
    {
      decay: 1,
      learningRate: 2,
      sigma: 0.7,
      tau: 1.5,
      rho: 0.3,
      radius: 2,
      steps: 4,
    },
    // Long enough for panels to be joined again, several times.
    { a: -0.2, sigma: 0.8, learningRate: 0.4, steps: 150 },
    { a: 0.6, sigma: 0, tau: 0.6, steps: 150 },
    { a: 0.3, sigma: 1, rho: -0.7, steps: 200 },
  ];
  it.each(some(problems, 4))('is what plain quadrature finds: %j', (own) => {
    const problem = { ...plain, ...own };
    expectRelative(chainEscapeProbability(problem), byQuadrature(problem), 1e-9);
  });

  it.each<Partial<EscapeProblem>>([
    { a: -1, sigma: -2, tau: -0.5, rho: 1, x0: -0.3, learningRate: 0.5, radius: 1.5 },
    { a: 0, sigma: 1, tau: -0.4, rho: -1, x0: 0.2, learningRate: 0.5, radius: 1, steps: 15 },
    { a: 0, sigma: 0.5, tau: 1, rho: 1, x0: 0, radius: 1.5, learningRate: 0.3 },
    { a: -1, sigma: 0.7, tau: 1, rho: -0.999, learningRate: 1, x0: 0 },
    { a: -1, sigma: 1.5, tau: 0, learningRate: 1, x0: 0.01, radius: 2, steps: 15 },
    { a: 1, sigma: 1.5, tau: 0, learningRate: 1, x0: -0.5, decay: 1, steps: 10 },
    { batchSize: 5, rho: -0.9, sigma: 3 },
    { x0: -5, a: -4, learningRate: 0.2, steps: 10 },
    { ridge: true, rho: -1, sigma: 0.6, tau: 0.6, radius: 1, x0: 0.3 },
    { ridge: true, rho: 1, sigma: 0.6, tau: 0.6, radius: 0.5, x0: -0.33, a: -0.5 },
    { ridge: true, sigma: -0.6, tau: 0, radius: 0.7, x0: 0.1, a: -0.5 },
    { ridge: true, rho: 0.5, sigma: 0.6, tau: 0.8, radius: 0.5, x0: 0, steps: 5 },
  ])('is what a simulation finds: %j', (own) => {
    const problem = { ...plain, ...own };
    const p = chainEscapeProbability(problem);
    const particles = 8_000;
    // Twelve comparisons of a fixed seed: 4.5 standard errors.
    expectWithin(
      simulated(problem, particles),
      p,
      4.5 * Math.sqrt((p * (1 - p)) / particles) + 1e-4,
    );
  });

  it('depends on the signs of sigma, tau, rho and x0 only through their products', () => {
    const found = chainEscapeProbability({ ...plain, rho: 0.6, x0: 0.4 });
    for (const own of [
      { sigma: -1.2, rho: -0.6, x0: 0.4 },
      { tau: -0.5, rho: -0.6, x0: 0.4 },
      { rho: -0.6, x0: -0.4 },
    ])
      expectRelative(chainEscapeProbability({ ...plain, ...own }), found, 1e-12);
  });

  it('passes smoothly into full correlation', () => {
    const at = (rho: number) =>
      chainEscapeProbability({ ...plain, a: 1, sigma: 2, rho, x0: 0.5, steps: 20 });
    expectRelative(at(1 - 1e-10), at(1), 1e-8);
  });

  it('is one normal tail for one step, and keeps its digits', () => {
    const own = { sigma: 0, a: 0, tau: 1, x0: 0, radius: 0.6, steps: 1 };
    expectRelative(chainEscapeProbability({ ...plain, ...own }), 2 * normalCdf(-6), 1e-13);
    const jump = { steps: 1, x0: -5, sigma: 1, tau: 0, a: 0 };
    expectRelative(
      chainEscapeProbability({ ...plain, ...jump }),
      normalCdf(4) + normalCdf(-16),
      1e-13,
    );
  });
});

describe('edges', () => {
  it('needs no noise', () => {
    const still = { ...plain, sigma: 0, tau: 0 };
    expect(chainEscapeProbability({ ...still, x0: 1, steps: 22 })).toBe(0);
    expect(chainEscapeProbability({ ...still, x0: 1, steps: 23 })).toBe(1);
    expect(chainEscapeProbability({ ...still, x0: -1, a: -25, steps: 3 })).toBe(1);
    expect(chainEscapeProbability({ ...still, x0: 0, steps: 1e9 })).toBe(0);
    expect(chainEscapeProbability({ ...still, ridge: true, x0: 1, steps: 41 })).toBe(1);
  });

  it('stays where it is without any noise there', () => {
    expect(chainEscapeProbability({ ...plain, tau: 0, x0: 0 })).toBe(0);
    expect(chainEscapeProbability({ ...plain, a: 0, rho: 1, sigma: 0.5, x0: -1 })).toBe(0);
    expect(chainEscapeProbability({ ...plain, ridge: true, tau: 0, x0: 0 })).toBe(0);
  });

  it('looks only after a step', () => {
    expect(chainEscapeProbability({ ...plain, x0: 5, steps: 0 })).toBe(0);
    expect(chainEscapeProbability({ ...plain, x0: 5, a: -10, sigma: 0, tau: 1e-3, steps: 1 })).toBe(
      0,
    );
  });

  it('refuses what is no problem', () => {
    for (const own of [
      { radius: 0 },
      { rho: 1.1 },
      { steps: 1.5 },
      { a: Number.NaN },
      { batchSize: 0 },
    ])
      expect(() => chainEscapeProbability({ ...plain, ...own })).toThrow(RangeError);
  });
});
