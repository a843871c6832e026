/**
 * Elementary functions in whole numbers of as many bits as asked for: what the product's own are
 * measured against.
 */

export interface Precise {
  /** The value in units of 2^-bits. */
  value: bigint;
  bits: number;
}

/** x in units of 2^-bits, rounded down. */
export function whole(x: number, bits: number): bigint {
  if (x === 0) return 0n;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const raw = view.getBigUint64(0);
  const field = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & 0xfffffffffffffn;
  const mantissa = field === 0 ? fraction : fraction | 0x10000000000000n;
  const shift = bits + Math.max(field, 1) - 1075;
  const size = shift >= 0 ? mantissa << BigInt(shift) : mantissa >> BigInt(-shift);
  return x < 0 ? -size : size;
}

const cache = new Map<string, bigint>();
function constant(name: string, bits: number, make: (one: bigint) => bigint): bigint {
  const key = `${name} ${bits}`;
  if (!cache.has(key)) cache.set(key, make(1n << BigInt(bits + 32)) >> 32n);
  return cache.get(key)!;
}

function inverse(one: bigint, q: bigint, alternating: boolean): bigint {
  let sum = 0n;
  let sign = 1n;
  for (let term = one / q, n = 1n; term !== 0n; term /= q * q, n += 2n) {
    sum += (sign * term) / n;
    if (alternating) sign = -sign;
  }
  return sum;
}

const pi = (bits: number) =>
  constant('pi', bits, (one) => 16n * inverse(one, 5n, true) - 4n * inverse(one, 239n, true));
const ln2 = (bits: number) => constant('ln2', bits, (one) => 2n * inverse(one, 3n, false));

function nearest(n: bigint, d: bigint): bigint {
  const twice = 2n * n + d;
  const q = twice / (2n * d);
  return twice < 0n && twice % (2n * d) !== 0n ? q - 1n : q;
}

/** exp of x / 2^bits. */
export function expWhole(x: bigint, bits: number): bigint {
  const guard = 40;
  const b = BigInt(bits + guard);
  const k = nearest(x << BigInt(guard), ln2(bits + guard));
  let r = (x << BigInt(guard)) - k * ln2(bits + guard);
  r >>= 8n;
  let sum = 1n << b;
  let term = 1n << b;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = ((term * r) >> b) / n;
    sum += term;
  }
  for (let i = 0; i < 8; i++) sum = (sum * sum) >> b;
  return (k >= 0n ? sum << k : sum >> -k) >> BigInt(guard);
}

/** log of x / 2^bits, which is near `guess`: one step that triples the digits, twice. */
export function logWhole(x: bigint, bits: number, guess: number): bigint {
  let y = whole(guess, bits);
  for (let i = 0; i < 2; i++) {
    const e = expWhole(y, bits);
    y += (2n * (x - e) * (1n << BigInt(bits))) / (x + e);
  }
  return y;
}

/** Cosine and sine of x / 2^bits. */
export function turnWhole(x: bigint, bits: number): { cosine: bigint; sine: bigint } {
  const b = BigInt(bits);
  const quarter = pi(bits) / 2n;
  const n = nearest(x, quarter);
  const r = x - n * quarter;
  const square = (r * r) >> b;
  const series = (first: bigint, from: bigint) => {
    let sum = first;
    let term = first;
    for (let k = from; term !== 0n && term !== -1n; k += 2n) {
      term = -((term * square) >> b) / (k * (k + 1n));
      sum += term;
    }
    return sum;
  };
  const cosine = series(1n << b, 1n);
  const sine = series(r, 2n);
  const turned = [
    [cosine, sine],
    [-sine, cosine],
    [-cosine, -sine],
    [sine, -cosine],
  ][Number(((n % 4n) + 4n) % 4n)];
  return { cosine: turned[0], sine: turned[1] };
}

export function rootWhole(x: bigint): bigint {
  if (x < 2n) return x;
  let r = 1n << BigInt((x.toString(16).length * 4) / 2 + 1);
  for (;;) {
    const next = (r + x / r) >> 1n;
    if (next >= r) return r;
    r = next;
  }
}

export { pi as piWhole };
