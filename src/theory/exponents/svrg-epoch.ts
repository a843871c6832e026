import { expm1, square } from '../../numerics/elementary';
import { boundedBy, type Estimate, exactly } from '../estimate';
import { carriedBack, type Measured, oneStep } from './carried-back';
import { lyapunovExponentTwoPoint } from './coin-factors';
import {
  densityExponent,
  epochOperator,
  type InnerStep,
  keepsSign,
  lastStep,
  meanSignValues,
} from './epoch-operator';
import { signsIn } from './independent-law';
import { logAbsolute } from './lyapunov';
import { signBeginning, signEnding, signMaps, stepsWithin } from './sign-endings';
import { type CorrectedStep, epochExponent } from './svrg';

/** Most endings of an inner loop that are enumerated. */
const LARGEST_ENUMERATION = 2 ** 25;
/** Largest growth that sums over all endings have room for. */
const LARGEST_GROWTH = 1e250;
/** Errors of an epoch's exponent that a sum over all endings, and closed forms, may have. */
const ROUNDING = 1e-13;
/** Widths of panels, ever finer, of functions that are smooth. */
const SMOOTH = [2, 1.4, 1, 0.7, 0.5, 0.35];
/**
 * Those of functions with a logarithm's pole for every ending of signs, most endings that are
 * followed, and moves of the panels.
 */
const ROUGH = [
  { endings: 256, width: 0.5 },
  { endings: 4096, width: 0.5 },
  { endings: 16384, width: 0.25 },
  { endings: 65536, width: 0.25 },
];
const SHIFTS = 8;
/** Times the accuracy asked for that is enough where signs lead past G = 0. */
const ENOUGH = 10;
/** Signs beyond which their mean has a density, and from which on it may have one. */
const MOST_ATOMS = 256;
const NEARLY_NORMAL = 16;

/**
 * E log |G| after `count` inner steps: how fast log |x*| moves per epoch; exactly 0 for count = 0
 * and for pull = 0, -Infinity where G vanishes with positive probability.
 *
 * One and two steps are closed forms, and signs with up to 2^25 endings are added up: exact, error
 * 1e-13 per step. Of weak noise the variance is taken off, within a bound. Else the mean as a
 * function of y is carried back one step at a time (`epochOperator`), on panels ever finer until
 * two results agree to `accuracy`, which is the error stated, ten times as much where signs may
 * make G change its sign (`onShiftedPanels`). Of many short steps, the epoch is that of fewer and
 * longer ones, carried to the true length by a polynomial in one over their number. Held by
 * tests/unit/theory/svrg-epoch.test.ts. Long epochs of small steps are anchored at their limit
 * (`anchored`). Takes 1 to 300 ms, and up to some seconds where many signs lead past G = 0. count:
 * a whole number >= 0. Derived in docs/models/svrg.md.
 *
 * @param accuracy  Per step, absolute.
 */
export function landmarkRatioExponent(
  step: CorrectedStep,
  count: number,
  accuracy = 1e-5 * Math.min(1, Math.abs(step.v)),
): Estimate {
  const { pull } = step;
  const v = Math.abs(step.v);
  if (count === 0 || pull === 0) return exactly(0);
  if (v === 0 || count === 1) return exactly(count * logAbsolute(1 + pull, pull), ROUNDING * count);
  const weak = weakNoise(pull, v, count);
  if (weak) return weak;
  const signs = signsIn(step) ?? 0;
  const listed = signs > 0 && signs <= MOST_ATOMS;
  const inner = {
    pull,
    v,
    atoms: listed ? meanSignValues(signs) : null,
    signs: listed ? 0 : signs,
  };
  if (count === 2) return exactly(lastStep(inner, pull), ROUNDING);
  if (inner.atoms && stepsWithin(signStep(inner), LARGEST_ENUMERATION, LARGEST_GROWTH) >= count - 1)
    return exactly(enumerated(signStep(inner), count), ROUNDING * count);
  const { value, error } =
    inner.signs > 0
      ? manySigns(inner, count, accuracy)
      : (signs >= NEARLY_NORMAL && nearlyNormal(inner, signs, count, accuracy)) ||
        manySteps(inner, count, accuracy);
  return boundedBy(value, error);
}

/** Share of the exponent that weak noise may leave out. */
const WEAK = 1e-7;

/**
 * ln E G - Var G / (2 (E G)^2), for noise so weak that the third moment does not count; null for
 * stronger noise. D = Var G / (E G)^2 obeys D' = D (1 + w^2) + w^2 (1 - 1 / E G)^2, w = v / m,
 * which subtracts nothing: steps of any smallness keep their digits.
 */
