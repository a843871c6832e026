import { type NumberField, numberOf } from '../models/field';
import { shapeIn } from '../models/noise/noise';
import { OWN_NUMBERS } from '../models/own-numbers';
import { lossModel, noiseModel, optimizerFields, optimizerModel } from '../models/registry';
import { log } from '../numerics/elementary';
import { methodParameterValues, parameterValues } from '../spec/formula-of';
import type { NoiseOfOne } from '../spec/listed-noise';
import { complementOf, isSeparable, stepRates } from '../spec/rates';
import { seedKey } from '../spec/seed';
import {
  dimensionOf,
  type LossValues,
  radiusOf,
  type Spec,
  samplesOf,
  shakeOf,
  slopeOf,
} from '../spec/spec';
import { storedSetOf } from '../spec/stored-set';
import { underflowOf } from '../spec/underflow';
import { OPEN_END } from './constants';
import type { RUN, Values } from './layout';
import { type ReachSteps, reachSteps } from './plain-run';

/**
 * Parameters of a run for the kernels of both engines: the fields of `RUN`, each as layout.ts says, in
 * float64, and a few more.
 */
export interface RunParameters extends Values<typeof RUN> {
  readonly key: readonly [number, number];
  /** Coordinates that move together, 1 to 8. */
  readonly pointSize: number;
  /** Numbers that the optimizer remembers of the way for each coordinate. */
  readonly memoryRows: number;
  /** Steps from one look at the reach to the next. */
  readonly reachSteps: ReachSteps;
  /**
   * Laws with a set: (xi, eta) of each sample in units of xiUnit and etaUnit. Shape: i32[samples][2].
   */
  readonly samples: Int32Array;
}

export function runParameters(spec: Spec): RunParameters {
  const { noise, optimizer, start, histogram } = spec;
  const coordinates = dimensionOf(spec);
  const rates = Array.from({ length: coordinates }, (_, coordinate) => stepRates(spec, coordinate));
  const { learningRate, multiplicative, additive, rho } = rates[0];
  return {
    pointSize: isSeparable(spec) ? 1 : coordinates,
    memoryRows: optimizerModel(optimizer).memory,
    key: seedKey(spec.ensemble.seed),
    cell: spec.ensemble.cell ?? 0,
    particleCount: spec.ensemble.particles,
    coordinateCount: coordinates,
    batchSize: optimizer.batchSize,
    learningRate,
    multiplicative,
    additive,
    rho,
    rhoComplement: complementOf(noise, rho),
    ...signMasks(rho),
    ...lawNumbers(spec, rho),
    ...storedSet(spec),
    ...ownNumbers(spec),
    dt: spec.time.dt,
    // Full gradients are averaged over the shaking, so that it stays with `gd`.
    shake: shakeOf(spec),
    sampleXi: multiplicative / spec.time.dt,
    sampleEta: additive / spec.time.dt,
    parameters: parameterValues(spec),
    methodParameters: methodParameterValues(spec),
    logBeta1: logOfShare(numberOf(optimizer, 'beta1')),
    logBeta2: logOfShare(numberOf(optimizer, 'beta2')),
    radius: radiusOf(spec) ?? 0,
    regionCoordinate: numberOf(spec.escape, 'coordinate') ?? 0,
    regionLow: numberOf(spec.escape, 'low') ?? -OPEN_END,
    regionHigh: numberOf(spec.escape, 'high') ?? OPEN_END,
    reach: lossModel(spec.loss).reach,
    reachSteps: reachSteps(spec),
    histogramCoordinate: histogram.coordinate,
    histogramAbsolute: histogram.axis === 'log-abs' ? 1 : 0,
    binCount: histogram.bins,
    lastStep: spec.time.steps,
    underflow: underflowOf(spec),
    ...startNumbers(start),
    drift: rates.map((_, coordinate) => slopeOf(spec, coordinate) * spec.time.dt),
    lossNumbers: lossModel(spec.loss).numbers?.(spec.loss as LossValues, noise as NoiseOfOne) ?? [],
  };
}

/** Place and width of the start in each coordinate. */
function startNumbers(start: Spec['start']): { startA: number[]; startB: number[] } {
  switch (start.kind) {
    case 'point':
      return { startA: start.x, startB: start.x.map(() => 0) };
    case 'gaussian':
      return { startA: start.mean, startB: start.standardDeviation };
    case 'uniform':
      return { startA: start.low, startB: start.high.map((high, i) => high - start.low[i]) };
    default:
      return start satisfies never;
  }
}

