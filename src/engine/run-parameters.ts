import { stepRates } from '../spec/rates';
import type { Spec } from '../spec/spec';
import { seedKey } from './seed';

/** What the kernels of both engines are given: the fields of `Run` in shaders/spec.wgsl, in float64. */
export interface RunParameters {
  key: readonly [number, number];
  cell: number;
  particleCount: number;
  coordinateCount: number;
  batchSize: number;
  learningRate: number;
  multiplicative: number;
  additive: number;
  rho: number;
  rhoComplement: number;
  /** Two-point noise: sign-bit masks that make eta's sign of xi's and its own bit. */
  follow: number;
  fair: number;
  flip: number;
  /** Two-point noise in batches: words below it make eta's sign follow xi's. */
  agreementThreshold: number;
  radius: number;
  histogramCoordinate: number;
  histogramAbsolute: number;
  binCount: number;
  /** Per coordinate: point, mean or low end of the start. */
  startA: readonly number[];
  /** Per coordinate: standard deviation or width of the start. */
  startB: readonly number[];
  /** Per coordinate: a dt. */
  drift: readonly number[];
}

export function runParameters(spec: Spec): RunParameters {
  const { noise, optimizer, start, histogram } = spec;
  const rates = spec.loss.a.map((_, coordinate) => stepRates(spec, coordinate));
  const { learningRate, multiplicative, additive } = rates[0];
  return {
    key: seedKey(spec.ensemble.seed),
    cell: 0,
    particleCount: spec.ensemble.particles,
    coordinateCount: spec.loss.a.length,
    batchSize: optimizer.batchSize,
    learningRate,
    multiplicative,
    additive,
    rho: noise.rho,
    rhoComplement: Math.sqrt((1 - noise.rho) * (1 + noise.rho)),
    ...signMasks(noise.rho),
    radius: spec.escape.radius,
    histogramCoordinate: histogram.coordinate,
    histogramAbsolute: histogram.axis === 'log-abs' ? 1 : 0,
    binCount: histogram.bins,
    startA: start.kind === 'point' ? start.x : start.kind === 'gaussian' ? start.mean : start.low,
    startB:
      start.kind === 'point'
        ? start.x.map(() => 0)
        : start.kind === 'gaussian'
          ? start.standardDeviation
          : start.high.map((high, i) => high - start.low[i]),
    drift: rates.map((rate) => rate.drift),
  };
}

/** Two-point noise: P(sign eta = sign xi) = (1 + rho) / 2. */
function signMasks(rho: number) {
  const SIGN = 0x80000000;
  return {
    follow: Math.abs(rho) === 1 ? SIGN : 0,
    fair: Math.abs(rho) === 1 ? 0 : SIGN,
    flip: rho === -1 ? SIGN : 0,
    agreementThreshold: Math.min(0xffffffff, Math.round(((1 + rho) / 2) * 2 ** 32)),
  };
}

/** Shader and twin that make the noise of a spec: two-point noise of single samples needs two bits a step, all else words. */
export function noiseFile({ noise, optimizer }: Spec): 'gaussian' | 'two-point' | 'two-point-batch' {
  if (noise.law === 'gaussian') return 'gaussian';
  const bitsAreEnough = optimizer.batchSize === 1 && (Number.isInteger(noise.rho) || noise.tau === 0);
  return bitsAreEnough ? 'two-point' : 'two-point-batch';
}
