import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import {
  logFactorVarianceTwoPoint,
  lyapunovExponentTwoPoint,
} from '../../../src/theory/exponents/coin-factors';
import {
  logFactorVarianceGaussian,
  lyapunovExponent,
  lyapunovExponentGaussian,
  negativeFactorProbability,
} from '../../../src/theory/exponents/lyapunov';
import { expectRelative, expectWithin } from './reference';

describe('Gaussian factor', () => {
  // Columns: m, v, mean and variance of log |m + v Z|, by quadrature in 30 digits.
  it.each([
    [0, 1, -0.6351814227307391, 1.2337005501361697],
    [1, 0.01, -5.0007502501313445e-5, 0.00010002501067317185],
    [1.05, 0.11, 0.043208784802772994, 0.011291323149644646],
    [1.05, 0.125, 0.041545646659742884, 0.014707805358548976],
    [-0.8, 0.3, -0.31851189297439286, 0.263372615239406],
    [1, 5, 0.9941238644443232, 1.23343810978854],
    [2, 1.1, 0.4947877830216191, 0.6646413338181519],
  ])('m = %d, v = %d', (m, v, mean, variance) => {
    for (const sign of [1, -1]) {
      expectWithin(lyapunovExponentGaussian(m, sign * v), mean, 5e-15);
      expectWithin(lyapunovExponentGaussian(-m, v), mean, 5e-15);
      expectRelative(logFactorVarianceGaussian(m, sign * v), variance, 1e-10);
    }
  });

  it('does not jump where the series takes over', () => {
    expectWithin(
      lyapunovExponentGaussian(8.5 - 1e-9, 1),
      lyapunovExponentGaussian(8.5 + 1e-9, 1),
      1e-9,
    );
    expectRelative(
      logFactorVarianceGaussian(8.5 - 1e-9, 1),
      logFactorVarianceGaussian(8.5 + 1e-9, 1),
      1e-8,
    );
  });

  it('is log |m| without noise', () => {
    expect(lyapunovExponentGaussian(-2, 0)).toBe(Math.LN2);
    expect(lyapunovExponentGaussian(0, 0)).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('two-point factor', () => {
  it('is half the logarithm of the product of the two factors', () => {
    expectWithin(lyapunovExponentTwoPoint(1.6, 1.2), Math.log(2.8 * 0.4) / 2, 5e-15);
    expectWithin(logFactorVarianceTwoPoint(1.6, 1.2), (Math.log(2.8 / 0.4) / 2) ** 2, 1e-14);
    expect(lyapunovExponentTwoPoint(1, -1)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('is the plain sum for three signs', () => {
    const [m, v] = [0.9, 2.2];
    const sum = [-1, -1 / 3, 1 / 3, 1].map(
      (s, i) => ([1, 3, 3, 1][i] / 8) * Math.log(Math.abs(m + v * s)),
    );
    expectWithin(
      lyapunovExponentTwoPoint(m, v, 3),
      sum.reduce((a, b) => a + b),
      5e-15,
    );
  });

  it('becomes Gaussian for many signs', () => {
    const batch = 65_536;
    expectWithin(
      lyapunovExponentTwoPoint(1.02, 0.2 * Math.sqrt(batch), batch),
      lyapunovExponentGaussian(1.02, 0.2),
      1e-7,
    );
  });
});

describe('lyapunovExponent of a spec', () => {
  it('divides the noise by the square root of the batch and reads the right coordinate', () => {
    const spec = parseSpec({
      loss: { a: [1, 0.2] },
      noise: { sigma: 2 },
      optimizer: { learningRate: 0.5, batchSize: 4 },
      time: { dt: 0.25 },
      start: { kind: 'point', x: [1, 1] },
    });
    expectWithin(lyapunovExponent(spec, 1), lyapunovExponentGaussian(1.025, 0.25), 1e-16);
  });

  it('is log |1 + learningRate a dt| for gradient descent', () => {
    const spec = parseSpec({
      optimizer: { kind: 'gd', learningRate: 3 },
      loss: { a: [-1] },
      time: { dt: 1 },
    });
    expectWithin(lyapunovExponent(spec, 0), Math.LN2, 1e-16);
  });

  it('knows how often a factor is negative', () => {
    expectWithin(
      negativeFactorProbability({ law: 'gaussian', m: 1, v: 1, batchSize: 1 }),
      0.15865525393145705,
      1e-15,
    );
    expect(negativeFactorProbability({ law: 'two-point', m: 1, v: 0.9, batchSize: 4 })).toBe(
      1 / 16,
    );
  });
});
