import { describe, expect, it } from 'vitest';
import SHADER from '../../../shaders/normal.wgsl?raw';
import {
  cosPolynomial,
  minusTwoLog,
  normalPairs,
  openInteger,
  roundedInteger,
  sinPolynomial,
} from '../../../src/engine/cpu/normal';
import { LOGARITHM_POLYNOMIAL, NORMAL_POLYNOMIAL } from '../../support/tolerances';

/** The exact transform of the same two words, by the platform's own functions. */
function exactPair(radiusWord: number, angleWord: number): [number, number] {
  const radius = Math.sqrt(-2 * Math.log(roundedInteger(radiusWord) / 2 ** 31));
  const angle = Math.PI * Math.fround(angleWord) * 2 ** -32;
  return [(radiusWord < 0 ? -1 : 1) * radius * Math.cos(angle), radius * Math.sin(angle)];
}

describe('uniforms', () => {
  it('are open at both ends and exact in float32', () => {
    for (const word of [0, 1, 0x7fffff, 0x800000, 0x7fffffff, -1, 0x12345678]) {
      const integer = openInteger(word);
      expect(integer).toBeGreaterThanOrEqual(0.5);
      expect(integer).toBeLessThanOrEqual(2 ** 31 - 128);
      expect(Math.fround(integer)).toBe(integer);
    }
  });

  it('reach 6.66 standard deviations', () => {
    expect(Math.sqrt(minusTwoLog(roundedInteger(0)))).toBeCloseTo(6.66, 2);
  });

  it('without the cut are integers plus a half, rounded to the nearest float32', () => {
    // As many consecutive words as two float32 numbers have to themselves, in every octave.
    for (let octave = 0; octave < 31; octave++)
      for (const share of [0, 0.2, 0.4142, 0.7, 0.98]) {
        const first = Math.floor(2 ** octave * (1 + share));
        const spacing = Math.max(1, 2 ** (octave - 23));
        let sum = 0;
        for (let k = first; k < first + 2 * spacing; k++) {
          const integer = roundedInteger(k);
          expect(Math.fround(integer)).toBe(integer);
          expect(Math.abs(integer - (k + 0.5))).toBeLessThanOrEqual(spacing / 2 + 0.5);
          sum += integer - (k + 0.5);
        }
        // Where halves do not fit they are lost, which is 3e-8 of the number at most.
        expect(sum / (2 * spacing) + (octave < 24 ? 0 : 0.5)).toBe(0);
      }
  });

  it('without the cut give a radius of 0 once in 2^25 words, and none below', () => {
    const words = Array.from({ length: 256 }, (_, i) => 2 ** 31 - 256 + i);
    const ends = words.filter((word) => roundedInteger(word) === 2 ** 31);
    expect(ends).toEqual(words.slice(-64));
    expect(Math.abs(minusTwoLog(2 ** 31))).toBe(0);
    expect(minusTwoLog(2 ** 31 - 128)).toBeCloseTo(2 ** -23, 12);
    const [first, second] = [new Float64Array(1), new Float64Array(1)];
    normalPairs(Int32Array.of(-1, 0x40000000), 0, 1, first, second);
    expect([Math.abs(first[0]), Math.abs(second[0])]).toEqual([0, 0]);
  });
});

/** A polynomial of the shader, as it is written there. */
function polynomialOf(name: string) {
  const [, exact, float32, body] = new RegExp(
    `error ([\\d.e-]+), ([\\d.e-]+)\\.\\nfn ${name}\\(([^}]*)\\}`,
  ).exec(SHADER)!;
  // From the highest power; Horner's rule takes one a line, and two in the first.
  const coefficients = [...body.matchAll(/-?\d+\.\d+/g)].map(([digits]) => Number(digits));
  return { coefficients, bounds: { exact: Number(exact), float32: Number(float32) } };
}

/** WGSL's fma may be one rounding or two. */
const FLOAT32 = [
  (p: number, x: number, c: number) => Math.fround(p * x + Math.fround(c)),
  (p: number, x: number, c: number) => Math.fround(Math.fround(p * x) + Math.fround(c)),
];

/** 1 + s at float32 numbers from sqrt(1/2) to sqrt(2). */
function mantissas(): number[] {
  const bits = Int32Array.from({ length: 2 ** 17 }, (_, i) => 0x3f3504f3 + 64 * i + (i % 64));
  return Array.from(new Float32Array(bits.buffer)).filter((mantissa) => mantissa !== 1);
}

