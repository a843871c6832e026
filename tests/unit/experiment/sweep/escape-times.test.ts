import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeTimes } from '../../../../src/experiment/sweep/escape-times';

const SPACINGS = ['linear', 'logarithmic'] as const;

describe('when replicas had their first passage', () => {
  const passages = fc
    .integer({ min: 1, max: 5000 })
    .chain((steps) =>
      fc.tuple(fc.constant(steps), fc.array(fc.nat(steps), { minLength: 1, maxLength: 200 })),
    );

  test('every bin counts the steps above its lower edge up to its upper one', () => {
    fc.assert(
      fc.property(passages, ([steps, list]) => {
        const times = escapeTimes(Uint32Array.from(list), steps, 1);
        for (const spacing of SPACINGS) {
          const { edges, counts } = times[spacing];
          expect(edges[0]).toBe(0);
          expect(edges.at(-1)).toBe(steps);
          expect(counts.length).toBe(edges.length - 1);
          expect(counts.length).toBeLessThanOrEqual(60);
          for (const [k, count] of counts.entries()) {
            expect(edges[k + 1]).toBeGreaterThan(edges[k]);
            expect(count).toBe(
              list.filter((step) => step > edges[k] && step <= edges[k + 1]).length,
            );
          }
        }
        expect(times.escaped).toBe(list.filter((step) => step > 0).length);
      }),
    );
  });

  test('bins of equal width have as many steps, but for the last', () => {
    for (const steps of [1, 59, 60, 61, 100, 119, 300, 12345]) {
      const { edges } = escapeTimes(Uint32Array.of(0), steps, 1).linear;
      const widths = edges.slice(1).map((edge, k) => edge - edges[k]);
      expect(new Set(widths.slice(0, -1)).size, String(steps)).toBeLessThanOrEqual(1);
      expect(widths.at(-1)).toBeLessThanOrEqual(widths[0]);
    }
  });

  test('logarithmic bins have a step each at first and equal ratios later', () => {
    const { edges } = escapeTimes(Uint32Array.of(0), 10_000, 1).logarithmic;
    expect(edges.slice(0, 6)).toEqual([0, 1, 2, 3, 4, 5]);
    const ratio = 10_000 ** (1 / 59);
    for (let k = 1; k < edges.length; k++)
      if (edges[k - 1] >= 100) expect(Math.abs(edges[k] / edges[k - 1] - ratio)).toBeLessThan(0.01);
  });

  test('quantiles are order statistics of those that escaped', () => {
    const list = Array.from({ length: 200 }, (_, k) => (k < 100 ? 0 : k - 99));
    expect(escapeTimes(Uint32Array.from(list), 100, 0.5)).toMatchObject({
      particles: 200,
      escaped: 100,
      dt: 0.5,
      quantiles: [5, 25, 50, 75, 95],
    });
    expect(escapeTimes(Uint32Array.of(0, 0), 100, 1).quantiles).toBeNull();
  });
});
