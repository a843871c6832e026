import { describe, expect, test } from 'vitest';
import * as angles from '../../../src/numerics/angles';
import * as own from '../../../src/numerics/elementary';
import { expWhole, logWhole, rootWhole, turnWhole, whole } from './precise';

/** Numbers in [0, 1), the same on every machine. */
function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const high = state;
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (high * 2 ** 21 + (state >>> 11)) / 2 ** 53;
  };
}

/** How far `value` is from the exact one, in units in the last place of the exact one. */
function ulps(value: number, exact: bigint, bits: number): number {
  const size = exact < 0n ? -exact : exact;
  const length = size === 0n ? 0 : size.toString(2).length;
  // Below the smallest normal number the places do not get finer.
  const place = Math.max(length - bits - 53, -1074);
  const off = whole(value, bits) - exact;
  const shift = place + bits - 10;
  const scaled = shift >= 0 ? off >> BigInt(shift) : off << BigInt(-shift);
  return Math.abs(Number(scaled)) / 1024;
}

type Exact = (x: number, bits: number, guess: number) => bigint;

const FUNCTIONS: Record<
  string,
  {
    own(x: number): number;
    standard(x: number): number;
    exact: Exact;
    bound: number;
    ranges: Range[];
  }
> = {};
/** Sizes of arguments: 'log' takes both ends as powers of 2. */
type Range = ['linear' | 'log', number, number];

const one = (bits: number) => 1n << BigInt(bits);
const times = (a: bigint, b: bigint, bits: number) => (a * b) >> BigInt(bits);
const over = (a: bigint, b: bigint, bits: number) => (a << BigInt(bits)) / b;

const OWN = { ...own, ...angles };

function add(
  name:
    | 'log'
    | 'log1p'
    | 'exp'
    | 'expm1'
    | 'sin'
    | 'cos'
    | 'tan'
    | 'atan'
    | 'sinh'
    | 'cosh'
    | 'tanh'
    | 'asinh',
  bound: number,
  ranges: Range[],
  exact: Exact,
): void {
  FUNCTIONS[name] = { own: OWN[name], standard: Math[name], exact, bound, ranges };
}