/** Own numbers of every method and schedule: 0, or 1 of a whole one, where the run has another. */
function ownNumbers({ optimizer, time }: Spec): Record<keyof typeof OWN_NUMBERS, number> {
  const fields = optimizerFields(optimizer);
  const numbers = Object.entries(OWN_NUMBERS).map(([name, type]) => {
    const value = numberOf(optimizer, name);
    if (value === undefined) return [name, type === 'whole' ? 1 : 0];
    const { perStep } = fields[name] as NumberField;
    return [name, value * STEP_FACTORS[perStep ?? 'none'](time.dt)];
  });
  return Object.fromEntries(numbers);
}

/** In place of ln 0: the exponential of its first multiple is 0 in float32. */
const LOG_OF_NOTHING = -1000;

/** ln of the share that an average keeps, rounded to float32 as kernels have it. */
function logOfShare(share = 0): number {
  return share > 0 ? Math.max(LOG_OF_NOTHING, log(Math.fround(share))) : LOG_OF_NOTHING;
}

/** What a field is multiplied by where a step lasts dt. */
const STEP_FACTORS: Record<NonNullable<NumberField['perStep']> | 'none', (dt: number) => number> = {
  none: () => 1,
  dt: (dt) => dt,
  'sqrt-dt': Math.sqrt,
};

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

/** Numbers that laws draw by; of laws without a number of their own they mean nothing. */
function lawNumbers(spec: Spec, rho: number) {
  const { noise, optimizer } = spec;
  const { batchSize } = optimizer;
  const shape = shapeIn(noise, noiseModel(noise).fields) ?? 1 / 2;
  const probability = shape < 1 ? shape : 1 / 2;
  const WORDS = 2 ** 32;
  const threshold = (share: number) => Math.min(0xffffffff, Math.round(share * WORDS));
  const follows = Math.abs(rho);
  return {
    shape,
    logScale: (1 / shape - 1 / 2) * log(batchSize),
    headsThreshold: threshold(probability),
    followThreshold: threshold(follows),
    ownThreshold: threshold(follows + (1 - follows) * probability),
    coinUnit: 1 / Math.sqrt(batchSize * probability * (1 - probability)),
    coinOffset: Math.sqrt((batchSize * probability) / (1 - probability)),
  };
}

/** The set that minibatches are drawn from; nothing where there is none. */
function storedSet(spec: Spec) {
  const { stored, given = false } = noiseModel(spec.noise);
  if (!stored && !given)
    return {
      samples: new Int32Array(0),
      sampleCount: 0,
      lowBits: 0,
      highBits: 0,
      xiUnit: 0,
      etaUnit: 0,
    };
  const { xi, eta, xiUnit, etaUnit } = storedSetOf(spec);
  const samples = new Int32Array(2 * xi.length);
  for (let j = 0; j < xi.length; j++) {
    samples[2 * j] = xi[j];
    samples[2 * j + 1] = eta[j];
  }
  const bits = Math.max(2, 32 - Math.clz32(xi.length - 1));
  const lowBits = bits >> 1;
  return { samples, sampleCount: xi.length, lowBits, highBits: bits - lowBits, xiUnit, etaUnit };
}

/**
 * Samples that a step takes one by one: normal noise takes one draw for a minibatch of any size, a
 * whole set none. A loss that is given its samples takes all of them for a full gradient.
 */
function samplesDrawn(spec: Spec): number {
  const { batchSize } = spec.optimizer;
  if (lossModel(spec.loss).bySample) {
    const sampled = optimizerModel(spec.optimizer).gradient === 'sampled';
    return sampled ? batchSize : batchSize + storedSetOf(spec).xi.length;
  }
  const single = noiseModel(spec.noise).stable || batchSize === 1;
  return single || batchSize === samplesOf(spec) ? 1 : batchSize;
}

/**
 * What a formula is taken to cost, in steps of a saddle: as much as the longest ones do, up to which
 * the first submits are too small.
 */
const FORMULA_COST = 8;

/**
 * What a step of a particle costs, in those of one coordinate of a saddle; what is submitted at
 * once is cut by it, and the time that takes mends what it has wrong.
 */
export function stepCost(spec: Spec): number {
  const { loss, noise, optimizer } = spec;
  const spelled = 'f' in loss || 'xi' in noise || 'step' in optimizer;
  return dimensionOf(spec) * samplesDrawn(spec) * (spelled ? FORMULA_COST : 1);
}

/**
 * Rows of 4 bytes a particle has on the device, its first passage left out: coordinates and memory.
 */
export function rowCount(spec: Spec): number {
  return dimensionOf(spec) * (1 + optimizerModel(spec.optimizer).memory);
}
