import { exp, log } from '../../numerics/elementary';
import { fairCoins } from '../numerics/fair-coins';
import { findMinimum, findRoot } from '../numerics/roots';
import { lyapunovExponentTwoPoint } from './coin-factors';
import { lyapunovExponentGaussian } from './lyapunov';
import { BLUR, firstFall, LEAST_PUSH, withoutClosePair } from './thresholds';
/**
 * The v > 0, the scale of one sign, where E log |m + v S| changes sign, S the mean of `batchSize`
 * fair signs, rising. One sign: sqrt(m^2 - 1) where |m| > 1 and sqrt(m^2 + 1), exactly. For more
 * signs the exponent dips to minus infinity wherever a factor vanishes, v = |m| / s, and is concave
 * between two such places, so there may be many roots, found between each pair. Dips and peaks
 * narrower than 2 BLUR of their place are left out, both their sides at once: with many signs and
 * |m| > 1.278 no other may remain, and the list is empty although each dip, in exact arithmetic,
 * traps at its very bottom. For an even number of signs and m = 0 the exponent is minus infinity
 * everywhere: no roots. Relative error 1e-12; BLUR where a dip sits right on a root of the exponent
 * without it. Throws nothing for finite m up to 1e100. Held by
 * tests/unit/theory/thresholds.test.ts.
 */
export function twoPointThresholds(m: number, batchSize = 1, pull = m - 1): number[] {
  const size = Math.abs(m);
  const beyond = m > 0 ? pull : size - 1;
  // m^2 - 1.
  const lower = beyond * (size + 1);
  if (batchSize === 1) {
    const upper = Math.sqrt(m * m + 1);
    return lower > LEAST_PUSH ? withoutClosePair([Math.sqrt(lower), upper]) : [upper];
  }
  // The ends of one search are those of the next: each place is worked out once.
  const seen = new Map<number, number>();
  const exponent = (v: number) => {
    const known = seen.get(v);
    if (known !== undefined) return known;
    const value = lyapunovExponentTwoPoint(size, v, batchSize, beyond);
    seen.set(v, value);
    return value;
  };
  // Even numbers of signs have mean 0 with positive probability: the factor vanishes for every v.
  if (size === 0) return batchSize % 2 === 0 ? [] : [exp(-exponent(1))];
  const dips = dipsOf(size, batchSize);
  const roots: number[] = [];
  const first = dips[0].place * (1 - BLUR);
  // Below the first dip the exponent falls from log |m|.
  let positive = exponent(0) > LEAST_PUSH;
  if (positive && !(exponent(first) > 0)) {
    roots.push(firstFall(exponent, Math.sqrt(lower * batchSize), first));
    positive = false;
  }
  dips.forEach((dip, i) => {
    const next = dips[i + 1];
    if (dip.decided !== null && next && next.decided === dip.decided) {
      positive = next.decided;
      return;
    }
    const low = dip.place * (1 + BLUR);
    const atLow = exponent(low) > 0;
    if (atLow !== positive) roots.push(dip.place);
    if (next) {
      const found = concaveRoots(exponent, dip.place, next.place);
      roots.push(...found);
      positive = atLow === (found.length % 2 === 0);
    } else if (!atLow) {
      let far = 2 * low;
      while (!(exponent(far) > 0)) far *= 2;
      roots.push(findRoot(exponent, low, far));
    }
  });
  return roots;
}

/**
 * Where a factor of the step vanishes, and the sign of the exponent all around it where that is
 * plain.
 */
interface Dip {
  place: number;
  /**
   * Positive (true) or negative (false) from BLUR below the dip to BLUR above, and up to a
   * neighbour that agrees.
   */
  decided: boolean | null;
}

/** From this number of signs on, the Gaussian exponent tells which dips cannot matter. */
const FEW_SIGNS = 64;

/**
 * The dips, rising. Around the dip of a sum of signs with probability P the exponent is that of
 * Gaussian noise of the same variance + P log |2 sin(pi x)|, x the distance in units of the
 * distance between dips, to within 1 / batchSize.
 */
function dipsOf(size: number, batchSize: number): Dip[] {
  const { first, probability } = fairCoins(batchSize);
  const dips: Dip[] = [];
  for (let i = 0; 2 * (first + i) < batchSize; i++) {
    const sum = batchSize - 2 * (first + i);
    const place = (size * batchSize) / sum;
    let decided: boolean | null = null;
    if (batchSize > FEW_SIGNS) {
      const smooth = lyapunovExponentGaussian(size, place / Math.sqrt(batchSize));
      const weight = 2 * probability[i];
      const depth = weight * Math.max(1, 1 - log(BLUR * sum));
      if (smooth > depth + 1 / batchSize) decided = true;
      else if (smooth < -2 * weight - 1 / batchSize) decided = false;
    }
    dips.push({ place, decided });
  }
  return dips;
}

/**
 * Roots of the exponent between two neighbouring dips, BLUR away from both: it is concave there.
 */
function concaveRoots(exponent: (v: number) => number, below: number, above: number): number[] {
  const low = below * (1 + BLUR);
  const high = above * (1 - BLUR);
  if (!(low < high)) return [];
  const [atLow, atHigh] = [exponent(low), exponent(high)];
  if (atLow > 0) return atHigh > 0 ? [] : [rootNearDip(exponent, above, high, low)];
  if (atHigh > 0) return [rootNearDip(exponent, below, low, high)];
  const top = risesAboveZero(exponent, low, high);
  if (top === null) return [];
  return withoutClosePair([
    rootNearDip(exponent, below, low, top),
    rootNearDip(exponent, above, high, top),
  ]);
}

/** A place where a concave f, not positive at either end, is positive; null where there is none. */
function risesAboveZero(f: (v: number) => number, low: number, high: number): number | null {
  const middle = (low + high) / 2;
  const atMiddle = f(middle);
  if (atMiddle > 0) return middle;
  // Where neither quarter is higher, the lines from them through the middle bound f: below 0 they
  // leave no room.
  const quarters = [f((low + middle) / 2), f((middle + high) / 2)];
  if (quarters.every((y) => y <= atMiddle && 2 * atMiddle - y < 0)) return null;
  const top = findMinimum((v) => -f(v), low, high);
  return f(top) > 0 ? top : null;
}

/**
 * Root between `edge`, close to the dip, and `far`, in the logarithm of the distance: there f is
 * nearly linear.
 */
function rootNearDip(f: (v: number) => number, dip: number, edge: number, far: number): number {
  const low = Math.min(edge, far);
  const high = Math.max(edge, far);
  const side = far > edge ? 1 : -1;
  // A little beyond both ends, and back to them: the signs there are known.
  const at = (t: number) => Math.max(low, Math.min(high, dip * (1 + side * exp(t))));
  const end = (v: number) => log(Math.abs(v - dip) / dip);
  return at(findRoot((t) => f(at(t)), end(edge) - 1e-6, end(far) + 1e-6, 0, 1e-12));
}
