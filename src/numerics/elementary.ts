/**
 * Elementary functions of our own. ECMAScript leaves the digits of `Math.log` and its like, and of `**`, to the engine, and they differ
 * between versions of one. These use only what IEEE 754 fixes (+, -, *, /, square root, bits), so that a derived
 * number is the same on every machine. Held by tests/unit/numerics/elementary.test.ts; why and at what cost: docs/decisions/elementary-functions.md.
 *
 * Each takes any number and answers as the standard's function of that name does at 0, -0, infinities and NaN. Errors are in units in
 * the last place (ulp), measured. Coefficients are those of Taylor, which need no table and no trust. Reductions after Cody and Waite (1980), sums that keep
 * what rounding loses after Dekker (1971).
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

/** Pi / 2: 33 bits, 33 more, and the rest. */
const QUARTER_1 = 6746518852 / 2 ** 32;
const QUARTER_2 = 4484108710 / 2 ** 66;
const QUARTER_3 = 2.0222662487959506e-21;

const SPLIT = 2 ** 27 + 1;

/** What the product a b lost to rounding; exact below 2^996. */
function lost(a: number, b: number, product: number): number {
  const wideA = SPLIT * a;
  const wideB = SPLIT * b;
  const highA = wideA - (wideA - a);
  const highB = wideB - (wideB - b);
  const lowA = a - highA;
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

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

/** Sum of 2 z^k / (2k + 1) for k >= 2, z < 0.0295: log((1 + s) / (1 - s)) = s (2 + 2 z / 3 + this), z = s^2. */
function logSeries(z: number): number {
  const w = z * z;
  const even = 2 / 5 + w * (2 / 9 + w * (2 / 13 + w * (2 / 17 + w * (2 / 21))));
  const odd = 2 / 7 + w * (2 / 11 + w * (2 / 15 + w * (2 / 19)));
  return w * (even + z * odd);
}

/** log of u + rest u, for u > 0 and a tiny rest; `beyond` is that number - 1, with digits that u has no room for. */
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
  const correction = half - (s * (half + ((2 / 3) * z + logSeries(z))) + (k === 0 ? 0 : k * LN2_LOW + rest));
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
  if (!(x > -1 && x < 2 ** 53)) return x === -1 ? Number.NEGATIVE_INFINITY : x < -1 ? Number.NaN : log(x);
  if (Math.abs(x) < 2 ** -54) return x;
  const u = 1 + x;
  return logOf(u, x, (x < 1 ? x - (u - 1) : 1 - (u - x)) / u);
}

/** (exp(x + low) - less) for less = 0 or 1. */
function expOf(x: number, low: number, less: number): number {
  if (!(x < 710 && x > -746)) return x > 0 ? Number.POSITIVE_INFINITY : x < 0 ? -less : x;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const high = x - k * LN2_HIGH;
  const rest = k * LN2_LOW - low;
  const r = high - rest;
  const z = r * r;
  // Taylor's series from r^2 / 2 on, even and odd terms apart: two short chains instead of a long one.
  const even =
    1 / 2 +
    z *
      (1 / 24 +
        z * (1 / 720 + z * (1 / 40320 + z * (1 / 3628800 + z * (1 / 479001600 + z * (1 / 87178291200))))));
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
  return expOf(x, 0, 0);
}

/** exp(x) - 1. Error below 0.95 ulp. */
export function expm1(x: number): number {
  return Math.abs(x) < 2 ** -54 ? x : x < -40 ? -1 : expOf(x, 0, 1);
}

/** Lower part of what `quotient` and `logPair` return. */
let low = 0;

/** (n + nLow) / (d + dLow): the quotient, and in `low` what it lost. */
function quotient(n: number, nLow: number, d: number, dLow: number): number {
  const q = n / d;
  const product = q * d;
  low = (n - product - lost(q, d, product) + nLow - q * dLow) / d;
  return q;
}

/** log x to 66 bits, for finite x > 0: its number, and in `low` the rest. */
function logPair(x: number): number {
  let k = floorLog2(x);
  let m = k < -1022 ? x * 2 ** 54 * POWERS[1020 - k] : x * POWERS[1074 - k];
  if (m > Math.SQRT2) {
    m /= 2;
    k++;
  }
  const d = 1 + m;
  const s = quotient(m - 1, 0, d, 1 - d + m);
  const sLow = low;
  // 2 s + 2 s^3 / 3 in pairs, and the rest of the series, which is less than 2^-12 of it, plainly.
  const z = s * s;
  const zLow = lost(s, s, z) + 2 * s * sLow;
  const third = 2 / 3;
  const cube = z * s;
  const cubeLow = lost(z, s, cube) + zLow * s + z * sLow;
  const term = cube * third;
  const termLow = lost(cube, third, term) + cubeLow * third + cube * 3.700743415417188e-17;
  const beyond = s * logSeries(z);
  const whole = k * LN2_HIGH;
  const first = whole + 2 * s;
  const firstLow = whole - first + 2 * s;
  const sum = first + term;
  low = first - sum + term + (firstLow + (2 * sLow + termLow + beyond + k * LN2_LOW));
  return sum;
}