/** Angles of 24 bits between 0 and pi/2, as v. */
const angles = Array.from({ length: 2 ** 16 }, (_, i) => (128 * i + (i % 128) + 0.5) * 2 ** -24);

describe('polynomials', () => {
  it.each([
    [
      'log_polynomial',
      mantissas().map((mantissa) => mantissa - 1),
      (s: number) => (-2 * Math.log1p(s)) / s,
      (s: number) => minusTwoLog(2 ** 31 * (1 + s)) / s,
      LOGARITHM_POLYNOMIAL,
    ],
    [
      'sin_polynomial',
      angles,
      (v: number) => Math.sin(Math.PI * v) / v,
      (v: number) => sinPolynomial(v * v),
      null,
    ],
    [
      'cos_polynomial',
      angles,
      (v: number) => Math.cos(Math.PI * v),
      (v: number) => cosPolynomial(v * v),
      null,
    ],
  ])('%s has the errors that are stated, and no smaller ones', (name, at, exact, twin, shares) => {
    const { coefficients, bounds } = polynomialOf(name);
    const worst = { exact: 0, float32: 0 };
    const share = { exact: 0, float32: 0 };
    const take = (kind: 'exact' | 'float32', error: number, value: number) => {
      worst[kind] = Math.max(worst[kind], error);
      share[kind] = Math.max(share[kind], error / Math.abs(value));
    };
    for (const x of at) {
      const value = exact(x);
      take('exact', Math.abs(twin(x) - value), value);
      const variable = at === angles ? Math.fround(x * x) : x;
      for (const step of FLOAT32) {
        let p = Math.fround(coefficients[0]);
        for (let i = 1; i < coefficients.length; i++) p = step(p, variable, coefficients[i]);
        take('float32', Math.abs(p - value), value);
      }
    }
    for (const kind of ['exact', 'float32'] as const) {
      expect(worst[kind]).toBeLessThanOrEqual(bounds[kind]);
      expect(worst[kind]).toBeGreaterThan(0.9 * bounds[kind]);
      if (shares) expect(share[kind]).toBeLessThanOrEqual(shares[kind]);
    }
  });
});

describe('normals', () => {
  it('are those of Box and Muller within the polynomials errors', () => {
    const count = 200_000;
    const words = Int32Array.from(
      { length: 2 * count },
      (_, i) => Math.imul(i + 1, 0x9e3779b1) >> (i % 5 ? 0 : i % 23),
    );
    const first = new Float64Array(count);
    const second = new Float64Array(count);
    normalPairs(words, 0, count, first, second);
    let worst = 0;
    for (let i = 0; i < count; i++) {
      const [x, y] = exactPair(words[2 * i], words[2 * i + 1]);
      worst = Math.max(worst, Math.abs(first[i] - x), Math.abs(second[i] - y));
    }
    expect(worst).toBeLessThanOrEqual(NORMAL_POLYNOMIAL);
  });

  // Midpoint rules over octaves of the radius and over the angle, which no sampling error blurs.
  it.each([
    [2, 1],
    [4, 3],
    [6, 15],
    [8, 105],
  ])('have moment %i equal to %i, within 1e-6 a power', (power, expected) => {
    const cells = 4096;
    let radial = 0;
    for (let octave = 0; octave < 31; octave++)
      for (let i = 0; i < cells; i++) {
        const integer = 2 ** octave * (1 + (i + 0.5) / cells);
        radial += (minusTwoLog(integer) ** (power / 2) * 2 ** octave) / cells;
      }
    // Below the first octave: one cell, exact to its own share of the moment.
    radial = radial / 2 ** 31 + minusTwoLog(1) ** (power / 2) * 2 ** -31;
    const angles = 65_536;
    const words = Int32Array.from({ length: 2 * angles }, (_, i) =>
      i % 2 ? ((i >> 1) << 16) + 0x7f80 : 0x40000000,
    );
    const first = new Float64Array(angles);
    const second = new Float64Array(angles);
    normalPairs(words, 0, angles, first, second);
    const radius = minusTwoLog(roundedInteger(0x40000000)) ** (power / 2);
    for (const values of [first, second]) {
      let angular = 0;
      for (const value of values) angular += value ** power / radius;
      expect(Math.abs((radial * angular) / angles / expected - 1)).toBeLessThan(1e-6 * power);
    }
  });
});
