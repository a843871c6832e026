import { log1p, square } from '../numerics/elementary';
import { effectiveRates, isMemoryless } from '../spec/rates';
import { isSurface, type Spec } from '../spec/spec';
import type { GrowthRates } from './growth';
import type { StationaryPoint } from './landscape';
import { LARGEST_DT_BIAS } from './limits';
import { factorExponent, logAbsolute, type StepFactor, stepFactor } from './lyapunov';
import { momentumExponent } from './momentum';
import { remembered } from './remembered';
import { surfaceOf } from './spec-surface';
import { epochExponent, landmarkExponent, landmarkKappa, landmarkRatioExponent } from './svrg';

/**
 * Epochs of whole steps up to this length are followed step by step: longer ones take too long to
 * draw a page by.
 */
const SHORT_EPOCH = 16;

/** Size of a step of momentum below which its square does not count. */
const TINY = 1e-9;

/**
 * Momentum with small steps is plain descent with the learning rate learningRate / (1 - beta)
 * (docs/model.md, "Momentum").
 */
export function momentumGrowth(spec: Spec, accuracy?: number): GrowthRates {
  const { coordinate } = spec.histogram;
  const { beta = 0 } = spec.optimizer;
  const { sde } = effectiveRates(spec, coordinate);
  const speed = 1 / (1 - beta);
  return {
    exponent: momentumFactorExponent(stepFactor(spec, coordinate), spec.optimizer, accuracy),
    rate: speed * sde.growth - square(speed * sde.sigma) / 2,
  };
}

/**
 * Lyapunov exponent per step of momentum with a step factor. Stored sets are taken for Gaussian
 * noise of their variance. Error 1e-6 unless another is asked for, see `momentumExponent`; takes
 * some milliseconds, and none when asked for 1e-6 again.
 */
function momentumFactorExponent(
  factor: StepFactor,
  optimizer: Spec['optimizer'],
  accuracy?: number,
): number {
  const { m, v, batchSize, pull = m - 1 } = factor;
  const law = factor.law === 'two-point' ? 'two-point' : 'gaussian';
  const method = optimizer.kind === 'nesterov' ? 'nesterov' : 'heavy-ball';
  const step = { method, law, m, pull, v, beta: optimizer.beta ?? 0, batchSize } as const;
  // Steps so small that only the first terms of the expansion are left (docs/model.md, "Momentum").
  const speed = 1 / (1 - step.beta);
  if (Math.abs(pull) + v * v < TINY) return speed * pull - square(speed * v) / 2;
  if (accuracy !== undefined) return momentumExponent(step, accuracy);
  return remembered('momentum', step, () => momentumExponent(step));
}

/** SVRG: of a landmark, an epoch's growth over its steps. The rate is the same per unit of time. */
export function landmarkGrowth(spec: Spec, accuracy?: number): GrowthRates & LandmarkGrowth {
  const { coordinate } = spec.histogram;
  const { epochLength = 1 } = spec.optimizer;
  const { sde } = effectiveRates(spec, coordinate);
  const { dt } = spec.time;
  const kappa = landmarkKappa(sde.growth, sde.sigma, 1);
  const factor = stepFactor(spec, coordinate);
  const innerRate = sde.growth - square(sde.sigma) / 2;
  const inside = factorExponent(factor);
  const innerBias = (inside / dt - innerRate) / Math.max(Math.abs(innerRate), 1e-300);
  const small = Math.abs(innerBias) <= LARGEST_DT_BIAS;
  const inner = { kappa, factor, growth: sde.growth, sigma: sde.sigma, inside, small };
  const perEpoch = epochGrowth(spec, inner, accuracy);
  return {
    exponent: perEpoch / epochLength,
    rate: perEpoch / (epochLength * dt),
    perEpoch,
    kappa,
    innerBias,
    small,
  };
}

export interface LandmarkGrowth {
  /** E ln |landmark' / landmark|. */
  perEpoch: number;
  /** See `landmarkKappa`. */
  kappa: number;
  /** Of the steps inside an epoch, as `Theory.dtBias`. */
  innerBias: number;
  /** Whether the laws of small steps hold inside an epoch. */
  small: boolean;
}

/**
 * Growth of ln |x| over an epoch: of small steps by their SDE; of whole steps exactly for short
 * epochs, and for long ones at the rate of the inner loop where that escapes by itself.
 */
