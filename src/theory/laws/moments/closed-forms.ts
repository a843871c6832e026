import { exp } from '../../../numerics/elementary';
import { exponentialIntegral } from '../../numerics/special-functions';
import { type LinearMethod, plainDescent } from './linear-method';
import { afterIndependentSteps, startProducts } from './linear-recursion';
import type { Moments } from './moments-about-0';
import { normalAtoms, signAtoms } from './noise-atoms';

/** One step x <- m x + v z x + w z', z and z' of mean 0, variance 1 and correlation rho. */
export interface LinearStep {
  m: number;
  v: number;
  w: number;
  rho: number;
}

type MeanAndSecond = Pick<Moments, 'mean' | 'second'>;

/**
 * E x_n and E x_n^2 from those of x_0, for any noise law: E x' = m E x, E x'^2 = (m^2 + v^2) E x^2
 * + 2 rho v w E x + w^2. n: a whole number >= 0, also 1e9; may overflow to Infinity or NaN.
 * Relative error 1e-15 n of the largest term (tests/unit/theory/moments.test.ts). Derived in
 * docs/theory.md, "Moments".
 */
export function chainMoments(step: LinearStep, start: MeanAndSecond, n: number): MeanAndSecond {
  const method = chainMethod(step);
  const products = startProducts(method, [1, start.mean, start.second]);
  const found = afterIndependentSteps(method, signAtoms(step.rho), products, n, 2)!;
  return { mean: found[1], second: found[2] };
}

/**
 * E x_n, ..., E x_n^4 of the chain with Gaussian noise, started from the point x0: the fourth is
 * what the error bar of a sample mean square needs. Bounds and test as `chainMoments`.
 */
export function gaussianChainMoments(
  step: LinearStep,
  x0: number,
  n: number,
): [number, number, number, number] {
  const method = chainMethod(step);
  const square = x0 * x0;
  const products = startProducts(method, [1, x0, square, x0 * square, square * square]);
  const found = afterIndependentSteps(method, normalAtoms(step.rho), products, n, 4)!;
  return [found[1], found[2], found[3], found[4]];
}

function chainMethod({ m, v, w }: LinearStep): LinearMethod {
  const parts = { drift: m - 1, multiplicative: v, additive: w, perturbation: 0 };
  return {
    ...plainDescent(parts),
    landmark: null,
    position: [0, 1],
    rate: () => 1,
    steady: true,
  };
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
 * error 1e-14 of the largest term (tests/unit/theory/moments.test.ts). Derived in docs/theory.md.
 */
export function diffusionMoments(diffusion: LinearDiffusion, x0: number, t: number): MeanAndSecond {
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
