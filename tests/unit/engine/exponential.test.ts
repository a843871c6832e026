import { expect, test } from 'vitest';
import {
  exponentialLessOne,
  naturalExponential,
  naturalLog,
} from '../../../src/engine/cpu/exponential';

/** Of the polynomials: docs/numerics.md. */
const RELATIVE = 2e-8;

test('exponentials are exact to the error of the polynomial', () => {
  let worst = 0;
  for (let i = 0; i <= 10_000; i++) {
    const x = -69 + (156 * i) / 10_000;
    worst = Math.max(worst, Math.abs(naturalExponential(x) / Math.exp(x) - 1));
    for (const y of [x, x / 1000, x * 1e-9])
      if (y !== 0) worst = Math.max(worst, Math.abs(exponentialLessOne(y) / Math.expm1(y) - 1));
  }
  expect(worst).toBeLessThan(RELATIVE);
});

test('what is beyond the range counts as its end', () => {
  expect(naturalExponential(100)).toBe(naturalExponential(87));
  expect(naturalExponential(-100)).toBe(naturalExponential(-69));
  expect(exponentialLessOne(-1e9)).toBeCloseTo(-1, 15);
});

// Of -2 ln (1 + s) / s on the mantissas, with its rounded coefficients.
const POLYNOMIAL = 4e-7;

test('logarithms have the error of their polynomial', () => {
  let worst = 0;
  let relative = 0;
  for (let i = 1; i <= 10_000; i++) {
    const x = Math.fround(1.01 ** (i / 10 - 500));
    const error = Math.abs(naturalLog(x) - Math.log(x));
    worst = Math.max(worst, error);
    if (x > Math.SQRT1_2 && x < Math.SQRT2 && x !== 1)
      relative = Math.max(relative, error / Math.abs(Math.log(x)));
  }
  expect(worst).toBeLessThan((POLYNOMIAL / 2) * (Math.SQRT2 - 1));
  // |ln (1 + s)| >= 0.83 |s| there.
  expect(relative).toBeLessThan(POLYNOMIAL / 2 / 0.83);
});
