import { numberOf } from '../models/field';
import { lossModel, optimizerModel } from '../models/registry';
import { isProportional, isSteady, seesNoise, stepRates } from './rates';
import { LARGEST_NORMAL, ROUNDING } from './rounding';
import {
  betaOf,
  dimensionOf,
  numberAt,
  perturbationOf,
  type Spec,
  shakeOf,
  slopesOf,
} from './spec';
import { SpecError } from './spec-error';

/**
 * Smallest size of a number that every adapter keeps: below are float32's subnormals, which engines
 * may take for zero.
 */
export const SMALLEST_SIZE = 1.2e-38;

/**
 * Largest |a dt| + 6.66 sigma sqrt(dt): times the largest x that moves it is still in the range of
 * float32.
 */
const LARGEST_FACTOR = 1e7;
const LARGEST_ADDITIVE = 1e30;

/** A factor of a product: the field that it is of, and its value. */
type Factor = readonly [path: string, value: number];

/** The factor that has most to do with a product being too large, or with its being too small. */
function culprit(factors: readonly Factor[], large: boolean): string {
  const values = factors.map(([, value]) => value);
  return factors[values.indexOf((large ? Math.max : Math.min)(...values))][0];
}

/**
 * What makes the rates of a step: `stepRates`, factor by factor. Empty where it is 0, is not taken,
 * or is another coordinate's than `only`.
 */
function stepFactors(spec: Spec, only?: number) {
  const { noise, optimizer, time } = spec;
  const dt: Factor = ['time.dt', time.dt];
  const root: Factor = ['time.dt', Math.sqrt(time.dt)];
  const batch: Factor = ['optimizer.batchSize', 1 / Math.sqrt(optimizer.batchSize)];
  const noisy = seesNoise(spec);
  const factors = (...list: Factor[]) => (list.some(([, value]) => value === 0) ? [] : list);
  return {
    dt: [dt],
    drifts: slopesOf(spec).map((a, i) =>
      (only ?? i) === i ? factors([`loss.a[${i}]`, Math.abs(a)], dt) : [],
    ),
    multiplicative: noisy
      ? factors(['noise.sigma', numberAt(noise.sigma, only ?? 0)], root, batch)
      : [],
    additive: noisy
      ? factors(['noise.tau', Math.abs(numberAt(noise.tau, only ?? 0))], root, batch)
      : [],
    perturbation: factors(['optimizer.perturbation', perturbationOf(spec)], root),
    decay: factors(['optimizer.weightDecay', numberOf(optimizer, 'weightDecay') ?? 0], dt),
  };
}

/** Own numbers of the method, as kernels take them; those that `stepFactors` has are left out. */
function ownFactors({ optimizer, time }: Spec): Factor[][] {
  return Object.entries(optimizerModel(optimizer).fields).flatMap(([name, field]): Factor[][] => {
    const value = numberOf(optimizer, name);
    if (field.type !== 'number' || value === undefined || field.perStep === 'sqrt-dt') return [];
    const dt: Factor[] = field.perStep ? [['time.dt', time.dt]] : [];
    return [[[`optimizer.${name}`, Math.abs(value)], ...dt]];
  });
}

/** 0 of no factors. */
function productOf(factors: readonly Factor[]): number {
  return factors.length === 0 ? 0 : factors.reduce((product, [, value]) => product * value, 1);
}

/**
 * The numbers that kernels take, as products of what the spec gives. No factor stands for two: a
 * root of dt counts as a root.
 */
function products(spec: Spec, only?: number): Factor[][] {
  const { start, histogram } = spec;
  const { dt, drifts, multiplicative, additive, perturbation } = stepFactors(spec, only);
  const list: Factor[][] = [
    dt,
    ...drifts,
    multiplicative,
    additive,
    perturbation,
    [['noise.shake', shakeOf(spec)]],
    ...ownFactors(spec),
    [['histogram.min', Math.abs(histogram.min)]],
    [['histogram.max', Math.abs(histogram.max)]],
  ];
  for (const name of ['radius', 'low', 'high'] as const)
    list.push([[`escape.${name}`, Math.abs(numberOf(spec.escape, name) ?? 0)]]);
  for (const [name, values] of Object.entries(start))
    if (Array.isArray(values))
      for (const [i, value] of (values as number[]).entries())
        list.push([[`start.${name}[${i}]`, Math.abs(value)]]);
  if (start.kind === 'uniform')
    for (const [i, high] of start.high.entries())
      list.push([[`start.high[${i}]`, high - start.low[i]]]);
  // The slope at the start.
  if (lossModel(spec.loss).slopes === 'linear' && start.kind === 'point')
    for (const [i, x] of start.x.entries()) {
      if ((only ?? i) !== i) continue;
      const place: Factor = [`start.x[${i}]`, Math.abs(x)];
      const { drift, multiplicative } = stepRates(spec, i);
      list.push([place, ['time.dt', Math.abs(drift)]], [place, ['noise.sigma', multiplicative]]);
    }
  return list;
}

