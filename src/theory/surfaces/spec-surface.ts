import type { MeanLoss } from '../../models/loss/loss';
import { lossModel } from '../../models/registry';
import { hypot, square } from '../../numerics/elementary';
import { formulaOf, parameterValues } from '../../spec/formula-of';
import { dimensionOf, radiusOf, type Spec, shakeOf, slopeOf, slopesOf } from '../../spec/spec';
import { averageOf } from './averaged-surface';
import { SKEWED_VALLEY, smoothedDoubleWell, wellsAndSaddle } from './double-well';
import { formulaAt } from './formula-at';
import { criticalPoints } from './formula-points';
import {
  factorisation2,
  linearNetwork2,
  MONKEY_SADDLE,
  quadraticSaddle,
  reluSaddle,
  type StationaryPoint,
  type Surface,
  stationaryPointNear,
} from './landscape';
import { lossNumbersOf, matrixOf } from './loss-numbers';
import { octopusAt } from './octopus';
import { smoothedSpikeAndWells } from './spike-and-wells';
import { networkOfOneUnit, trainingSetOf } from './tanh-network';

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
  const { meanLoss } = lossModel(spec.loss);
  return meanLoss && dimensionOf(spec) === 2 ? SURFACES[meanLoss](spec) : null;
}

const SURFACES: Record<MeanLoss, (spec: Spec) => SpecSurface | null> = {
  saddle: (spec) => flatSaddle(quadraticSaddle(slopeOf(spec, 0), slopeOf(spec, 1)), spec),
  ridge: (spec) => flatSaddle(reluSaddle(slopeOf(spec, 0), slopeOf(spec, 1)), spec),
  quartic: (spec) => quarticSurface(slopeOf(spec, 0), slopeOf(spec, 1), spec),
  'quadratic-form': rotatedSaddle,
  rosenbrock: bentValley,
  octopus: octopusSurface,
  'tanh-network': networkSurface,
  network: (spec) => valleyFloor(linearNetwork2(slopeOf(spec, 0)), spec),
  formula,
  factorisation: (spec) => valleyFloor(factorisation2(slopeOf(spec, 0)), spec),
  'double-well': doubleWell,
  'spike-and-wells': spikeAndWells,
  'monkey-saddle': monkey,
};

/** A surface that pushes and pulls along its axes. */
function flatSaddle(atRest: Surface, spec: Spec): SpecSurface {
  const [a1, a2] = slopesOf(spec);
  const half = Math.max(1.25 * reachOfStart(spec), Math.min(4, radiusOf(spec) ?? 4));
  return { atRest, averaged: null, window: squareWindow(half), points: originOf(a1, a2) };
}

/** The law of the translations changes the average by a constant, of their fourth moment. */
function doubleWell(spec: Spec): SpecSurface | null {
  const shake = shakeOf(spec);
  const atRest = smoothedDoubleWell(0);
  const averaged = averageOf(spec, smoothedDoubleWell);
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
  const averaged = averageOf(spec, smoothedSpikeAndWells);
  if (!averaged) return null;
  return {
    atRest,
    averaged: shake > 0 ? averaged : null,
    window: squareWindow(4),
    points: placesIn(averaged, 4),
  };
}

/** f = -a1 x^4/4 - a2 y^4/4. */
function quarticSurface(a1: number, a2: number, spec: Spec): SpecSurface {
  const atRest: Surface = {
    value: (x, y) => -(a1 * square(x * x) + a2 * square(y * y)) / 4,
    gradient: (x, y) => [-a1 * x * x * x, -a2 * y * y * y],
  };
  const flat = { x: 0, y: 0, value: 0, curvatures: [0, 0] } satisfies Partial<StationaryPoint>;
  const points = originOf(a1, a2).map((point) => ({ ...point, ...flat }));
  return { ...flatSaddle(atRest, spec), points: points as StationaryPoint[] };
}

/** f = -x^T A x / 2. */
function rotatedSaddle(spec: Spec): SpecSurface {
  const [[xx, xy], [, yy]] = matrixOf(spec);
  const atRest: Surface = {
    value: (x, y) => -(xx * x * x + 2 * xy * x * y + yy * y * y) / 2,
    gradient: (x, y) => [-(xx * x + xy * y), -(xy * x + yy * y)],
  };
  const half = hypot((xx - yy) / 2, xy);
  const middle = (xx + yy) / 2;
  return { ...flatSaddle(atRest, spec), points: originOf(middle + half, middle - half) };
}

