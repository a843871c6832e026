import { expect, test } from 'vitest';
import { nameHeights } from '../../../../../src/page/shared/name-heights';
import {
  comparedSpec,
  firstCompared,
} from '../../../../../src/page/watch/comparison/compared-specs';
import { CURVE_PARTS } from '../../../../../src/page/watch/comparison/comparison-protocol';
import { escapeCurve } from '../../../../../src/page/watch/comparison/comparison-runner';
import { parseSpec } from '../../../../../src/spec/schema';

test('an escape curve counts each first passage from the end of its part on', () => {
  const last = 1000;
  const curve = escapeCurve(Uint32Array.of(1, 5, 6, 1000, 0, 0), last);
  expect(curve[0]).toBe(0);
  expect(curve[1]).toBe(2);
  expect(curve[2]).toBe(3);
  expect(curve[CURVE_PARTS - 1]).toBe(3);
  expect(curve[CURVE_PARTS]).toBe(4);
});

test('names beside curves keep a line between them and stay in the picture', () => {
  const area = { left: 0, top: 8, width: 100, height: 160 };
  const heights = nameHeights([8, 8, 9, 168, 168], area, 15);
  const sorted = [...heights].sort((a, b) => a - b);
  for (const [i, height] of sorted.entries()) {
    expect(height).toBeGreaterThanOrEqual(8);
    expect(height).toBeLessThanOrEqual(168);
    if (i > 0) expect(height - sorted[i - 1]).toBeGreaterThanOrEqual(15);
  }
});

test('a comparison begins with the method of the spec and others that it takes', () => {
  const base = parseSpec({ optimizer: { kind: 'rmsprop' } });
  expect(firstCompared(base)).toEqual(['rmsprop', 'sgd', 'heavy-ball', 'perturbed']);
  const made = comparedSpec(base, 'heavy-ball', 0.5);
  expect(made).toMatchObject({
    spec: { optimizer: { kind: 'heavy-ball', learningRate: 0.5 }, ensemble: { particles: 8192 } },
  });
  expect(comparedSpec(base, 'sgd', -1)).toHaveProperty('refused');
});

test('what a run records is left out', () => {
  const base = parseSpec({ time: { steps: 100, record: 10 } });
  expect(comparedSpec(base, 'sgd')).not.toHaveProperty('spec.time.record');
});
