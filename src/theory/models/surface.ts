import type { ShakenSurface } from '../../models/loss/loss';
import type { ChainsOnly, NoiseTheory } from '../../models/noise/noise';
import { optimizerModel } from '../../models/registry';
import { square } from '../../numerics/elementary';
import { betaOf, type Spec, shakeOf } from '../../spec/spec';
import { type Estimate, exactly, inTheLimit } from '../estimate';
import { isChainsOnly } from '../exponents/independent-law';
import { logAbsolute } from '../exponents/lyapunov';
import { noiselessExponent } from '../exponents/momentum-step';
import { knownHandles } from '../handles';
import type { CoordinateTheory, GrowthRates, ModelTheory } from '../model-theory';
import { criticalShake, SKEWED_VALLEY } from '../surfaces/double-well';
import type { StationaryPoint, Surface } from '../surfaces/landscape';
import { type SpecSurface, surfaceOf } from '../surfaces/spec-surface';
import { BARE, verdictOf } from './common';

/** The place of a surface whose curvature counts: its lowest saddle, else its lowest minimum. */
function surfacePlace(points: readonly StationaryPoint[]): StationaryPoint | undefined {
  return saddlesOf(points)[0] ?? points.find(({ kind }) => kind === 'minimum');
}

function saddlesOf(points: readonly StationaryPoint[]): StationaryPoint[] {
  return points.filter(({ kind }) => kind === 'saddle');
}

/**
 * Growth of ln of the distance in each step along a curvature, steps without noise: the largest root
 * of their linear map. Stable where h k < 2 (plain), 2 (1 + beta) (heavy ball), (2 + 2 beta) / (1 +
 * 2 beta) (Nesterov), for h = learningRate dt and a curvature k > 0.
 */
function curvatureExponent(spec: Spec, curvature: number): number {
  const { optimizer } = knownHandles(spec);
  const pull = spec.optimizer.learningRate * (0 - curvature) * spec.time.dt;
  if (optimizer.family !== 'momentum') return logAbsolute(1 + pull, pull);
  const { looksAhead } = optimizer;
  return noiselessExponent({ looksAhead, m: 1 + pull, pull, beta: betaOf(spec) });
}

/** Whether steps see the shaking; a full gradient is that of the averaged surface. */
function isShaken(spec: Spec): boolean {
  return shakeOf(spec) > 0 && optimizerModel(spec.optimizer).gradient !== 'full';
}

/** Three translations of mean 0 and variance 1 whose fifth moments are those of a normal law. */
const NORMAL_SHIFTS = [
  [-Math.sqrt(3), 1 / 6],
  [0, 2 / 3],
  [Math.sqrt(3), 1 / 6],
] as const;
const SIGNS = [
  [-1, 1 / 2],
  [1, 1 / 2],
] as const;
const SHIFTS: Record<
  Exclude<NoiseTheory['law'], ChainsOnly>,
  readonly (readonly [z: number, weight: number])[]
> = {
  gaussian: NORMAL_SHIFTS,
  'two-point': SIGNS,
  // Refused by every surface.
  dataset: [],
  samples: [],
};

/** Variance of the curvatures, summed over all of them, that shaking gives at a place. */
function curvatureVariance(spec: Spec, { gradient }: Surface, { x, y }: StationaryPoint): number {
  const shake = shakeOf(spec);
  const { law } = knownHandles(spec).noise;
  const shifts = isChainsOnly(law) ? [] : SHIFTS[law];
  const step = 1e-4 * (1 + shake);
  const sums = [0, 0, 0];
  const squares = [0, 0, 0];
  for (const [zx, across] of shifts)
    for (const [zy, along] of shifts) {
      const [atX, atY] = [x + shake * zx, y + shake * zy];
      const [right, left] = [gradient(atX + step, atY), gradient(atX - step, atY)];
      const [up, down] = [gradient(atX, atY + step), gradient(atX, atY - step)];
      [right[0] - left[0], right[1] - left[1], up[1] - down[1]].forEach((difference, k) => {
        const curvature = difference / (2 * step);
        sums[k] += across * along * curvature;
        squares[k] += across * along * square(curvature);
      });
    }
  return sums.reduce((sum, mean, k) => sum + squares[k] - square(mean), 0);
}

