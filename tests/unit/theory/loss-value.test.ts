import { describe, expect, test } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import { lossValueOf } from '../../../src/theory/surfaces/loss-value';
import { surfaceOf } from '../../../src/theory/surfaces/spec-surface';

describe('the value of a loss', () => {
  test.each([
    ['saddle', { a: [1.5, -0.5] }, 0],
    ['relu-saddle', { a: [1.5, -0.5] }, 0],
    ['linear-network', { a: [1.5] }, 0],
    ['double-well', {}, 0.7],
    ['spike-and-wells', {}, 0.4],
    ['double-well', {}, 0],
  ])('of the %s is that of its surface, averaged where it is shaken', (kind, own, shake) => {
    const noise = kind.includes('well') ? { shake } : {};
    const spec = parseSpec({ loss: { kind, ...own }, noise });
    const surface = surfaceOf(spec)!;
    const value = lossValueOf(spec)!;
    const { atRest, averaged } = surface;
    for (const [x, y] of [
      [0.3, -0.8],
      [2, 1],
      [0, 0],
    ]) {
      expect(value([x, y])).toBeCloseTo((averaged ?? atRest).value(x, y), 12);
      if (shake > 0) expect(value([x, y])).not.toBeCloseTo(atRest.value(x, y), 3);
    }
  });

  test('of more coordinates', () => {
    const at = (loss: object, x: number[]) => lossValueOf(parseSpec({ loss }))!(x);
    expect(at({ kind: 'saddle', a: [1, -2, 3] }, [1, 2, -1])).toBe(-0.5 + 4 - 1.5);
    expect(at({ kind: 'relu-saddle', a: [1, -2, 3] }, [1, 2, -1])).toBe(-1 + 4 - 3);
    expect(at({ kind: 'linear-network', a: [2], depth: 3 }, [1, 2, -1])).toBe(0.5 + 4 + 2);
  });
});