/**
 * Refuses numbers that float32, in which the kernels compute, does not hold, and steps of which it
 * holds none.
 * @param only  The coordinate whose noise is looked at; left out where all share theirs.
 * @throws SpecError naming the field that was given.
 */
export function checkFloat32(spec: Spec, only?: number): void {
  checkRange(spec, only);
  for (const factors of products(spec, only)) {
    const product = productOf(factors);
    if (product === 0 && (factors.length === 0 || factors.some(([, value]) => value === 0)))
      continue;
    if (product >= SMALLEST_SIZE) continue;
    const path = culprit(factors, false);
    throw new SpecError(
      path,
      read(spec, path),
      `${/^time|radius/.test(path) ? '' : '0 or '}a number ${
        factors.length === 1
          ? `of at least ${SMALLEST_SIZE} in size`
          : `of larger magnitude: with ${others(factors, path)} it makes less than ${SMALLEST_SIZE}`
      }, the smallest number of 32-bit floating point`,
    );
  }
  for (const [name, field] of Object.entries(optimizerModel(spec.optimizer).fields)) {
    const value = numberOf(spec.optimizer, name);
    const below1 = 'max' in field && field.max === 1;
    if (value !== undefined && below1 && value < 1 && Math.fround(value) === 1)
      throw new SpecError(
        `optimizer.${name}`,
        value,
        'at most 0.9999999: 32-bit floating point rounds it to 1',
      );
  }
  checkSteps(spec);
}

/** A step must leave the largest x it is taken from in the range of float32. */
function checkRange(spec: Spec, only?: number): void {
  const { dt, drifts, multiplicative, additive, perturbation, decay } = stepFactors(spec, only);
  const { slopes, additive: added } = lossModel(spec.loss);
  const product = slopes === 'product';
  const sums: { largest: number; terms: [weight: number, factors: Factor[]][] }[] = [
    ...drifts.map((drift) => ({
      largest: LARGEST_FACTOR,
      terms: [
        [1, drift],
        [LARGEST_NORMAL, multiplicative],
      ] as [number, Factor[]][],
    })),
    // A network's square of the input comes with the square of the product.
    {
      largest: slopes === 'smooth' || product ? LARGEST_FACTOR : Number.POSITIVE_INFINITY,
      terms: [
        [1, dt],
        // Of losses without a list of slopes; of the others it is above.
        [drifts.length === 0 ? LARGEST_NORMAL : 0, multiplicative],
        [product && !added ? LARGEST_NORMAL : 0, additive],
      ],
    },
    { largest: LARGEST_ADDITIVE, terms: [[1, additive]] },
    { largest: LARGEST_FACTOR, terms: [[1, decay]] },
    { largest: LARGEST_ADDITIVE, terms: [[1, perturbation]] },
  ];
  for (const { largest, terms } of sums) {
    const sizes = terms.map(([weight, factors]) => weight * productOf(factors));
    if (sizes.reduce((sum, size) => sum + size, 0) <= largest) continue;
    const [, factors] = terms[sizes.indexOf(Math.max(...sizes))];
    const path = culprit(factors, true);
    const rest = others(factors, path);
    throw new SpecError(
      path,
      read(spec, path),
      `a smaller magnitude: ${rest ? `with ${rest} ` : ''}a step leaves the range of 32-bit floating point`,
    );
  }
}

/** Names of the other fields of a product. */
function others(factors: readonly Factor[], path: string): string {
  const telling = factors.filter(([other, value]) => other !== path && value !== 1);
  return telling.map(([other]) => other).join(' and ');
}

/** Steps without noise that are all rounded away, though together they were to move x. */
function checkSteps(spec: Spec): void {
  const { loss, start, time } = spec;
  const linear = lossModel(loss).slopes === 'linear' && isProportional(spec);
  if (!linear || !isSteady(spec)) return;
  let moving: Factor[] | null = null;
  for (let i = 0; i < dimensionOf(spec); i++) {
    const { learningRate, drift, multiplicative, additive, perturbation } = stepRates(spec, i);
    if (multiplicative || additive || perturbation) return;
    const share = (learningRate * Math.abs(drift)) / (1 - betaOf(spec));
    if (share === 0 || (start.kind === 'point' && start.x[i] === 0)) continue;
    // From no x does a step of less than a quarter of the distance of two neighbours reach the next
    // one.
    if (share >= ROUNDING / 2) return;
    if (share * time.steps > ROUNDING)
      moving ??= [
        ['time.dt', time.dt],
        ['optimizer.learningRate', learningRate],
        [`loss.a[${i}]`, Math.abs(slopesOf(spec)[i])],
      ];
  }
  if (!moving) return;
  const path = culprit(moving, false);
  throw new SpecError(
    path,
    read(spec, path),
    'a larger magnitude: every step is below half the rounding of x in 32-bit floating point, so x would never move',
  );
}

function read(spec: Spec, path: string): unknown {
  const [group, name, index] = path.split(/[.[\]]/);
  const value = (spec as unknown as Record<string, Record<string, unknown>>)[group][name];
  return index === undefined ? value : (value as unknown[])[Number(index)];
}
