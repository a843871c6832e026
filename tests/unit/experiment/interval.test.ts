import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wilsonInterval } from '../../../src/experiment/interval';

describe("Wilson's interval", () => {
  // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [20, 20, 0.8389, 1],
  ])('of %d of %d', (count, n, low, high) => {
    const interval = wilsonInterval(count, n);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  test('solves (p - count / n)^2 = z^2 p (1 - p) / n at both ends', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 26 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, share) => {
          const count = Math.round(share * n);
          const { low, high } = wilsonInterval(count, n);
          for (const p of [low, high]) {
            const z2 = 1.959963984540054 ** 2;
            expect(Math.abs((p - count / n) ** 2 - (z2 * p * (1 - p)) / n)).toBeLessThanOrEqual(
              1e-12,
            );
          }
          expect(low).toBeLessThanOrEqual(count / n);
          expect(high).toBeGreaterThanOrEqual(count / n);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(high - low).toBeGreaterThan(0);
        },
      ),
      {
        examples: [
          [1, 0],
          [1, 1],
          [2 ** 26, 0],
          [2 ** 26, 1],
        ],
      },
    );
  });
});
