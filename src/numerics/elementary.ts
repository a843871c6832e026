/**
 * Elementary functions of our own. ECMAScript leaves the digits of `Math.log` and its like, and of
 * `**`, to the engine, and they differ between versions of one. These use only what IEEE 754 fixes
 * (+, -, *, /, square root, bits), so that a derived number is the same on every machine. Held by
 * tests/unit/numerics/elementary.test.ts; why and at what cost:
 * docs/decisions/elementary-functions.md.
 *
 * Each takes any number and answers as the standard's function of that name does at 0, -0,
 * infinities and NaN. Errors are in units in the last place (ulp), measured. Coefficients are those
 * of Taylor, which need no table and no trust. Reductions after Cody and Waite (1980), sums that
 * keep what rounding loses after Dekker (1971).
 */

/** 2^k for k = -1074 to 1023, from the least. */
const POWERS = new Float64Array(2098);
for (let k = 0, power = 2 ** -1074; k < 2098; k++, power *= 2) POWERS[k] = power;

/** 2^k for a whole k. */
export function powerOfTwo(k: number): number {
  return k < -1074 ? 0 : k > 1023 ? Number.POSITIVE_INFINITY : POWERS[k + 1074];
}

/** ln 2: 42 bits, so that whole multiples are exact, and the rest. */
const LN2_HIGH = 3048493539143 / 2 ** 42;
const LN2_LOW = 5.497923018708371e-14;

const view = new DataView(new ArrayBuffer(8));

/** floor(log2 x) of a normal x > 0. */
function exponentOf(x: number): number {
  view.setFloat64(0, x, true);
  return (view.getInt32(4, true) >> 20) - 1023;
}

/** floor(log2 x), exactly, for any x > 0. */
export function floorLog2(x: number): number {
  return x < 2 ** -1022 ? exponentOf(x * 2 ** 54) - 54 : exponentOf(x);
}

/** ceil(log2 x), exactly, for any x > 0. */
export function ceilLog2(x: number): number {
  const k = floorLog2(x);
  return powerOfTwo(k) < x ? k + 1 : k;
}

/**
 * Sum of 2 z^k / (2k + 1) for k >= 2, z < 0.0295: log((1 + s) / (1 - s)) = s (2 + 2 z / 3 + this),
 * z = s^2.
 */
function logSeries(z: number): number {
  const w = z * z;
  const even = 2 / 5 + w * (2 / 9 + w * (2 / 13 + w * (2 / 17 + w * (2 / 21))));
  const odd = 2 / 7 + w * (2 / 11 + w * (2 / 15 + w * (2 / 19)));
  return w * (even + z * odd);
}

/**
 * log of u + rest u, for u > 0 and a tiny rest; `beyond` is that number - 1, with digits that u has
 * no room for.
 */
function logOf(u: number, beyond: number, rest: number): number {
  let k = floorLog2(u);
  let m = k < -1022 ? u * 2 ** 54 * POWERS[1020 - k] : u * POWERS[1074 - k];
  if (m > Math.SQRT2) {
    m /= 2;
    k++;
  }
  const f = k === 0 ? beyond : m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const half = 0.5 * f * f;
  const correction =
    half - (s * (half + ((2 / 3) * z + logSeries(z))) + (k === 0 ? 0 : k * LN2_LOW + rest));
  const whole = k * LN2_HIGH;
  const sum = whole + f;
  return sum + (whole - sum + f - correction);
}

/** Natural logarithm. Error below 0.9 ulp. */
export function log(x: number): number {
  if (x > 0 && x < Number.POSITIVE_INFINITY) return logOf(x, x - 1, 0);
  return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN;
}

/** log(1 + x). Error below 0.9 ulp. */
export function log1p(x: number): number {
  if (!(x > -1 && x < 2 ** 53))
    return x === -1 ? Number.NEGATIVE_INFINITY : x < -1 ? Number.NaN : log(x);
  if (Math.abs(x) < 2 ** -54) return x;
  const u = 1 + x;
  return logOf(u, x, (x < 1 ? x - (u - 1) : 1 - (u - x)) / u);
}