/** f = (1 - x)^2 + b (y - x^2)^2, whose only place of zero slope is (1, 1). */
function bentValley(spec: Spec): SpecSurface {
  const [b] = lossNumbersOf(spec);
  const atRest: Surface = {
    value: (x, y) => square(1 - x) + b * square(y - x * x),
    gradient: (x, y) => [-2 * (1 - x) - 4 * b * x * (y - x * x), 2 * b * (y - x * x)],
  };
  // Second derivatives 2 + 8 b, -4 b, 2 b.
  const half = hypot(1 + 3 * b, 4 * b);
  const curvatures: [number, number] = [(4 * b) / (1 + 5 * b + half), 1 + 5 * b + half];
  return {
    atRest,
    averaged: null,
    window: { x: [-2, 2], y: [-1, 3] },
    points: [{ kind: 'minimum', x: 1, y: 1, value: 0, curvatures }],
  };
}

/** One unit: w and v. The saddle at 0, and minima wherever Newton's method finds them. */
function networkSurface(spec: Spec): SpecSurface {
  const atRest = networkOfOneUnit(trainingSetOf(spec));
  const shown = squareWindow(Math.max(3, 1.25 * reachOfStart(spec)));
  return { atRest, averaged: null, window: shown, points: placesIn(atRest, shown.x[1]) };
}

/** Two coordinates of an octopus: saddles at 0 and (+-4 arms, 0), minima at (+-4, +-4 arms). */
function octopusSurface(spec: Spec): SpecSurface {
  const numbers = lossNumbersOf(spec);
  const [wall, ridge, arm] = numbers;
  const value = (x: number, y: number) => octopusAt(numbers, [x, y]);
  const end = 4 * arm;
  const pass = (x: number): StationaryPoint => {
    const curvatures: [number, number] = [-2 * ridge, 2 * wall];
    return { kind: 'saddle', x, y: 0, value: value(x, 0), curvatures };
  };
  const well = (x: number, y: number): StationaryPoint => {
    const curvatures: [number, number] = [2 * wall, 2 * wall];
    return { kind: 'minimum', x, y, value: value(x, y), curvatures };
  };
  const slope = new Float64Array(2);
  return {
    atRest: {
      value,
      gradient: (x, y) => {
        octopusAt(numbers, [x, y], slope);
        return [slope[0], slope[1]];
      },
    },
    averaged: null,
    window: squareWindow(1.5 * end),
    points: [
      ...[-end, end].flatMap((x) => [well(x, -end), well(x, end)]),
      pass(-end),
      pass(end),
      pass(0),
    ],
  };
}

/** Its own average, whatever shakes it: see shaders/loss/monkey-saddle.wgsl. */
function monkey(spec: Spec): SpecSurface {
  const half = Math.max(1.25 * reachOfStart(spec), Math.min(4, radiusOf(spec) ?? 4));
  return {
    atRest: MONKEY_SADDLE,
    averaged: null,
    window: squareWindow(half),
    points: [{ kind: 'saddle', x: 0, y: 0, value: 0, curvatures: [0, 0] }],
  };
}

/** A formula without its noise. */
function formula(spec: Spec): SpecSurface | null {
  const text = formulaOf(spec);
  if (!text) return null;
  const own = { text, parameters: parameterValues(spec) };
  const at = formulaAt(own);
  const half = Math.max(1.25 * reachOfStart(spec), Math.min(4, radiusOf(spec) ?? 4));
  const shown = squareWindow(half);
  const points = criticalPoints(own, shown.x[1]).flatMap((point): StationaryPoint[] => {
    const { kind, x, value, curvatures } = point;
    if (kind === 'maximum' || kind === 'flat') return [];
    return [{ kind, x: x[0], y: x[1], value, curvatures: [curvatures[0], curvatures[1]] }];
  });
  return {
    atRest: {
      value: (x, y) => at.value([x, y]),
      gradient: (x, y) => at.slopes([x, y]) as [number, number],
    },
    averaged: null,
    window: shown,
    points,
  };
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

/**
 * All of the curve x y = a is a valley floor; of it the two places with equal weights are named.
 */
function valleyFloor(surface: Surface, spec: Spec): SpecSurface {
  const a = slopeOf(spec, 0);
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
    value: surface.value(0, 0),
    curvatures: [-size, size],
  };
  return {
    atRest: surface,
    averaged: null,
    window: squareWindow(half),
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

function squareWindow(half: number): SpecSurface['window'] {
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