function weakNoise(pull: number, v: number, count: number): Estimate | null {
  const strength = square(v / (1 + pull));
  const rate = logAbsolute(1 + pull, pull);
  const mean = count * rate;
  // All of the variance comes at once in the bound of it.
  if (count > 1e6 || !(pull > -0.5) || !(count * strength * square(expm1(-mean)) < 1e-3))
    return null;
  let variance = 0;
  for (let k = 0; k < count; k++) variance += strength * (variance + square(expm1(-k * rate)));
  const error = 2 * variance * Math.sqrt(variance) + ROUNDING * Math.abs(mean);
  return error < WEAK * Math.abs(mean) ? boundedBy(mean - variance / 2, error) : null;
}

type SignStep = Parameters<typeof signMaps>[0];

function signStep({ pull, v, atoms }: InnerStep): SignStep {
  return { pull, v, atoms: atoms! };
}

/**
 * The sum over all endings: of the later steps for every place that the earlier ones may lead to.
 */
function enumerated(step: SignStep, count: number): number {
  // The first step has nothing to multiply.
  const later = Math.floor((count - 1) / 2);
  const { mean } = signEnding(signMaps(step, later));
  const { y, probability } = signBeginning(step, count - later);
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += probability[i] * mean(y[i]);
  return sum;
}

/**
 * The mean of signs as a density, where that is good enough: it takes less time than all its
 * values.
 */
function nearlyNormal(
  step: InnerStep,
  signs: number,
  count: number,
  accuracy: number,
): Measured | null {
  const found = isSmooth(step) ? null : manySigns({ ...step, atoms: null, signs }, count, accuracy);
  return found && found.error <= ENOUGH * accuracy * count ? found : null;
}

/**
 * Half of what the kurtosis of a density moves the exponent by bounds what later cumulants do; and
 * the gaps between the values of a mean of signs move each step by as much as they move the first.
 */
function manySigns(step: InnerStep, count: number, accuracy: number): Measured {
  const own = manySteps(step, count, accuracy);
  const normal = manySteps({ ...step, signs: 0 }, count, accuracy);
  const moved = Math.abs(own.value - normal.value) + own.error + normal.error;
  const gaps = Math.abs(insideOf(step) - signExponent(step.pull, step.v, step.signs));
  return { value: own.value, error: own.error + moved / 2 + 2 * count * gaps };
}

/** E log |M| of one step. */
function insideOf({ pull, v, atoms, signs }: InnerStep): number {
  return atoms ? signExponent(pull, v, batchOf(atoms)) : densityExponent(1 + pull, v, signs, pull);
}

function signExponent(pull: number, v: number, signs: number): number {
  return lyapunovExponentTwoPoint(1 + pull, v * Math.sqrt(signs), signs, pull);
}

/**
 * More steps than MANY are taken for fewer ones, of noise LONG and less, where those are fewer by
 * all multiples.
 */
const LONG = 0.14;
const MANY = 256;
/** Fewest of the long steps, the largest pull of one, and their numbers as multiples. */
const FEWEST = 48;
const LARGEST_PULL = 0.05;
const MULTIPLES = [1, 1.4, 2];

/** Steps of which more than so many are anchored at the limit of small steps, and their noise. */
const ANCHORED = 4000;
const ANCHORED_NOISE = 0.6;
/** Largest noise of a step that counts as short beside these. */
const SHORT_NOISE = 0.1;
/** Relative error of `epochExponent` (tests/unit/theory/svrg.test.ts). */
const LIMIT_ERROR = 5e-3;

function manySteps(step: InnerStep, count: number, accuracy: number): Measured {
  const { pull, v } = step;
  if (pull > 0 && v < SHORT_NOISE && count * square(v / LONG) > ANCHORED)
    return anchored(step, count, accuracy);
  const least = Math.ceil(
    Math.max(FEWEST, count * (v / LONG) * (v / LONG), (count * Math.abs(pull)) / LARGEST_PULL),
  );
  const counts = MULTIPLES.map((multiple) => Math.ceil(multiple * least));
  if (count <= MANY || counts[counts.length - 1] > count)
    return onPanels(step, count, accuracy * count);
  // The same growth and the same variance in fewer steps, and where signs leave poles as many
  // signs.
  const { atoms } = step;
  const rough = atoms && !isSmooth(step) ? batchOf(atoms) : step.signs;
  const found = counts.map((few) => {
    const longer = { pull: (pull * count) / few, v: v * Math.sqrt(count / few) };
    const signs = Math.round((rough * count) / few);
    const own = signs > 0 ? { atoms: null, signs } : { atoms, signs: 0 };
    return onPanels({ ...longer, ...own }, few, (accuracy * count) / 10);
  });
  const all = extrapolated(counts, found, count);
  const fewer = extrapolated(counts.slice(1), found.slice(1), count);
  return { value: all.value, error: all.error + Math.abs(all.value - fewer.value) };
}

