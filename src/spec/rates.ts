import { lossModel, noiseModel, optimizerModel, scheduleModel } from '../models/registry';
import { hypot } from '../numerics/elementary';
import type { NoiseOfOne } from './listed-noise';
import { numberAt, perturbationOf, type Spec, samplesOf, slopeOf, weightDecayOf } from './spec';

/**
 * What one step does to one coordinate, in the two languages of the model.
 *
 *   chain: x <- x + learningRate * [ (drift + multiplicative xi) x + additive eta + perturbation zeta ]
 *   SDE:   dx = growth x dt + sigma x dW + tau dV, corr(dW, dV) = rho
 */
export interface Rates {
  learningRate: number;
  /** a dt, per step; less the weight decay, where steps take it as a slope. */
  drift: number;
  /** sigma / sqrt(batchSize) * sqrt(dt), per step; 0 for `gd`. */
  multiplicative: number;
  /** tau / sqrt(batchSize) * sqrt(dt), per step; 0 for `gd`. */
  additive: number;
  rho: number;
  /** Noise that the optimizer adds: perturbation * sqrt(dt), per step; 0 unless it kicks. */
  perturbation: number;
  /** SDE coefficients per unit of time `steps * dt`. */
  sde: { growth: number; sigma: number; tau: number };
}

/**
 * Rates of coordinate `coordinate` of the spec (docs/model.md, "Chain and SDE"), as the kernels
 * take them.
 */
export function stepRates(spec: Spec, coordinate: number): Rates {
  const { learningRate, batchSize } = spec.optimizer;
  const noiseScale = seesNoise(spec) ? 1 / Math.sqrt(batchSize) : 0;
  const { noise } = spec;
  const sigma = numberAt(noise.sigma, coordinate) * noiseScale;
  const tau = numberAt(noise.tau, coordinate) * noiseScale;
  const root = Math.sqrt(spec.time.dt);
  const slope = netSlopeOf(spec, coordinate);
  return {
    learningRate,
    drift: slope * spec.time.dt,
    multiplicative: sigma * root,
    additive: tau * root,
    rho: numberAt(noise.rho, coordinate),
    perturbation: perturbationOf(spec) * root,
    sde: { growth: learningRate * slope, sigma: learningRate * sigma, tau: learningRate * tau },
  };
}

/** What eta takes of a draw of its own, beside rho of that of xi. */
export function complementOf(noise: Spec['noise'], rho: number): number {
  return (
    noiseModel(noise).complement?.({ ...noise, rho } as NoiseOfOne) ??
    Math.sqrt((1 - rho) * (1 + rho))
  );
}

/**
 * Slope of a coordinate as its steps see it: a_i less the weight decay, where a saddle's steps take
 * both alike.
 */
export function netSlopeOf(spec: Spec, coordinate: number): number {
  const slope = slopeOf(spec, coordinate);
  const together = lossModel(spec.loss).slopes === 'linear' && isProportional(spec);
  return together ? slope - weightDecayOf(spec) : slope;
}

/**
 * Rates of the linear chain that has the same law, one step at a time, as the optimizer's own:
 *
 *   perturbed: additive^2 + perturbation^2, and rho shrinks so that the covariance of xi and eta stays;
 *   dataset:   drawing B of N without replacement takes (N - B) / (N - 1) off both variances.
 *
 * Momentum and SVRG have states of their own: theory/ treats them apart.
 */
export function effectiveRates(spec: Spec, coordinate: number): Rates {
  const rates = stepRates(spec, coordinate);
  const left = Math.sqrt(finitePopulation(spec));
  const multiplicative = rates.multiplicative * left;
  const ownAdditive = rates.additive * left;
  const additive = rates.perturbation === 0 ? ownAdditive : hypot(ownAdditive, rates.perturbation);
  const rho =
    additive === ownAdditive || additive === 0 ? rates.rho : (rates.rho * ownAdditive) / additive;
  const perTime = rates.learningRate / Math.sqrt(spec.time.dt);
  return {
    ...rates,
    multiplicative,
    additive,
    rho,
    perturbation: 0,
    sde: { growth: rates.sde.growth, sigma: perTime * multiplicative, tau: perTime * additive },
  };
}

/**
 * Share of the variance that a minibatch without replacement keeps: (N - B) / (N - 1); 1 with
 * replacement.
 */
export function finitePopulation(spec: Spec): number {
  if (!noiseModel(spec.noise).stored) return 1;
  const samples = samplesOf(spec);
  return (samples - spec.optimizer.batchSize) / (samples - 1);
}

/** Whether one normal a step stands for xi and eta. */
export function takesOneNormal({ noise }: Pick<Spec, 'noise'>): boolean {
  return 'normals' in noise && noise.normals === 1;
}

/** Whether a step sees any noise of the gradient. */
export function seesNoise({ optimizer }: Pick<Spec, 'optimizer'>): boolean {
  return optimizerModel(optimizer).gradient !== 'full';
}

/**
 * Whether a step's own gradient is that of a sample, and not averaged or corrected by an average.
 */
export function isSampled({ optimizer }: Pick<Spec, 'optimizer'>): boolean {
  return optimizerModel(optimizer).gradient === 'sampled';
}

/** Whether minibatches of a stored set leave something out, so that they depend on each other. */
export function stepsDepend(spec: Spec): boolean {
  return noiseModel(spec.noise).stored && spec.optimizer.batchSize < samplesOf(spec);
}

/** Whether a step is proportional to the slopes it takes. */
export function isProportional({ optimizer }: Pick<Spec, 'optimizer'>): boolean {
  return optimizerModel(optimizer).steps === 'proportional';
}

/** Whether every step has the same learning rate. */
export function isSteady({ optimizer }: Pick<Spec, 'optimizer'>): boolean {
  return scheduleModel(optimizer).steady;
}

/** Whether the learning rate shrinks as 1/n: what it adds up to is then the logarithm of the steps. */
export function shrinksInverse({ optimizer }: Pick<Spec, 'optimizer'>): boolean {
  return scheduleModel(optimizer).theory?.decay === 1;
}

/** Losses whose coordinates are chains of their own. */
export function isSeparable({ loss }: Pick<Spec, 'loss'>): boolean {
  return lossModel(loss).moves === 'apart';
}
