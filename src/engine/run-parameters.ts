import { numberOf } from '../models/field';
import type { NoiseModel } from '../models/noise/noise';
import {
  lossModel,
  noiseModel,
  OPTIMIZER_OWN,
  type OptimizerField,
  optimizerModel,
} from '../models/registry';

import { isSeparable, stepRates } from '../spec/rates';
import { seedKey } from '../spec/seed';
import {
  dimensionOf,
  type NoiseLaw,
  type RegionKind,
  radiusOf,
  type Spec,
  samplesOf,
  shakeOf,
} from '../spec/spec';
import { storedSetOf } from '../spec/stored-set';
import { underflowOf } from '../spec/underflow';
import { OPEN_END } from './constants';
import type { RUN, Values } from './layout';

/**
 * Parameters of a run for the kernels of both engines: the fields of `RUN`, each as layout.ts says, in
 * float64, and a few more.
 */
export interface RunParameters extends Values<typeof RUN> {
  readonly key: readonly [number, number];
  /** Coordinates that move together, 1 to 4. */
  readonly pointSize: number;
  /** Numbers that the optimizer remembers of the way for each coordinate. */
  readonly memoryRows: number;
  /**
   * Law dataset: (xi, eta) of each sample in units of xiUnit and etaUnit. Shape: i32[samples][2].
   */
  readonly samples: Int32Array;
}

export function runParameters(spec: Spec): RunParameters {
  const { noise, optimizer, start, histogram } = spec;
  const coordinates = dimensionOf(spec);
  const rates = Array.from({ length: coordinates }, (_, coordinate) => stepRates(spec, coordinate));
  const { learningRate, multiplicative, additive } = rates[0];
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
    rho: noise.rho,
    rhoComplement: Math.sqrt((1 - noise.rho) * (1 + noise.rho)),
    ...signMasks(noise.rho),
    ...storedSet(spec),
    ...ownNumbers(spec),
    dt: spec.time.dt,
    // Full gradients are averaged over the shaking, so that it stays with `gd`.
    shake: shakeOf(spec),
    radius: radiusOf(spec) ?? 0,
    regionCoordinate: numberOf(spec.escape, 'coordinate') ?? 0,
    regionLow: numberOf(spec.escape, 'low') ?? -OPEN_END,
    regionHigh: numberOf(spec.escape, 'high') ?? OPEN_END,
    reach: lossModel(spec.loss).reach,
    histogramCoordinate: histogram.coordinate,
    histogramAbsolute: histogram.axis === 'log-abs' ? 1 : 0,
    binCount: histogram.bins,
    lastStep: spec.time.steps,
    underflow: underflowOf(spec),
    ...startNumbers(start),
    drift: rates.map((rate) => rate.drift),
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

/** Own numbers of every method: 0, or the least that is accepted, where the run has another. */
function ownNumbers({ optimizer, time }: Spec): Record<OptimizerField, number> {
  const numbers = OPTIMIZER_OWN.map(([name, { type, min, perStep }]) => {
    const value = numberOf(optimizer, name);
    if (value === undefined) return [name, type === 'whole' ? min : 0];
    return [name, perStep ? value * Math.sqrt(time.dt) : value];
  });
  return Object.fromEntries(numbers);
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

/** The set of the law dataset; nothing where there is none. */
function storedSet(spec: Spec) {
  if (!noiseModel(spec.noise).stored)
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
 * Shader and twin that make the noise of a spec: two-point noise of single samples needs two bits a
 * step, all else words.
 */
export function noiseFile({ noise, optimizer }: Spec): NoiseFile {
  const { batchFile } = noiseModel(noise);
  if (batchFile === null) return noise.law;
  const bitsAreEnough =
    optimizer.batchSize === 1 && (Number.isInteger(noise.rho) || noise.tau === 0);
  return bitsAreEnough ? noise.law : batchFile;
}

/** Files of shaders/region/ and the twin's that say whether a point is outside. */
export function regionFile({ escape: { region } }: Pick<Spec, 'escape'>): RegionKind {
  return region ?? 'radius';
}

/** Names of the files that make noise: one for each law, and those of batches. */
export type NoiseFile = NoiseLaw | NonNullable<NoiseModel['batchFile']>;

/**
 * Samples that a step draws one by one: normal noise takes one draw for a minibatch of any size, a
 * whole set none.
 */
export function samplesDrawn(spec: Spec): number {
  const { batchSize } = spec.optimizer;
  const single = noiseModel(spec.noise).stable || batchSize === 1;
  return single || batchSize === samplesOf(spec) ? 1 : batchSize;
}

/** File of shaders/state/ that an optimizer needs. */
export function stateFile({ optimizer }: Spec): string {
  return STATES[optimizerModel(optimizer).memory];
}
const STATES = ['position', 'position-and-memory', 'position-and-two-rows'];

/** File of shaders/source/ that an optimizer needs. */
export function sourceFile({ optimizer }: Spec): 'gradient' | 'gradient-and-kicks' {
  return optimizerModel(optimizer).kicks ? 'gradient-and-kicks' : 'gradient';
}

/**
 * Rows of 4 bytes a particle has on the device, its first passage left out: coordinates and memory.
 */
export function rowCount(spec: Spec): number {
  return dimensionOf(spec) * (1 + optimizerModel(spec.optimizer).memory);
}