/** The exponent at a place of the averaged surface; null where there is none. */
function placeGrowth(
  spec: Spec,
  { points, atRest }: SpecSurface,
): GrowthRates & { exponent: Estimate | null } {
  const place = surfacePlace(points);
  const kind = saddlesOf(points).length > 0 ? 'saddle' : 'minimum';
  const { learningRate } = spec.optimizer;
  const { dt } = spec.time;
  const speed = 1 / (1 - betaOf(spec));
  const shrinking = knownHandles(spec).schedule.decay > 0;
  const unit = shrinking ? 'ln distance per ln step' : 'ln distance per step';
  if (!place) return { exponent: null, unit, place: kind, rate: null };
  const rate = speed * learningRate * (0 - place.curvatures[0]);
  // Steps that shrink like 1/n: the distance is a power of n, whatever the noise.
  const value = shrinking
    ? rate * dt
    : Math.max(...place.curvatures.map((curvature) => curvatureExponent(spec, curvature)));
  // Noise of the curvatures takes half its square off the growth.
  const noise = isShaken(spec)
    ? square(speed * learningRate * dt) * curvatureVariance(spec, atRest, place)
    : 0;
  return {
    exponent: isShaken(spec)
      ? inTheLimit('descent of the average', value, shrinking ? Math.abs(value) : noise / 2)
      : exactly(value, 1e-7 * Math.min(1, Math.abs(rate * dt))),
    unit,
    place: kind,
    rate: shrinking ? rate * dt : rate,
  };
}

/** What the averaged surface has, where steps can come to rest, and what the exponent counts. */
function longRun(spec: Spec, { points }: SpecSurface): string {
  const saddles = saddlesOf(points);
  const minima = points.filter(({ kind }) => kind === 'minimum');
  const subject = shakeOf(spec) > 0 ? 'Averaged over its shaking, the surface' : 'The surface';
  if (saddles.length + minima.length === 0)
    return `${subject} is flat around here: hardly anything pulls the particles anywhere.`;
  if (minima.length === 0 && saddles.every(isFlat))
    return `${subject} has no minimum, and is flat to second order at its saddle: no push or pull is in proportion to the distance there, and leaving takes long.`;
  const shrinking = knownHandles(spec).schedule.decay > 0;
  const steady = minima.some(({ curvatures }) =>
    curvatures.every((curvature) => curvatureExponent(spec, curvature) < 0),
  );
  if (!shrinking && !steady)
    return `Steps of this length are too long to come to rest: around every minimum ${shakeOf(spec) > 0 ? 'of the average ' : ''}they throw a particle farther than it came.`;
  if (saddles.length === 0)
    return `${subject} has no saddle left: its only minimum has swallowed the others, and descent leads there.`;
  const [passes, which] =
    saddles.length === 1
      ? ['a saddle', 'the saddle']
      : [`${saddles.length} saddles`, 'the lowest of them'];
  const way = shrinking
    ? 'Steps that shrink like 1/n move away by a power of n'
    : 'The exponent is';
  return `${subject} has ${minima.length} minima and ${passes} between them, which the particles roll away from. ${way}${shrinking ? `, counted from ${which}` : ` that of ${which}`}.`;
}

function isFlat({ curvatures }: StationaryPoint): boolean {
  return curvatures.every((curvature) => curvature === 0);
}

/** @throws Error for a spec of another family: a fault of the program. */
function knownSurface(spec: Spec): SpecSurface {
  const surface = surfaceOf(spec);
  if (!surface) throw new Error(`The loss ${spec.loss.kind} has no surface.`);
  return surface;
}

/** A shaken surface: does its average still have a saddle that repels? */
function surfaceTheory(spec: Spec): CoordinateTheory {
  const surface = knownSurface(spec);
  const growth = placeGrowth(spec, surface);
  return {
    ...BARE,
    reason: 'A surface like this has no law in closed form; the map shows where its average leads.',
    growth,
    verdict: verdictOf(growth.exponent),
    longRun: longRun(spec, surface),
  };
}

/** Null where nobody knows it. */
const CRITICAL_SHAKES: Record<ShakenSurface, () => number | null> = {
  'double-well': () => criticalShake(SKEWED_VALLEY.slope),
  'spike-and-wells': () => null,
  'monkey-saddle': () => null,
};

export const surface: ModelTheory = {
  theory: surfaceTheory,
  growth: (spec) => placeGrowth(spec, knownSurface(spec)),
  thresholds: null,
  criticalShake: (spec) => {
    const { loss } = knownHandles(spec);
    return loss.family === 'surface' ? CRITICAL_SHAKES[loss.surface]() : null;
  },
  escape: () => ({
    probability: null,
    reason:
      'On a surface both coordinates move together: this has no exact escape probability here.',
  }),
  moments: null,
};
