import type { ShakenSurface } from '../../models/loss/loss';
import type { NoiseTheory } from '../../models/noise/noise';
import { lossModel, noiseModel } from '../../models/registry';
import { hypot } from '../../numerics/elementary';
import { dimensionOf, radiusOf, type Spec, shakeOf, slopesOf } from '../../spec/spec';
import { SKEWED_VALLEY, smoothedDoubleWell, wellsAndSaddle } from './double-well';
import {
  linearNetwork2,
  quadraticSaddle,
  reluSaddle,
  type StationaryPoint,
  type Surface,
  stationaryPointNear,
} from './landscape';
import { smoothedSpikeAndWells } from './spike-and-wells';

/** The loss of a spec as a surface over its two coordinates. */
export interface SpecSurface {
  /** Without its noise. */
  atRest: Surface;
  /**
   * Averaged over the random translations, which is what particles descend on average; null where
   * it is the one at rest.
   */
  averaged: Surface | null;
  /** Part of the plane that is worth looking at. */
  window: { x: [number, number]; y: [number, number] };
  /**
   * Places of zero slope in the window, of the averaged surface where there is one: lowest first,
   * maxima left out.
   */
  points: StationaryPoint[];
}

/**
 * The surface that the particles of a spec move on; null unless it has exactly two coordinates.
 * Held by tests/page/surfaces.test.ts.
 */
export function surfaceOf(spec: Spec): SpecSurface | null {
  const { theory } = lossModel(spec.loss);
  if (!theory || dimensionOf(spec) !== 2) return null;
  const [a1, a2] = slopesOf(spec);
  switch (theory.family) {
    case 'surface':
      return SHAKEN_SURFACES[theory.surface](spec);
    case 'network':
      return network(a1, spec);
    case 'saddle':
      return flatSaddle(quadraticSaddle(a1, a2), spec);
    case 'ridge':
      return flatSaddle(reluSaddle(a1, a2), spec);
    default:
      return theory satisfies never;
  }
}

/** A surface that pushes and pulls along its axes. */
function flatSaddle(atRest: Surface, spec: Spec): SpecSurface {
  const [a1, a2] = slopesOf(spec);
  const half = Math.max(1.25 * reachOfStart(spec), Math.min(4, radiusOf(spec) ?? 4));
  return { atRest, averaged: null, window: square(half), points: originOf(a1, a2) };
}

const SHAKEN_SURFACES: Record<ShakenSurface, (spec: Spec) => SpecSurface | null> = {
  'double-well': doubleWell,
  'spike-and-wells': spikeAndWells,
};

/** The law of the translations changes the average by a constant, of their fourth moment. */
function doubleWell(spec: Spec): SpecSurface | null {
  const shake = shakeOf(spec);
  const atRest = smoothedDoubleWell(0);
  const averaged = averageOf(spec, atRest, smoothedDoubleWell);
  if (!averaged) return null;
  return {
    atRest,
    averaged: shake > 0 ? averaged : null,
    window: { x: [-2, 4], y: [-4, 4] },
    points: wellsOf(averaged, shake),
  };
}

function spikeAndWells(spec: Spec): SpecSurface | null {
  const shake = shakeOf(spec);
  const atRest = smoothedSpikeAndWells(0);
  const averaged = averageOf(spec, atRest, smoothedSpikeAndWells);
  if (!averaged) return null;
  return {
    atRest,
    averaged: shake > 0 ? averaged : null,
    window: square(4),
    points: placesIn(averaged, 4),
  };
}

const AVERAGES: Record<
  NoiseTheory['law'],
  (shake: number, atRest: Surface, smoothed: (shake: number) => Surface) => Surface | null
> = {
  gaussian: (shake, _, smoothed) => smoothed(shake),
  'two-point': (shake, atRest) => overSigns(atRest, shake),
  // Refused by every surface.
  dataset: () => null,
};

/**
 * The average over the translations of a spec; null where nobody knows it.
 * @param smoothed  The average over normal translations.
 */
function averageOf(
  spec: Spec,
  atRest: Surface,
  smoothed: (shake: number) => Surface,
): Surface | null {
  const { theory } = noiseModel(spec.noise);
  return theory && AVERAGES[theory.law](shakeOf(spec), atRest, smoothed);
}

/** Places of zero slope are looked for from so many starts in each direction. */
const STARTS = 40;
/** Curvature below which a place is no more than the flat outskirts of a surface. */
const FLAT = 0.01;

/**
 * Minima and saddles in the square of half width `half`, by Newton's method from where the slope is
 * less than all around. The same places as `stationaryPoints` finds from every start, in a
 * hundredth of its time: a slider asks many times a second.
 */