/** exp(x) - less for less = 0 or 1. */
function expOf(x: number, less: number): number {
  if (!(x < 710 && x > -746)) return x > 0 ? Number.POSITIVE_INFINITY : x < 0 ? 0 - less : x;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const high = x - k * LN2_HIGH;
  const rest = k * LN2_LOW;
  const r = high - rest;
  const z = r * r;
  // Taylor's series from r^2 / 2 on, even and odd terms apart: two short chains instead of a long
  // one.
  const even =
    1 / 2 +
    z *
      (1 / 24 +
        z *
          (1 / 720 +
            z * (1 / 40320 + z * (1 / 3628800 + z * (1 / 479001600 + z * (1 / 87178291200))))));
  const odd =
    1 / 6 +
    z * (1 / 120 + z * (1 / 5040 + z * (1 / 362880 + z * (1 / 39916800 + z * (1 / 6227020800)))));
  const tail = z * (even + r * odd) + (high - r - rest);
  if (less === 1 && k === 0) return r + tail;
  // 2^k (1 + r + tail) - less, without the rounding of its sums.
  const one = less === 0 ? 1 : 1 - powerOfTwo(-k);
  const sum = one + r;
  const value = sum + (one - sum + r + tail);
  if (k > -1022 && k < 1024) return value * POWERS[k + 1074];
  const part = k >> 1;
  return value * POWERS[part + 1074] * POWERS[k - part + 1074];
}

/** Error below 0.7 ulp. */
export function exp(x: number): number {
  return expOf(x, 0);
}

/** exp(x) - 1. Error below 0.95 ulp. */
export function expm1(x: number): number {
  return Math.abs(x) < 2 ** -54 ? x : x < -40 ? -1 : expOf(x, 1);
}

/** x^y for x >= 0, or for whole y. Error below 1 + |y log x| ulp. */
export function power(x: number, y: number): number {
  const size = y === 0 ? 1 : exp(y * log(Math.abs(x)));
  return x < 0 && y % 2 !== 0 ? -size : size;
}

/** x * x. */
export function square(x: number): number {
  return x * x;
}

/** sqrt(x^2 + y^2). Error below 1.2 ulp; 2 where the squares leave the range. */
export function hypot(x: number, y: number): number {
  const sum = x * x + y * y;
  if (sum > 2 ** -900 && sum < 2 ** 1000) return Math.sqrt(sum);
  const large = Math.max(Math.abs(x), Math.abs(y));
  const small = Math.min(Math.abs(x), Math.abs(y));
  return large * (small < large ? Math.sqrt(1 + square(small / large)) : Math.SQRT2);
}

/** exp(x) / 2, which is finite for a while after exp(x) is not. */
function halfOfExp(x: number): number {
  const root = exp(x / 2);
  return root * (root / 2);
}

/** Error below 2 ulp. */
export function sinh(x: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -27) return x;
  const grown = expm1(size);
  const value = size > 40 ? halfOfExp(size) : (grown + grown / (grown + 1)) / 2;
  return x < 0 ? -value : value;
}

/** Error below 2 ulp. */
export function cosh(x: number): number {
  const size = Math.abs(x);
  return size > 40 ? halfOfExp(size) : (exp(size) + exp(-size)) / 2;
}

/** Error below 2 ulp. */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -27) return x;
  const grown = expm1(2 * Math.min(size, 20));
  const value = grown / (grown + 2);
  return x < 0 ? -value : value;
}

/** Inverse of sinh. Error below 2 ulp. */
export function asinh(x: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -27) return x;
  const value =
    size > 2 ** 28 ? log(size) + Math.LN2 : log1p(size + square(size) / (1 + hypot(1, size)));
  return x < 0 ? -value : value;
}