add(
  'log',
  0.9,
  [
    ['linear', 0.4, 2.5],
    ['linear', 0.99, 1.01],
    ['log', -1074, 1024],
    ['log', -4, 4],
  ],
  (x, bits, guess) => logWhole(whole(x, bits), bits, guess),
);
add(
  'log1p',
  0.9,
  [
    ['linear', -0.999, 2],
    ['linear', -0.01, 0.01],
    ['log', -1000, 1000],
    ['log', -60, 4],
  ],
  (x, bits, guess) => logWhole(one(bits) + whole(x, bits), bits, guess),
);
add(
  'exp',
  0.7,
  [
    ['linear', -2, 2],
    ['linear', -745, 709.7],
    ['log', -60, 3],
  ],
  (x, bits) => expWhole(whole(x, bits), bits),
);
add(
  'expm1',
  0.95,
  [
    ['linear', -2, 2],
    ['linear', -50, 709],
    ['log', -1000, 3],
    ['log', -60, 3],
  ],
  (x, bits) => expWhole(whole(x, bits), bits) - one(bits),
);
add(
  'sin',
  0.9,
  [
    ['linear', -4, 4],
    ['linear', -1e6, 1e6],
    ['log', -1000, 1024],
    ['log', -30, 3],
  ],
  (x, bits) => turnWhole(whole(x, bits), bits).sine,
);
add(
  'cos',
  0.9,
  [
    ['linear', -4, 4],
    ['linear', -1e6, 1e6],
    ['log', -30, 1024],
    ['log', -30, 3],
  ],
  (x, bits) => turnWhole(whole(x, bits), bits).cosine,
);
add(
  'tan',
  2,
  [
    ['linear', -1.6, 1.6],
    ['linear', -100, 100],
    ['log', -1000, 1024],
  ],
  (x, bits) => {
    const { sine, cosine } = turnWhole(whole(x, bits), bits);
    return over(sine, cosine, bits);
  },
);
add(
  'atan',
  2,
  [
    ['linear', -3, 3],
    ['log', -1000, 1000],
    ['log', -20, 20],
  ],
  (x, bits, guess) => angleWhole(whole(x, bits), one(bits), bits, guess),
);
const grown = (x: number, bits: number): [bigint, bigint] => {
  const e = expWhole(whole(Math.abs(x), bits), bits);
  return [e, over(one(bits), e, bits)];
};
const signed = (x: number, value: bigint) => (x < 0 ? -value : value);
add(
  'sinh',
  2,
  [
    ['linear', -3, 3],
    ['linear', -710, 710],
    ['log', -500, 3],
  ],
  (x, bits) => {
    const [up, down] = grown(x, bits);
    return signed(x, (up - down) / 2n);
  },
);
add(
  'cosh',
  2,
  [
    ['linear', -3, 3],
    ['linear', -710, 710],
    ['log', -500, 3],
  ],
  (x, bits) => {
    const [up, down] = grown(x, bits);
    return (up + down) / 2n;
  },
);
add(
  'tanh',
  2,
  [
    ['linear', -3, 3],
    ['linear', -30, 30],
    ['log', -500, 3],
  ],
  (x, bits) => {
    const [up, down] = grown(x, bits);
    return signed(x, over(up - down, up + down, bits));
  },
);
add(
  'asinh',
  2,
  [
    ['linear', -3, 3],
    ['log', -300, 500],
    ['log', -20, 20],
  ],
  (x, bits, guess) => {
    const size = whole(Math.abs(x), bits);
    const root = rootWhole(size * size + one(2 * bits));
    return signed(x, logWhole(size + root, bits, Math.abs(guess)));
  },
);

function angleWhole(y: bigint, x: bigint, bits: number, guess: number): bigint {
  let angle = whole(guess, bits);
  for (let i = 0; i < 2; i++) {
    const { cosine, sine } = turnWhole(angle, bits);
    const t = over(y * cosine - x * sine, x * cosine + y * sine, bits);
    angle += t - times(times(t, t, bits), t, bits) / 3n;
  }
  return angle;
}

function sample([kind, from, to]: Range, random: () => number): number {
  if (kind === 'linear') return from + (to - from) * random();
  const exponent = from + (to - from) * random();
  const k = Math.floor(exponent);
  return own.powerOfTwo(k) * (1 + random() * (1 - 2 ** -53)) || 2 ** -1074;
}

/** Bits after the point with which a result of the size of `guess` has 40 more than a double. */
function bitsFor(x: number, guess: number): number {
  const size = (value: number) =>
    value === 0 || !Number.isFinite(value) ? 0 : Math.log2(Math.abs(value));
  return Math.ceil(
    110 + Math.max(0, -size(guess), -2 * size(x) * (Math.abs(x) < 1e-5 ? 1 : 0), size(x)),
  );
}

describe.each(Object.entries(FUNCTIONS))(
  '%s',
  (name, { own: ours, standard, exact, bound, ranges }) => {
    test(`is within ${bound} ulp`, () => {
      const random = uniforms(name.length * 77 + name.charCodeAt(0));
      let worst = 0;
      let where = 0;
      for (const range of ranges)
        for (let i = 0; i < 1500; i++) {
          const x = sample(range, random);
          const guess = standard(x);
          if (!Number.isFinite(guess)) continue;
          const bits = bitsFor(x, guess);
          const off = ulps(ours(x), exact(x, bits, guess), bits);
          if (!(off <= worst)) [worst, where] = [off, x];
        }
      expect(worst, `${name}(${where}) = ${ours(where)}`).toBeLessThan(bound);
    });
  },
);
