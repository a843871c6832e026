import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import { lyapunovExponentTwoPoint } from '../../../src/theory/exponents/coin-factors';
import { lyapunovExponentGaussian } from '../../../src/theory/exponents/lyapunov';
import { momentumEstimate, momentumExponent } from '../../../src/theory/exponents/momentum';
import type { MomentumStep } from '../../../src/theory/exponents/momentum-step';
import { sigmaThresholds } from '../../../src/theory/theory';
import '../../../src/theory/all-methods';
import { expectReference, expectRelative, expectWithin, lawOf, referenceCases } from './reference';

/** Whether the slope is taken ahead. */
const HEAVY_BALL = false;
const NESTEROV = true;

function step(
  looksAhead: boolean,
  m: number,
  v: number,
  beta: number,
  batchSize = 0,
): MomentumStep {
  return {
    looksAhead,
    law: batchSize > 0 ? 'two-point' : 'gaussian',
    m,
    v,
    beta,
    batchSize: Math.max(batchSize, 1),
  };
}

describe('reference values: momentum', () => {
  it.each(referenceCases('momentum'))('$id $quantity', (one) => {
    const { a, sigma, lr, beta } = one.params;
    const { method } = one.params as unknown as { method: string };
    const looksAhead = method === 'nesterov';
    const made = { looksAhead, law: lawOf(one), m: 1 + lr * a, v: lr * sigma, beta, batchSize: 1 };
    if (one.quantity === 'lambda') {
      expectReference(momentumExponent(made, 1e-9), one);
      expectWithin(momentumExponent(made), one.value, 1e-8);
    } else {
      // The threshold: a billionth below it and above, the exponent has both signs.
      const at = (sigma: number) => momentumExponent({ ...made, v: lr * sigma }, 1e-12);
      const reach = Math.max(one.abs_err, 1e-9 * one.value);
      expect(at(one.value - reach)).toBeGreaterThan(0);
      expect(at(one.value + reach)).toBeLessThan(0);
    }
  });
});