/**
 * Between the limit of infinitely many steps and that of few long ones, in a straight line in one
 * over their number: in tens of milliseconds, where panels would take seconds. The error counts
 * that of the limit, and as much again as the line moves.
 */
function anchored(step: InnerStep, count: number, accuracy: number): Measured {
  const { pull, v } = step;
  const few = Math.ceil(
    Math.max(count * square(v / ANCHORED_NOISE), (count * pull) / LARGEST_PULL),
  );
  const longer = {
    pull: (pull * count) / few,
    v: v * Math.sqrt(count / few),
    atoms: null,
    signs: 0,
  };
  const found = carriedBack(oneStep(longer), few, {
    operator: epochOperator(longer, few, SMOOTH[0]),
    inside: insideOf(longer),
    tolerance: accuracy * count,
  });
  const limit = epochExponent(pull * count, square(v) * count);
  const moved = ((found.value - limit) * few) / count;
  return {
    value: limit + moved,
    error: LIMIT_ERROR * Math.abs(limit) + Math.abs(moved) + (found.error * few) / count,
  };
}

/** Value at 1 / count of the polynomial in 1 / counts through these. */
function extrapolated(counts: number[], found: Measured[], count: number): Measured {
  let [value, error] = [0, 0];
  counts.forEach((own, i) => {
    let weight = 1;
    counts.forEach((other, j) => {
      if (j !== i) weight *= (1 / count - 1 / other) / (1 / own - 1 / other);
    });
    value += weight * found[i].value;
    error += Math.abs(weight) * found[i].error;
  });
  return { value, error };
}

/** @param tolerance  Of the whole epoch. */
function onPanels(step: InnerStep, count: number, tolerance: number): Measured {
  if (!isSmooth(step)) return onShiftedPanels(step, count, tolerance);
  const inside = insideOf(step);
  const ending = oneStep(step);
  let coarse: Measured | null = null;
  let difference = 0;
  for (const width of SMOOTH) {
    const operator = epochOperator(step, count, width);
    const fine = carriedBack(ending, count, { operator, inside, tolerance: tolerance / 4 });
    if (coarse) {
      difference = Math.abs(fine.value - coarse.value);
      if (difference < tolerance / 2) return { ...fine, error: fine.error + difference };
    }
    coarse = fine;
  }
  return { value: coarse!.value, error: coarse!.error + difference };
}

/**
 * Every ending of signs leaves a pole of the logarithm, which panels miss by an error that has the
 * sign of its place on them. So the first and the last steps are followed exactly, and the mean is
 * taken over panels that are moved by eighths of their width. The error stated is twice the range
 * of eight such results, which is eight standard errors of their mean; ten times the tolerance is
 * enough.
 */
function onShiftedPanels(step: InnerStep, count: number, tolerance: number): Measured {
  const inside = insideOf(step);
  let found: Measured | null = null;
  let last = '';
  const own = signStep(step);
  for (const { endings, width } of ROUGH) {
    const followed = stepsWithin(own, endings);
    if (last === `${followed} ${width}`) continue;
    last = `${followed} ${width}`;
    const ending = signEnding(signMaps(own, followed));
    const beginning = signBeginning(own, Math.min(followed, count - 1 - followed) + 1);
    const values: number[] = [];
    let left = 0;
    for (let k = 0; k < SHIFTS; k++) {
      const operator = epochOperator(step, count, width, k / SHIFTS, beginning);
      const one = carriedBack(ending, count, { operator, inside, tolerance: tolerance / 4 });
      values.push(one.value);
      left = Math.max(left, one.error);
    }
    const value = values.reduce((sum, one) => sum + one, 0) / SHIFTS;
    const error = 2 * (Math.max(...values) - Math.min(...values)) + left;
    if (!found || error < found.error) found = { value, error };
    if (found.error <= ENOUGH * tolerance) break;
  }
  return found!;
}

/** Whether no path of signs leads near G = 0, where log |G| has its pole. */
function isSmooth(step: InnerStep): boolean {
  return !step.atoms || (step.pull > 0 && keepsSign(step));
}

/** Number of signs whose mean has these values. */
function batchOf(atoms: NonNullable<InnerStep['atoms']>): number {
  const spacing = atoms[1].z - atoms[0].z;
  return Math.round(4 / (spacing * spacing));
}
