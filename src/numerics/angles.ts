/**
 * Sines, tangents and their inverses of our own, as `elementary.ts`. Held by
 * tests/unit/numerics/elementary.test.ts.
 */

/** Pi / 2: 33 bits, 33 more, and the rest. */
const QUARTER_1 = 6746518852 / 2 ** 32;
const QUARTER_2 = 4484108710 / 2 ** 66;
const QUARTER_3 = 2.0222662487959506e-21;

/** Sine of r + rest, |r| <= pi / 4. */
function sineOf(r: number, rest: number): number {
  const z = r * r;
  const w = z * z;
  const odd = -1 / 6 + w * (-1 / 5040 + w * (-1 / 39916800 + w * (-1 / 1307674368000)));
  const even = 1 / 120 + w * (1 / 362880 + w * (1 / 6227020800 + w * (1 / 355687428096000)));
  return r + (r * z * (odd + z * even) + rest * (1 - 0.5 * z));
}

/** Cosine of r + rest, |r| <= pi / 4. */
function cosineOf(r: number, rest: number): number {
  const z = r * r;
  const w = z * z;
  const even = 1 / 24 + w * (1 / 40320 + w * (1 / 479001600 + w * (1 / 20922789888000)));
  const odd = -1 / 720 + w * (-1 / 3628800 + w * (-1 / 87178291200));
  const half = 0.5 * z;
  const one = 1 - half;
  return one + (1 - one - half + (w * (even + z * odd) - r * rest));
}

/** Pi in units of 2^-1200, by Machin's formula; made when an angle asks for it. */
let manyBits = 0n;

/** The angle whose tangent is 1 / q, in units of 2^-1264. */
function angleOfInverse(q: bigint): bigint {
  let sum = 0n;
  for (let term = (1n << 1264n) / q, n = 1n; term !== 0n; term /= -q * q, n += 2n) sum += term / n;
  return sum;
}

/** What is left of an angle after whole quarter turns, in two parts. */
let left = 0;
let rest = 0;

/** Whole quarter turns in x >= 0 for sineOf and cosineOf of what is left, at most pi / 4. */
function quarters(x: number): number {
  const n = Math.floor(x / QUARTER_1 + 0.5);
  if (n < 2 ** 20) {
    const first = x - n * QUARTER_1;
    const second = n * QUARTER_2;
    const sum = first - second;
    const lost = first - sum - second - n * QUARTER_3;
    left = sum + lost;
    rest = sum - left + lost;
    if (n === 0 || Math.abs(left) > 2 ** -30) return n;
  }
  // Nothing is left of so many digits, or x is large.
  manyBits ||= (16n * angleOfInverse(5n) - 4n * angleOfInverse(239n)) >> 64n;
  const whole = x < 2 ** 53 ? BigInt(x * 2 ** 53) << 1148n : BigInt(x) << 1201n;
  const turns = (2n * whole + manyBits) / (2n * manyBits);
  const over = (whole - turns * manyBits) >> 1001n;
  left = Number(over) / 2 ** 200;
  rest = Number(over - BigInt(left * 2 ** 200)) / 2 ** 200;
  return Number(turns & 3n);
}

/** Sine of x >= 0 and some quarter turns. */
function turned(x: number, turns: number): number {
  if (!(x < Number.POSITIVE_INFINITY)) return Number.NaN;
  const n = quarters(x) + turns;
  const value = n & 1 ? cosineOf(left, rest) : sineOf(left, rest);
  return n & 2 ? -value : value;
}

/** Error below 0.9 ulp. */
export function sin(x: number): number {
  return Math.abs(x) < 2 ** -27 ? x : x < 0 ? -turned(-x, 0) : turned(x, 0);
}

/** Error below 0.9 ulp. */
export function cos(x: number): number {
  return turned(Math.abs(x), 1);
}

/** Error below 2 ulp. */
export function tan(x: number): number {
  return Math.abs(x) < 2 ** -27 ? x : sin(x) / cos(x);
}

/** The angle of the point (x, y), -pi to pi. Error below 2 ulp. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  let up = Math.abs(y);
  let right = Math.abs(x);
  const large = Math.max(up, right);
  if (large === Number.POSITIVE_INFINITY) {
    up = up === large ? 1 : 0;
    right = right === large ? 1 : 0;
  } else if (large > 2 ** 1000) {
    up /= 2;
    right /= 2;
  }
  // Eighths of a turn to the nearest axis or diagonal, and the tangent of the angle from there,
  // below tan(pi / 8).
  const eighths = up <= 0.4142 * right ? 0 : right <= 0.4142 * up ? 2 : 1;
  const t =
    up === 0
      ? 0
      : eighths === 0
        ? up / right
        : eighths === 2
          ? -right / up
          : (up - right) / (up + right);
  const z = t * t;
  const w = z * z;
  let odd = 0;
  let even = 0;
  for (let k = 39; k > 1; k -= 4) {
    even = 1 / (k + 2) + w * even;
    odd = 1 / k + w * odd;
  }
  const rest = t * z * (odd - z * even);
  const side = x < 0 || Object.is(x, -0) ? -1 : 1;
  const turn = side > 0 ? eighths : 4 - eighths;
  const size = turn * (QUARTER_1 / 2) + side * t + (turn * (QUARTER_2 / 2) - side * rest);
  return y < 0 || Object.is(y, -0) ? -size : size;
}

/** Error below 2 ulp. */
export function atan(x: number): number {
  return atan2(x, 1);
}