/** x to the power y, what `**` is. Error below 0.6 ulp; exact where the result has 53 bits. */
export function power(x: number, y: number): number {
  if (y === 0) return 1;
  const size = Math.abs(x);
  const odd = Math.abs(y % 2) === 1;
  if (x < 0 && !Number.isInteger(y) && Number.isFinite(y) && Number.isFinite(x)) return Number.NaN;
  const sign = odd && (x < 0 || Object.is(x, -0)) ? -1 : 1;
  if (Number.isNaN(x) || Number.isNaN(y) || (size === 1 && !Number.isFinite(y))) return Number.NaN;
  if (size === 0 || size === Number.POSITIVE_INFINITY || Math.abs(y) > 2 ** 64)
    return size === 1 ? 1 : size > 1 === y > 0 ? sign * Number.POSITIVE_INFINITY : sign * 0;
  const high = logPair(size);
  const highLow = low;
  const exponent = y * high;
  return sign * expOf(exponent, lost(y, high, exponent) + y * highLow, 0);
}

/** x * x. */
export function square(x: number): number {
  return x * x;
}

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

/** Pi with 1200 bits after the point, made when a large angle asks for it: Machin's formula. */
let manyBits = 0n;
function piBits(): bigint {
  if (manyBits) return manyBits;
  const inverse = (q: bigint) => {
    let sum = 0n;
    let sign = 1n;
    for (let term = (1n << 1264n) / q, n = 1n; term > 0n; term /= q * q, n += 2n, sign = -sign)
      sum += (sign * term) / n;
    return sum;
  };
  manyBits = (16n * inverse(5n) - 4n * inverse(239n)) >> 64n;
  return manyBits;
}

/** The quarter turns in x, modulo 4; `angle` + `low` is what is left, at most pi / 4. */
let angle = 0;
function quarters(x: number): number {
  const n = Math.floor(x / QUARTER_1 + 0.5);
  if (Math.abs(n) < 2 ** 20) {
    const first = x - n * QUARTER_1;
    const second = n * QUARTER_2;
    const sum = first - second;
    const sumLow = first - sum - second - n * QUARTER_3;
    angle = sum + sumLow;
    low = sum - angle + sumLow;
    if (n === 0 || Math.abs(angle) > 2 ** -30) return n & 3;
  }
  // Too much of x has gone away, or x is large: whole numbers, in units of 2^-1200.
  const shift = floorLog2(Math.abs(x)) - 52;
  const mantissa = BigInt(x * powerOfTwo(-shift));
  const whole = mantissa << BigInt(1200 + shift);
  const quarter = piBits() / 2n;
  const turns = (2n * whole + quarter) / (2n * quarter) - (2n * whole + quarter < 0n ? 1n : 0n);
  const left = whole - turns * quarter;
  const scale = Math.max(0, left.toString(16).length * 4 - 160);
  const part = left >> BigInt(scale);
  angle = Number(part) * powerOfTwo(scale - 1200);
  low = Number(part - BigInt(Number(part))) * powerOfTwo(scale - 1200);
  return Number(turns & 3n);
}

/** Error below 0.9 ulp. */
export function sin(x: number): number {
  if (Math.abs(x) <= 0.785) return sineOf(x, 0);
  if (!Number.isFinite(x)) return Number.NaN;
  const n = quarters(x);
  const size = n & 1 ? cosineOf(angle, low) : sineOf(angle, low);
  return n & 2 ? -size : size;
}

/** Error below 0.9 ulp. */
export function cos(x: number): number {
  if (Math.abs(x) <= 0.785) return cosineOf(x, 0);
  if (!Number.isFinite(x)) return Number.NaN;
  const n = quarters(x);
  const size = n & 1 ? sineOf(angle, low) : cosineOf(angle, low);
  return (n + 1) & 2 ? -size : size;
}

/** Error below 2 ulp. */
export function tan(x: number): number {
  return Math.abs(x) < 2 ** -27 ? x : sin(x) / cos(x);
}