function epochGrowth(
  spec: Spec,
  inner: {
    kappa: number;
    factor: StepFactor;
    growth: number;
    sigma: number;
    inside: number;
    small: boolean;
  },
  accuracy?: number,
): number {
  const { epochLength = 1 } = spec.optimizer;
  const { kappa, factor, growth, sigma, inside, small } = inner;
  const epoch = epochLength * spec.time.dt;
  const plain = epochLength * logAbsolute(factor.m, factor.pull);
  if (epochLength === 1 || factor.v === 0) return plain;
  const ofSmallSteps = () => {
    const lengths = [growth * epoch, square(sigma) * epoch] as const;
    return remembered('epoch', lengths, () => epochExponent(...lengths));
  };
  if (growth > 0 && small) return ofSmallSteps();
  if (epochLength <= SHORT_EPOCH && factor.batchSize === 1) {
    const law = factor.law === 'two-point' ? 'two-point' : 'gaussian';
    const step = { law, pull: factor.pull ?? factor.m - 1, v: factor.v, batchSize: 1 } as const;
    if (accuracy !== undefined)
      return landmarkRatioExponent(step, epochLength, accuracy * epochLength);
    return remembered('short epoch', [step, epochLength], () =>
      landmarkRatioExponent(step, epochLength),
    );
  }
  if (growth > 0) return Math.max(ofSmallSteps(), inside * epochLength);
  // A convex direction, whose factors change sign.
  return inside > 0 ? inside * epochLength : Math.max(plain, landmarkExponent(kappa));
}

/**
 * learning rate / n: log |x| moves by A log n, A = learningRate a dt, whatever the noise; both
 * numbers are A.
 */
export function shrinkingGrowth(spec: Spec): GrowthRates {
  const { learningRate, beta = 0 } = spec.optimizer;
  const { drift } = effectiveRates(spec, spec.histogram.coordinate);
  // Momentum adds up 1 / (1 - beta) steps of nearly the same size.
  const growth = (learningRate * drift) / (1 - beta);
  return { exponent: growth, rate: growth };
}

/** A ridge: |x| grows by a constant length, per step and per unit of time. */
export function ridgeGrowth(spec: Spec): GrowthRates {
  const { beta = 0 } = spec.optimizer;
  const { sde } = effectiveRates(spec, spec.histogram.coordinate);
  // Momentum adds up 1 / (1 - beta) steps.
  const rate = sde.growth / (1 - beta);
  return { exponent: rate * spec.time.dt, rate };
}

/**
 * Near the origin a network of two weights is the saddle with slopes a (w1 = w2) and -a, of which
 * the larger exponent counts; deeper ones are flat there.
 */
export function networkGrowth(spec: Spec, accuracy?: number): GrowthRates {
  const { loss, optimizer } = spec;
  if (loss.kind !== 'linear-network') throw new Error('This is no network.');
  if (loss.depth > 2) return { exponent: 0, rate: 0 };
  const { sde } = effectiveRates(spec, 0);
  const factor = stepFactor(spec, 0);
  const { pull = factor.m - 1 } = factor;
  const push = Math.abs(pull);
  const { kind, beta = 0, schedule } = optimizer;
  const shrinking = schedule === 'inverse-time';
  // Along w0 = w1 the factor is 1 + h (a + xi), across it 1 - h (a + xi): either may grow.
  const directions = [1, -1].map((side) => ({
    ...factor,
    m: 1 + side * pull,
    pull: side * pull,
    values: factor.values?.map((z) => side * z),
  }));
  const exponents = directions.map((one) =>
    shrinking || kind === 'svrg'
      ? log1p(push)
      : isMemoryless(kind)
        ? factorExponent(one)
        : momentumFactorExponent(one, optimizer, accuracy),
  );
  const exponent = Math.max(...exponents);
  const speed = 1 / (1 - beta);
  if (shrinking) return { exponent: speed * push, rate: speed * push };
  const noise = kind === 'svrg' ? 0 : square(speed * sde.sigma) / 2;
  return { exponent, rate: speed * Math.abs(sde.growth) - noise };
}

/** The place of a surface whose curvature counts: its lowest saddle, else its lowest minimum. */
export function surfacePlace(points: readonly StationaryPoint[]): StationaryPoint | undefined {
  return (
    points.find(({ kind }) => kind === 'saddle') ?? points.find(({ kind }) => kind === 'minimum')
  );
}

/** Growth along the lowest curvature at a place of the averaged surface; 0 where there is none. */
export function surfaceGrowth(spec: Spec, place: StationaryPoint | undefined): GrowthRates {
  const rate = place ? -spec.optimizer.learningRate * place.curvatures[0] : 0;
  return { exponent: logAbsolute(1 + rate * spec.time.dt, rate * spec.time.dt), rate };
}

/** As `growthOf` in growth.ts, of a spec that is no linear chain. */
export function methodGrowth(spec: Spec, accuracy?: number): GrowthRates {
  const { loss, optimizer } = spec;
  if (isSurface(loss)) return surfaceGrowth(spec, surfacePlace(surfaceOf(spec)!.points));
  if (loss.kind === 'relu-saddle') return ridgeGrowth(spec);
  if (loss.kind === 'linear-network') return networkGrowth(spec, accuracy);
  if (optimizer.schedule === 'inverse-time') return shrinkingGrowth(spec);
  if (optimizer.kind === 'svrg') return landmarkGrowth(spec, accuracy);
  return momentumGrowth(spec, accuracy);
}
