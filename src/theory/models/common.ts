import type { Estimate } from '../estimate';
import type { CoordinateTheory, GrowthRates } from '../model-theory';

/** What most of these have in common. */
export const BARE = {
  law: null,
  settled: true,
  relaxationTime: null,
  dtBias: null,
  tailIndex: null,
} satisfies Partial<CoordinateTheory>;

/** An exponent that is no larger share of its parts than this is 0. */
export const CANCELLED = 1e-12;

/**
 * Sign of an exponent that is exact, or whose bound excludes 0; unknown for every other. Critical
 * where no more than rounding is left of the `parts` that an exact one is the difference of.
 */
export function verdictOf(exponent: Estimate | null, parts = 0): CoordinateTheory['verdict'] {
  if (!exponent) return 'unknown';
  const { value, basis, error } = exponent;
  switch (basis) {
    case 'exact':
      if (Math.abs(value) <= CANCELLED * parts) return 'critical';
      break;
    case 'bounded':
      if (!(Math.abs(value) > error)) return error === 0 ? 'critical' : 'unknown';
      break;
    case 'limit':
      return 'unknown';
    default:
      return basis satisfies never;
  }
  return value > 0 ? 'escapes' : 'trapped';
}

/** Why there is no verdict, and what a limit would say; null where there is one. */
export function whyNoVerdict({ exponent, unit }: GrowthRates): string | null {
  if (!exponent) return 'Nobody knows how fast the distance grows here.';
  const { value, basis, error, limit } = exponent;
  const number = `${value < 0 ? '-' : '+'}${Math.abs(value).toPrecision(3)}`;
  const about = `${number} (${UNIT_WORDS[unit]})`;
  if (basis === 'limit')
    return `Not known for these steps: in the limit of ${limit} the exponent is ${about}, and would ${value < 0 ? 'trap' : 'let go'}.`;
  return Math.abs(value) > error
    ? null
    : `Not known: the exponent is ${about}, give or take ${error.toPrecision(2)}.`;
}

const UNIT_WORDS: Record<GrowthRates['unit'], string> = {
  'ln distance per step': 'ln |x| per step',
  'ln distance per ln step': 'a power of the step',
  'distance per step': '|x| per step',
  'distance per ln step': '|x| per ln n',
  'distance per step far out': '|x| per step',
};

/**
 * Minibatches of a stored set exclude each other within an epoch: laws of independent steps are
 * wider than theirs.
 */
export const DEPENDENT =
  'Minibatches without replacement cancel each other over an epoch: the law is narrower than that of independent ones, and has no closed form.';