/** The angle of the point (x, y), -pi to pi. Error below 0.9 ulp. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  let up = Math.abs(y);
  let right = Math.abs(x);
  if (right === Number.POSITIVE_INFINITY || up === Number.POSITIVE_INFINITY) {
    up = up === Number.POSITIVE_INFINITY ? 1 : 0;
    right = right === Number.POSITIVE_INFINITY ? 1 : 0;
  }
  // Neither a sum nor a product of these overflows, and where one is that much smaller it does not count.
  const large = Math.max(up, right);
  if (large > 2 ** 900) {
    up *= 2 ** -200;
    right *= 2 ** -200;
  } else if (large < 2 ** -800) {
    up *= 2 ** 200;
    right *= 2 ** 200;
  }
  // Eighths of a turn to the nearest axis or diagonal, and the tangent of the angle from there, below tan(pi / 8).
  let eighths = 0;
  let t = 0;
  if (up === 0) low = 0;
  else if (up <= 0.4142 * right) t = quotient(up, 0, right, 0);
  else if (right < 0.4142 * up) {
    eighths = 2;
    t = -quotient(right, 0, up, 0);
    low = -low;
  } else {
    eighths = 1;
    const sum = up + right;
    const difference = up - right;
    const small = Math.min(up, right);
    const tall = Math.max(up, right);
    t = quotient(difference, (up > right ? 1 : -1) * (tall - Math.abs(difference) - small), sum, tall - sum + small);
  }
  const z = t * t;
  const w = z * z;
  const odd = 1 / 3 + w * (1 / 7 + w * (1 / 11 + w * (1 / 15 + w * (1 / 19 + w * (1 / 23 + w * (1 / 27 + w * (1 / 31 + w * (1 / 35 + w * (1 / 39)))))))));
  const even = 1 / 5 + w * (1 / 9 + w * (1 / 13 + w * (1 / 17 + w * (1 / 21 + w * (1 / 25 + w * (1 / 29 + w * (1 / 33 + w * (1 / 37 + w * (1 / 41)))))))));
  let rest = low * (1 - z) - t * z * (odd - z * even);
  if (x < 0 || Object.is(x, -0)) {
    eighths = 4 - eighths;
    t = -t;
    rest = -rest;
  }
  const whole = eighths * (QUARTER_1 / 2);
  const sum = whole + t;
  const size = sum + (whole - sum + t + (rest + eighths * (QUARTER_2 / 2 + QUARTER_3 / 2)));
  return y < 0 || Object.is(y, -0) ? -size : size;
}

/** Error below 0.9 ulp. */
export function atan(x: number): number {
  return atan2(x, 1);
}

/** sqrt(x^2 + y^2 + z^2). Error below 1.2 ulp. */
export function hypot(x: number, y: number, z = 0): number {
  const sum = x * x + y * y + z * z;
  if (sum > 2 ** -900 && sum < 2 ** 1000) return Math.sqrt(sum);
  const most = Math.max(Math.abs(x), Math.abs(y), Math.abs(z));
  if (most === 0 || !Number.isFinite(sum + most)) {
    if (most === Number.POSITIVE_INFINITY || Number.isNaN(most) || most === 0)
      return Math.abs(x) === Number.POSITIVE_INFINITY || Math.abs(y) === Number.POSITIVE_INFINITY || Math.abs(z) === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : most;
  }
  const scale = most > 1 ? 2 ** -600 : 2 ** 600;
  const back = most > 1 ? 2 ** 600 : 2 ** -600;
  return hypot(x * scale, y * scale, z * scale) * back;
}

/** Cube root. Error below 1 ulp. */
export function cbrt(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const root = exp(log(Math.abs(x)) / 3);
  const better = root - (root - Math.abs(x) / (root * root)) / 3;
  return x < 0 ? -better : better;
}

/** Error below 2 ulp. */
export function sinh(x: number): number {
  const size = Math.abs(x);
  const grown = expm1(Math.min(size, 709));
  const half = size > 709 ? exp(size / 2) * (exp(size / 2) / 2) : size < 2 ** -27 ? size : (grown + grown / (grown + 1)) / 2;
  return x < 0 || Object.is(x, -0) ? -half : half;
}

/** Error below 2 ulp. */
export function cosh(x: number): number {
  const root = exp(Math.abs(x) / 2);
  return Math.abs(x) > 40 ? root * (root / 2) : (exp(x) + exp(-x)) / 2;
}

/** Error below 2 ulp. */
export function tanh(x: number): number {
  const grown = expm1(2 * Math.min(Math.abs(x), 20));
  const size = Math.abs(x) < 2 ** -28 ? Math.abs(x) : grown / (grown + 2);
  return x < 0 || Object.is(x, -0) ? -size : size;
}

/** Inverse of sinh. Error below 2 ulp. */
export function asinh(x: number): number {
  const size = Math.abs(x);
  const value =
    size > 2 ** 28
      ? log(size) + Math.LN2
      : size < 2 ** -28
        ? size
        : log1p(size + (size * size) / (1 + Math.sqrt(1 + size * size)));
  return x < 0 || Object.is(x, -0) ? -value : value;
}
