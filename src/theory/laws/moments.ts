import { exp, square } from '../../numerics/elementary';
import { exponentialIntegral } from '../numerics/special-functions';

/** One step x <- m x + v z x + w z', z and z' of mean 0, variance 1 and correlation rho. */
export interface LinearStep {
  m: number;
  v: number;
  w: number;
  rho: number;
}

/** Moments about 0. */
export interface Moments {
  mean: number;
  second: number;
}

/**
 * E x_n and E x_n^2 from those of x_0, for any noise law: E x' = m E x, E x'^2 = (m^2 + v^2) E x^2
 * + 2 rho v w E x + w^2. By squaring the step's matrix, so also for n = 1e9; may overflow to
 * Infinity. n: a whole number >= 0. Relative error 1e-15 n of the largest term
 * (tests/unit/theory/moments.test.ts). Derived in docs/model.md, "Moments".
 */
export function chainMoments(step: LinearStep, start: Moments, n: number): Moments {
  const { m, v, w, rho } = step;
  const result = affinePower(
    [
      [1, 0, 0],
      [0, m, 0],
      [w * w, 2 * rho * v * w, m * m + v * v],
    ],
    [1, start.mean, start.second],
    n,
  );
  // Of two infinite terms of different sign the positive one, which grows with m^2 + v^2, is the
  // larger.
  return {
    mean: result[1],
    second: Number.isNaN(result[2]) ? Number.POSITIVE_INFINITY : result[2],
  };
}

/**
 * E x_n, ..., E x_n^4 of the chain with Gaussian noise, started from the point x0: the fourth is
 * what the error bar of a sample mean square needs. E x'^3 = m^3 x^3 + 3 m x V, E x'^4 = m^4 x^4 +
 * 6 m^2 x^2 V + 3 V^2 with V = v^2 x^2 + 2 rho v w x + w^2. Bounds and test as `chainMoments`.
 */
export function gaussianChainMoments(
  step: LinearStep,
  x0: number,
  n: number,
): [number, number, number, number] {
  const { m, v, w, rho } = step;
  // V = p x^2 + q x + r.
  const p = v * v;
  const q = 2 * rho * v * w;
  const r = w * w;
  const [, first, second, third, fourth] = affinePower(
    [
      [1, 0, 0, 0, 0],
      [0, m, 0, 0, 0],
      [r, q, m * m + p, 0, 0],
      [0, 3 * m * r, 3 * m * q, m * square(m) + 3 * m * p, 0],
      [
        3 * r * r,
        6 * q * r,
        6 * m * m * r + 3 * (q * q + 2 * p * r),
        6 * m * m * q + 6 * p * q,
        square(square(m)) + 6 * m * m * p + 3 * p * p,
      ],
    ],
    [1, x0, square(x0), x0 * square(x0), square(square(x0))],
    n,
  );
  return [first, second, third, fourth];
}

/**
 * matrix^n times vector, by squaring; the matrix is lower triangular, so 0 times Infinity never
 * meets.
 */
function affinePower(matrix: number[][], vector: number[], n: number): number[] {
  let result = vector;
  let power = matrix;
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = power.map((row) => dot(row, (k) => result[k]));
    if (left > 1) {
      const old = power;
      power = old.map((row) => old.map((_, j) => dot(row, (k) => old[k][j])));
    }
  }
  return result;
}

/** Sum of products where a zero factor wins over an infinite one. */
function dot(row: number[], other: (k: number) => number): number {
  let sum = 0;
  row.forEach((value, k) => {
    const factor = other(k);
    if (value !== 0 && factor !== 0) sum += value * factor;
  });
  return sum;
}

/** The SDE dx = growth x dt + sigma x dW + tau dV, corr(dW, dV) = rho. */
export interface LinearDiffusion {
  growth: number;
  sigma: number;
  tau: number;
  rho: number;
}

/**
 * E x_t and E x_t^2 of the SDE from the point x0: E x = x0 e^(g t), E x^2 = x0^2 e^(k t) + 2 rho
 * sigma tau x0 e^(g t) I(g + sigma^2, t) + tau^2 I(k, t), where g is the growth, k = 2 g + sigma^2
 * and I(r, t) = (e^(r t) - 1)/r. t >= 0, any signs; g + sigma^2 = 0 and k = 0 included. Relative
 * error 1e-14 of the largest term (tests/unit/theory/moments.test.ts). Derived in docs/model.md.
 */
export function diffusionMoments(diffusion: LinearDiffusion, x0: number, t: number): Moments {
  const { growth, sigma, tau, rho } = diffusion;
  const square = sigma * sigma;
  const rate = 2 * growth + square;
  const grown = exp(growth * t);
  return {
    mean: x0 * grown,
    second:
      x0 * x0 * exp(rate * t) +
      2 * rho * sigma * tau * x0 * grown * exponentialIntegral(growth + square, t) +
      tau * tau * exponentialIntegral(rate, t),
  };
}
