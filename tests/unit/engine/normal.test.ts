import { describe, expect, it } from 'vitest';
import { minusTwoLog, normalPairs, openInteger } from '../../../src/engine/cpu/normal';
import { NORMAL_POLYNOMIAL } from '../../support/tolerances';

/** The exact transform of the same two words, by the platform's own functions. */
function exactPair(radiusWord: number, angleWord: number): [number, number] {
  const radius = Math.sqrt(-2 * Math.log(openInteger(radiusWord) / 2 ** 31));
  const angle = Math.PI * ((angleWord & -256) | 128) * 2 ** -32;
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
    expect(Math.sqrt(minusTwoLog(openInteger(0)))).toBeCloseTo(6.66, 2);
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
    const radius = minusTwoLog(openInteger(0x40000000)) ** (power / 2);
    for (const values of [first, second]) {
      let angular = 0;
      for (const value of values) angular += value ** power / radius;
      expect(Math.abs((radial * angular) / angles / expected - 1)).toBeLessThan(1e-6 * power);
    }
  });
});