describe('momentumExponent', () => {
  it('is that of plain steps without momentum', () => {
    for (const looksAhead of [HEAVY_BALL, NESTEROV]) {
      expect(momentumExponent(step(looksAhead, 1.1, 0.3, 0))).toBe(
        lyapunovExponentGaussian(1.1, 0.3),
      );
      expect(momentumExponent(step(looksAhead, 1.1, 0.3, 0, 4))).toBe(
        lyapunovExponentTwoPoint(1.1, 0.6, 4),
      );
    }
  });

  it('tends to that of plain steps as beta falls', () => {
    for (const looksAhead of [HEAVY_BALL, NESTEROV])
      expectWithin(
        momentumExponent(step(looksAhead, 1.1, 0.2, 1e-5)),
        lyapunovExponentGaussian(1.1, 0.2),
        3e-5,
      );
  });

  // Columns: m, beta, log of the spectral radius for the heavy ball and for Nesterov's step.
  it.each([
    [1.1, 0.9, Math.log(1 + Math.sqrt(0.1)), Math.log((2.09 + Math.sqrt(2.09 ** 2 - 3.96)) / 2)],
    [0.9, 0.9, Math.log(0.9) / 2, Math.log(0.81) / 2],
    [1, 0.7, 0, 0],
    [-2, 0.5, Math.log((1.5 + Math.sqrt(0.25)) / 2), Math.log((3 + Math.sqrt(13)) / 2)],
  ])(
    'is log of the spectral radius without noise: m = %d, beta = %d',
    (m, beta, heavyBall, nesterov) => {
      expectWithin(momentumExponent(step(HEAVY_BALL, m, 0, beta)), heavyBall, 2e-15);
      expectWithin(momentumExponent(step(NESTEROV, m, 0, beta)), nesterov, 2e-15);
    },
  );

  // log r - s^2 / (2 (1 - q)^2) - C s^4, s = v / r (heavy ball) or v / m, q the ratio of the two
  // roots.
  it.each([1e-4, 1e-3, 4e-3])('follows the expansion for weak noise: v = %d', (v) => {
    const [m, beta] = [1.1, 0.9];
    for (const [looksAhead, law] of [
      [HEAVY_BALL, 0],
      [NESTEROV, 0],
      [HEAVY_BALL, 1],
      [NESTEROV, 1],
    ] as const) {
      const [c, k] = !looksAhead ? [m + beta, beta] : [m * (1 + beta), m * beta];
      const r = (c + Math.sqrt(c * c - 4 * k)) / 2;
      const q = k / (r * r);
      const s = v / (!looksAhead ? r : m);
      const kurtosis = law === 0 ? 3 : 1;
      const extra = !looksAhead ? 6 * q * q + 4 * q : 2 * q ** 4 + 4 * q ** 3 + 4 * q * q;
      const fourth = (kurtosis * (1 - q * q) + extra) / (4 * (1 - q) ** 5 * (1 + q));
      expectWithin(
        momentumExponent(step(looksAhead, m, v, beta, law), 1e-10),
        Math.log(r) - (s * s) / (2 * (1 - q) ** 2) - fourth * s ** 4,
        2e-12 + 3e5 * s ** 6,
      );
    }
  });

  it.each<[boolean, number, number, number]>([
    [HEAVY_BALL, 1.1, 0.2, 0.9],
    [NESTEROV, 1.1, 0.5, 0.9],
    [HEAVY_BALL, 0.9, 0.05, 0.9],
    [HEAVY_BALL, 1.0001, 0.01, 0.99],
    [NESTEROV, -0.7, 0.6, 0.5],
    [NESTEROV, 0, 0.5, 0.5],
    [HEAVY_BALL, 1.2, 2, 0.05],
  ])(
    'agrees with itself asked for more: %s, m = %d, v = %d, beta = %d',
    (looksAhead, m, v, beta) => {
      const made = step(looksAhead, m, v, beta);
      const { value: exponent, error } = momentumEstimate(made, 1e-9);
      expect(error).toBeLessThan(1e-9);
      const quick = momentumEstimate(made);
      expectWithin(quick.value, exponent, 1e-7);
      expectWithin(quick.value, exponent, quick.error + error);
      expect(momentumExponent({ ...made, v: -v })).toBeCloseTo(exponent, 7);
    },
  );

  it('becomes that of Gaussian noise for many signs', () =>
    expectWithin(
      momentumExponent(step(HEAVY_BALL, 1.1, 0.2, 0.9, 4096)),
      momentumExponent(step(HEAVY_BALL, 1.1, 0.2, 0.9)),
      3e-6,
    ));

  it('is exact for few signs that contract, and within 3e-6 for signs that do not', () => {
    const contracting = step(HEAVY_BALL, 1.1, 0.1, 0.5, 1);
    expectWithin(momentumExponent(contracting), 0.15132269117351, 1e-8);
    for (const made of [step(HEAVY_BALL, 1.1, 0.2, 0.9, 1), step(NESTEROV, 1.1, 0.2, 0.9, 1)]) {
      const [quick, slow] = [momentumEstimate(made), momentumEstimate(made, 1e-9)];
      expectWithin(quick.value, slow.value, 3e-6);
      expectWithin(quick.value, slow.value, quick.error + slow.error);
    }
  });

  it('is -Infinity where two steps in a row can be 0', () =>
    expect(momentumExponent(step(NESTEROV, 0.5, 0.5, 0.5, 1))).toBe(Number.NEGATIVE_INFINITY));

  it('refuses beta outside 0 <= beta < 1', () => {
    expect(() => momentumExponent(step(NESTEROV, 1, 0.5, 1))).toThrow(RangeError);
    expect(() => momentumExponent(step(NESTEROV, 1, 0.5, -0.1))).toThrow(RangeError);
  });

  // Mean of log |x''/x'| over independent chains, started at r = 1 and left to settle; tolerance 5
  // standard errors.
  it.each<[boolean, number, number, number, number]>([
    [HEAVY_BALL, 1.1, 0.2, 0.9, 0],
    [NESTEROV, 1.1, 0.6, 0.9, 0],
    [HEAVY_BALL, 0.9, 0.2, 0.9, 1],
    [NESTEROV, 1.05, 0.3, 0.8, 4],
  ])(
    'is the growth rate of simulated steps: %s, m = %d, v = %d, beta = %d, %d signs',
    (looksAhead, m, v, beta, batch) => {
      const random = seedrandom(`momentum ${looksAhead} ${m}`);
      const noise = () => {
        if (batch === 0)
          return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
        let sum = 0;
        for (let k = 0; k < batch; k++) sum += random() < 0.5 ? -1 : 1;
        return sum / Math.sqrt(batch);
      };
      const chains = 500;
      let sum = 0;
      let square = 0;
      for (let chain = 0; chain < chains; chain++) {
        let r = 1;
        let log = 0;
        for (let n = 0; n < 2000; n++) {
          const factor = m + v * noise();
          r = !looksAhead ? factor + beta - beta / r : factor * (1 + beta - beta / r);
          if (n >= 200) log += Math.log(Math.abs(r));
        }
        sum += log / 1800;
        square += (log / 1800) ** 2;
      }
      const mean = sum / chains;
      const tolerance = 5 * Math.sqrt((square / chains - mean * mean) / chains);
      expectWithin(momentumExponent(step(looksAhead, m, v, beta, batch)), mean, tolerance);
      expect(tolerance).toBeLessThan(5e-3);
    },
  );
});

describe('thresholds of momentum', () => {
  // Columns: method, a, learning rate, beta, smallest sigma, by an independent program on equal
  // angles.
  it.each<[string, number, number, number, number]>([
    ['nesterov', 0.05, 0.02, 0.9, 0.67214346606],
    ['heavy-ball', 0.1, 0.1, 0.5, 0.958317609997],
    ['heavy-ball', 0.03, 0.05, 0.8, 0.467643649528],
  ])('%s, a = %d, learning rate %d, beta = %d', (kind, a, learningRate, beta, sigma) => {
    const { sde, steps } = sigmaThresholds(
      parseSpec({ loss: { a: [a] }, optimizer: { kind, learningRate, beta }, time: { dt: 1 } }),
      0,
    );
    expect(steps.length).toBe(1);
    expectRelative(steps[0], sigma, 1e-4);
    // A little above the leading order, that of plain descent with learning rate / (1 - beta).
    expectRelative(sde!, Math.sqrt((2 * a * (1 - beta)) / learningRate), 1e-12);
    expectRelative(steps[0], sde!, 0.06);
    const looksAhead = kind === 'nesterov';
    const before = step(looksAhead, 1 + learningRate * a, learningRate * sigma * (1 - 1e-9), beta);
    expect(momentumExponent(before, 1e-13)).toBeGreaterThan(0);
  });
});
