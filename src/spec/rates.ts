import type { Spec } from './spec';

/**
 * What one step does to one coordinate, in the two languages of the model.
 *
 *   chain: x <- x + learningRate * [ (drift + multiplicative xi) x + additive eta ]
 *   SDE:   dx = growth x dt + sigma x dW + tau dV, corr(dW, dV) = rho
 */
export interface Rates {
  learningRate: number;
  /** a dt, per step. */
  drift: number;
  /** sigma / sqrt(batchSize) * sqrt(dt), per step; 0 for `gd`. */
  multiplicative: number;
  /** tau / sqrt(batchSize) * sqrt(dt), per step; 0 for `gd`. */
  additive: number;
  rho: number;
  /** SDE coefficients per unit of time `steps * dt`. */
  sde: { growth: number; sigma: number; tau: number };
}

/** Rates of coordinate `coordinate` of the spec (docs/model.md, "Chain and SDE"). */
export function stepRates(spec: Spec, coordinate: number): Rates {
  const { learningRate, batchSize, kind } = spec.optimizer;
  const noiseScale = kind === 'gd' ? 0 : 1 / Math.sqrt(batchSize);
  const sigma = spec.noise.sigma * noiseScale;
  const tau = spec.noise.tau * noiseScale;
  const root = Math.sqrt(spec.time.dt);
  return {
    learningRate,
    drift: spec.loss.a[coordinate] * spec.time.dt,
    multiplicative: sigma * root,
    additive: tau * root,
    rho: spec.noise.rho,
    sde: {
      growth: learningRate * spec.loss.a[coordinate],
      sigma: learningRate * sigma,
      tau: learningRate * tau,
    },
  };
}
