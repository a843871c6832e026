import { betaOf, type Spec, shakeOf } from '../../spec/spec';
import { exactly, inTheLimit } from '../estimate';
import { logAbsolute } from '../exponents/lyapunov';
import { knownHandles } from '../handles';
import type { CoordinateTheory, GrowthRates, ModelTheory } from '../model-theory';
import { criticalShake, SKEWED_VALLEY } from '../surfaces/double-well';
import type { StationaryPoint } from '../surfaces/landscape';
import { surfaceOf } from '../surfaces/spec-surface';
import { BARE } from './common';

/** The place of a surface whose curvature counts: its lowest saddle, else its lowest minimum. */
function surfacePlace(points: readonly StationaryPoint[]): StationaryPoint | undefined {
  return (
    points.find(({ kind }) => kind === 'saddle') ?? points.find(({ kind }) => kind === 'minimum')
  );
}

/** Growth along the lowest curvature at a place of the averaged surface; 0 where there is none. */
function placeGrowth(spec: Spec, place: StationaryPoint | undefined): GrowthRates {
  const rate = place ? -spec.optimizer.learningRate * place.curvatures[0] : 0;
  const exponent = logAbsolute(1 + rate * spec.time.dt, rate * spec.time.dt);
  const { optimizer, schedule } = knownHandles(spec);
  const plain = optimizer.family === 'memoryless' && schedule === 'constant' && shakeOf(spec) === 0;
  return {
    exponent: plain
      ? exactly(exponent)
      : inTheLimit('plain descent of the average', exponent, Math.abs(exponent)),
    unit: 'ln distance per step',
    place: place?.kind === 'saddle' ? 'saddle' : 'minimum',
    rate,
  };
}

/** A shaken surface: does its average still have a saddle that repels? */
function surfaceTheory(spec: Spec): CoordinateTheory {
  const { optimizer, time } = spec;
  const { points } = surfaceOf(spec)!;
  const saddles = points.filter(({ kind }) => kind === 'saddle');
  const minima = points.filter(({ kind }) => kind === 'minimum');
  const place = surfacePlace(points);
  const growth = placeGrowth(spec, place);
  const step = (optimizer.learningRate * time.dt) / (1 - betaOf(spec));
  // At a minimum a step multiplies by 1 - step curvature: below -1 it throws farther than it came.
  const steady = minima.some(({ curvatures }) => step * curvatures[1] < 2);
  const shaken = shakeOf(spec) > 0 ? 'Averaged over its shaking, the' : 'The';
  const passes = saddles.length === 1 ? 'a saddle' : `${saddles.length} saddles`;
  const common = {
    ...BARE,
    reason: 'A surface like this has no law in closed form; the map shows where its average leads.',
    growth,
  };
  if (!place)
    return {
      ...common,
      verdict: 'critical',
      longRun: `${shaken} surface is flat around here: hardly anything pulls the particles anywhere.`,
    };
  if (!steady)
    return {
      ...common,
      verdict: 'escapes',
      longRun:
        'Steps of this length are too long for the surface: they throw the particles from side to side and out.',
    };
  return saddles.length > 0
    ? {
        ...common,
        verdict: 'escapes',
        longRun: `${shaken} surface has ${minima.length} minima and ${passes} between them, which the particles roll away from.`,
      }
    : {
        ...common,
        verdict: 'trapped',
        longRun: `${shaken} surface has no saddle left: its only minimum has swallowed the others, and descent leads there.`,
      };
}

export const surface: ModelTheory = {
  theory: surfaceTheory,
  growth: (spec) => placeGrowth(spec, surfacePlace(surfaceOf(spec)!.points)),
  thresholds: null,
  criticalShake: (spec) => {
    const { loss } = knownHandles(spec);
    const valley = loss.family === 'surface' && loss.surface === 'double-well';
    return valley ? criticalShake(SKEWED_VALLEY.slope) : null;
  },
  escape: () => ({
    probability: null,
    reason:
      'On a surface both coordinates move together: this has no exact escape probability here.',
  }),
  moments: null,
};
