import { isProportional } from '../../spec/rates';
import type { Spec } from '../../spec/spec';
import { familyOf } from '../handles';
import { modelTheory } from '../model-theories';
import type { CoordinateTheory, GrowthRates, ModelTheory } from '../model-theory';
import { symmetricEigenvalues } from '../numerics/symmetric-eigenvalues';
import { matrixOf } from '../surfaces/loss-numbers';
import { BARE } from './common';
import { larger } from './network';

/**
 * Steps that are linear in the slopes they take are those of one saddle for each eigenvector of the
 * matrix: xi multiplies all of them alike, and eta pushes along each by its share. Largest
 * eigenvalue first.
 */
function directions(spec: Spec): Spec[] {
  return symmetricEigenvalues(matrixOf(spec)).map((a) => ({
    ...spec,
    loss: { kind: 'saddle', a: [a] },
    start: { kind: 'point', x: [1] },
    escape: { radius: 1e30 },
    histogram: { ...spec.histogram, coordinate: 0 },
  }));
}

/** The largest exponent of all directions, and the largest rate. */
function largestGrowth(list: readonly GrowthRates[]): GrowthRates {
  const largest = { ...list[0] };
  for (const { exponent, rate } of list.slice(1)) {
    largest.exponent = largest.exponent && exponent && larger(largest.exponent, exponent);
    largest.rate = largest.rate === null || rate === null ? null : Math.max(largest.rate, rate);
  }
  return largest;
}

function along(direction: Spec): ModelTheory {
  return modelTheory(familyOf(direction)!);
}

function growth(spec: Spec, accuracy?: number): GrowthRates {
  const all = directions(spec).map((one) => along(one).growth(one, accuracy));
  const found = { ...largestGrowth(all), place: 'origin' } as const;
  return isProportional(spec) ? found : { ...found, exponent: null, rate: null };
}

/** Of them all: one way out is enough, and none may be unknown where there is none. */
function verdictOfAll(verdicts: readonly CoordinateTheory['verdict'][]) {
  const order = ['escapes', 'unknown', 'critical'] as const;
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'trapped';
}

function theory(spec: Spec, step: number): CoordinateTheory {
  const list = directions(spec);
  const verdicts = list.map((one) => along(one).theory(one, step).verdict);
  const values = list.map(({ loss }) => ('a' in loss ? Number(loss.a[0].toPrecision(4)) : 0));
  return {
    ...BARE,
    reason: 'Coordinates that mix have no law in closed form here.',
    growth: growth(spec),
    verdict: isProportional(spec) ? verdictOfAll(verdicts) : 'unknown',
    longRun: `Along the eigenvectors of its matrix this is a saddle with pushes of ${values.join(', ').replaceAll('-', '−')}: the direction that grows fastest has the say.`,
  };
}

export const quadraticFormTheory: ModelTheory = {
  theory,
  growth,
  thresholds: null,
  escape: () => ({
    probability: null,
    reason:
      'The coordinates of a quadratic form move together: this has no exact escape probability here.',
  }),
  moments: null,
};
