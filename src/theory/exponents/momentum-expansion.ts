import { power, square } from '../../numerics/elementary';
import { boundedBy, type Estimate } from '../estimate';
import { signsIn } from './independent-law';
import {
  averageStep,
  type MomentumStep,
  noiselessExponent,
  type StoredMomentum,
} from './momentum-step';

/** Rounding of the terms: of their size where they are small, else of 1. */
const ROUNDING = 1e-12;
const LARGEST_ROUNDING = 1e-14;

function rounding(...terms: number[]): number {
  return Math.min(LARGEST_ROUNDING, ROUNDING * terms.reduce((sum, one) => sum + Math.abs(one), 0));
}

/**
 * The exponent of weak noise, by its expansion in the noise, with the size of the next term as the
 * error. Real roots r and q r of the average step, s = v / r (heavy ball) or v / m (Nesterov), K
 * the fourth moment of z:
 *
 *   log r - s^2 / (2 (1 - q)^2) - C s^4,  C = (K (1 - q^2) + p) / (4 (1 - q)^5 (1 + q)),
 *   p = 6 q^2 + 4 q (heavy ball), 2 q^4 + 4 q^3 + 4 q^2 (Nesterov);
 *
 * complex roots: log |r| + v^2 share / (4 det - trace^2). Error Infinity where the noise is not
 * weak. Derived in docs/models/heavy-ball.md, "Theory"; held by
 * tests/unit/theory/momentum-chain.test.ts.
 */
export function weakNoiseExponent(step: MomentumStep): Estimate {
  const { looksAhead, m, v, beta } = step;
  const { trace, determinant } = averageStep(step);
  const discriminant = trace * trace - 4 * determinant;
  const still = noiselessExponent(step);
  const none = boundedBy(still, Number.POSITIVE_INFINITY);
  if (discriminant > 0) {
    const root = (trace + (trace < 0 ? -1 : 1) * Math.sqrt(discriminant)) / 2;
    const q = determinant / (root * root);
    const s = square(v / (looksAhead ? m : root));
    const signs = signsIn(step);
    const kurtosis = signs === null ? 3 : 3 - 2 / signs;
    const memory = looksAhead ? 2 * q * q * q * q + 4 * q * q * q + 4 * q * q : 6 * q * q + 4 * q;
    const gap = 1 - q;
    const second = s / (2 * gap * gap);
    const weight = (kurtosis * (1 - q * q) + memory) / (4 * gap * gap * gap * gap * gap * (1 + q));
    const most = (3 * (1 - q * q) + Math.abs(memory)) / (4 * square(square(gap)) * gap * (1 + q));
    // Each further term is smaller by about the same share as this one is.
    const share = (5 * most * s * s) / second;
    if (!(share < 0.3)) return none;
    const fourth = weight * s * s;
    return boundedBy(still - second - fourth, most * s * s * share + rounding(still, second));
  }
  const rotation = -discriminant;
  const strength = (v * v) / rotation;
  const share = looksAhead ? (trace * trace - 2 * determinant) / (4 * m * m) : 1 / 2;
  const shift = strength * share;
  const size = strength * Math.max(1, looksAhead ? beta / Math.abs(m) : 0);
  // Angle of the rotation: cos = trace / (2 sqrt(det)).
  const cosine = trace / (2 * Math.sqrt(determinant));
  const sine = Math.sqrt(rotation / determinant) / 2;
  const next = size / sine;
  if (!(next < 0.05)) return none;
  // Near a rotation of order 2, whose square is -1, a tenth of the shift is missing: Kappus and
  // Wegner (1981).
  const resonance = Math.min(0.1, next / Math.abs(cosine));
  return boundedBy(still + shift, size * (resonance + next) * 4 + rounding(still, shift));
}

/**
 * What weak noise of batches that exclude each other within an epoch takes off the exponent, in
 * units of s^2 as in `weakNoiseExponent`. The direction is an autoregression x' = q x + z, with V =
 * E x^2 and W = E z x over an epoch: two batches of an epoch have the covariance -variance /
 * (samples - 1).
 *
 *   (1 + q) V / (2 (1 - q)), Nesterov less q W / (1 - q)
 */
export function epochShift(
  { looksAhead, values, batchSize }: Pick<StoredMomentum, 'looksAhead' | 'values' | 'batchSize'>,
  q: number,
): number {
  const samples = values.length;
  const batches = Math.floor(samples / batchSize);
  let variance = 0;
  for (const value of values) variance += (value * value) / samples;
  const ofBatch = (variance * (samples - batchSize)) / (batchSize * (samples - 1));
  const covariance = -variance / (samples - 1);
  const gap = 1 - q;
  const before = (covariance / gap) * (1 - (1 - power(q, batches)) / (batches * gap));
  const square = (ofBatch + 2 * q * before) / ((1 - q) * (1 + q));
  return ((1 + q) * square) / (2 * gap) - (looksAhead ? (q * before) / gap : 0);
}

/**
 * As `weakNoiseExponent`, of a stored set, with the sizes of the next two terms as the error: a set
 * has a third moment. Infinity for complex roots.
 */
export function weakStoredExponent(step: StoredMomentum): Estimate {
  const { looksAhead, m, scale, values, batchSize } = step;
  const { trace, determinant } = averageStep(step);
  const discriminant = trace * trace - 4 * determinant;
  const still = noiselessExponent(step);
  if (!(discriminant > 0)) return boundedBy(still, Number.POSITIVE_INFINITY);
  const root = (trace + (trace < 0 ? -1 : 1) * Math.sqrt(discriminant)) / 2;
  const q = determinant / (root * root);
  const s = Math.abs(scale / (looksAhead ? m : root));
  const shift = s * s * epochShift(step, q);
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  // Largest share of a direction that one batch moves, and all that a memory keeps of it.
  const kick = (s * largest) / Math.sqrt(batchSize);
  const gap = Math.min(1 - q, 1 + q, 1);
  const share = kick / (gap * Math.sqrt(gap));
  if (!(share < 0.1)) return boundedBy(still, Number.POSITIVE_INFINITY);
  const size = square(kick / gap);
  return boundedBy(still - shift, size * share * (1 + share) * 4 + rounding(still, shift));
}