function placesIn(surface: Surface, half: number): StationaryPoint[] {
  const at = (i: number) => ((i + 0.5) / STARTS) * 2 * half - half;
  const slopes = Float64Array.from({ length: STARTS * STARTS }, (_, i) =>
    hypot(...surface.gradient(at(i % STARTS), at(Math.floor(i / STARTS)))),
  );
  const found: StationaryPoint[] = [];
  for (let row = 1; row < STARTS - 1; row++)
    for (let column = 1; column < STARTS - 1; column++) {
      const own = slopes[row * STARTS + column];
      const around = [-1, 0, 1].flatMap((down) =>
        [-1, 0, 1].map((right) => slopes[(row + down) * STARTS + column + right]),
      );
      if (around.some((slope) => slope < own)) continue;
      const point = stationaryPointNear(surface, at(column), at(row));
      if (!point || point.kind === 'maximum') continue;
      const steep = Math.max(Math.abs(point.curvatures[0]), Math.abs(point.curvatures[1])) > FLAT;
      const inside = Math.abs(point.x) <= half && Math.abs(point.y) <= half;
      const known = found.some((other) => hypot(other.x - point.x, other.y - point.y) < 1e-6);
      if (steep && inside && !known) found.push(point);
    }
  return found.sort((one, other) => one.value - other.value);
}

/** Minima and saddle of the averaged double well: all on y = 0. */
function wellsOf(averaged: Surface, shake: number): StationaryPoint[] {
  const { minima, saddle } = wellsAndSaddle(SKEWED_VALLEY.slope, shake);
  const [, c1, c2, c3] = SKEWED_VALLEY.slope;
  const point = (kind: StationaryPoint['kind'], x: number): StationaryPoint => {
    const across = c1 + 2 * c2 * x + 3 * c3 * (x * x + shake * shake);
    const curvatures: [number, number] = [Math.min(across, 2), Math.max(across, 2)];
    return { kind, x, y: 0, value: averaged.value(x, 0), curvatures };
  };
  return [
    ...minima.map((x) => point('minimum', x)),
    ...(saddle === null ? [] : [point('saddle', saddle)]),
  ]
    .filter(({ x }) => x >= -2 && x <= 4)
    .sort((one, other) => one.value - other.value);
}

/** The average over the four translations by `shake` up or down each axis. */
function overSigns({ value, gradient }: Surface, shake: number): Surface {
  const SIGNS = [-shake, shake];
  return {
    value: (x, y) => {
      let sum = 0;
      for (const dx of SIGNS) for (const dy of SIGNS) sum += value(x + dx, y + dy);
      return sum / 4;
    },
    gradient: (x, y) => {
      const sum: [number, number] = [0, 0];
      for (const dx of SIGNS)
        for (const dy of SIGNS) {
          const [alongX, alongY] = gradient(x + dx, y + dy);
          sum[0] += alongX / 4;
          sum[1] += alongY / 4;
        }
      return sum;
    },
  };
}

/**
 * All of the curve x y = a is a valley floor; of it the two places with equal weights are named.
 */
function network(a: number, spec: Spec): SpecSurface {
  const surface = linearNetwork2(a);
  const size = Math.abs(a);
  const root = Math.sqrt(size);
  const half = Math.max(1.25 * reachOfStart(spec), 2 * root, 1);
  const minimum = (x: number, y: number): StationaryPoint => ({
    kind: 'minimum',
    x,
    y,
    value: surface.value(x, y),
    curvatures: [0, 2 * size],
  });
  const origin: StationaryPoint = {
    kind: 'saddle',
    x: 0,
    y: 0,
    value: 0.5,
    curvatures: [-size, size],
  };
  return {
    atRest: surface,
    averaged: null,
    window: square(half),
    points:
      a === 0
        ? [minimum(0, 0)]
        : [minimum(root, Math.sign(a) * root), minimum(-root, -Math.sign(a) * root), origin],
  };
}

/**
 * What lies at 0 of a saddle whose directions have these slopes; nothing where it is flat along one
 * of them.
 */
function originOf(a1: number, a2: number): StationaryPoint[] {
  if (a1 === 0 || a2 === 0 || (a1 > 0 && a2 > 0)) return [];
  const curvatures: [number, number] = [Math.min(-a1, -a2), Math.max(-a1, -a2)];
  return [{ kind: a1 < 0 && a2 < 0 ? 'minimum' : 'saddle', x: 0, y: 0, value: 0, curvatures }];
}

function square(half: number): SpecSurface['window'] {
  const round = Number(half.toPrecision(2));
  const end = round >= half ? round : half * 1.05;
  return { x: [-end, end], y: [-end, end] };
}

/** Largest |coordinate| that the start gives to all but a few particles. */
function reachOfStart({ start }: Spec): number {
  if (start.kind === 'point') return Math.max(...start.x.map(Math.abs));
  if (start.kind === 'uniform')
    return Math.max(...start.low.map(Math.abs), ...start.high.map(Math.abs));
  return Math.max(...start.mean.map((mean, i) => Math.abs(mean) + 3 * start.standardDeviation[i]));
}
