import { expect, test } from 'vitest';
import { fragmentToSpec } from '../../../src/spec/link-reader';
import { specToFragment } from '../../../src/spec/permalink';
import { parseSpec } from '../../../src/spec/schema';
import { exactEscape, smallStepEscape } from '../../../src/theory/escape/exact-escape';

const two = { loss: { a: [1, -1] } };
const region = (fields: object) => parseSpec({ ...two, escape: fields });
const refusal = (fields: object, more: object = {}) => {
  try {
    parseSpec({ ...two, ...more, escape: fields });
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

test('a radius is written as it always was, with its kind or without', () => {
  expect(region({ region: 'radius', radius: 3 }).escape).toEqual({ radius: 3 });
  expect(Object.keys(region({}).escape)).toEqual(['radius']);
  expect(specToFragment(region({ radius: 3 }))).toMatch(/&radius=3&particles=/);
});

test.each([
  { region: 'coordinate', coordinate: 1, low: -1, high: 2.5 },
  { region: 'coordinate', coordinate: 0, high: 1e20 },
  { region: 'loss', low: -3 },
  { region: 'loss', low: -3, high: 0.5 },
])('%j comes back from JSON and from a link', (fields) => {
  const spec = region(fields);
  expect(spec.escape).toEqual(fields);
  expect(parseSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
  expect(fragmentToSpec(specToFragment(spec))).toEqual(spec);
});

test.each([
  [{ region: 'loss' }, 'escape.low: a missing value is not accepted; give a number for it'],
  [{ region: 'ball' }, 'escape.region: "ball" is not accepted; give "radius" or "coordinate" or'],
  [{ region: 'loss', radius: 1 }, 'escape.radius: an unknown field is not accepted; give one of'],
  [{ region: 'loss', low: 1, high: 1 }, 'escape.high: 1 is not accepted; give a number above'],
  [{ region: 'loss', low: 1, high: 1 + 1e-9 }, 'escape.high: 1.000000001 is not accepted; give a'],
  [
    { region: 'coordinate', coordinate: 2, low: 0 },
    'escape.coordinate: 2 is not accepted; give a whole number below 2.',
  ],
  [
    { region: 'coordinate', low: 1.5 },
    'start.x[0]: 1 is not accepted; give a number in the region, from 1.5 to Infinity.',
  ],
])('%j is refused by a sentence', (fields, beginning) => {
  expect(refusal(fields)).toContain(beginning);
});

test('a coordinate starts inside wherever it may start', () => {
  const inside = { region: 'coordinate', low: -1, high: 1 };
  const start = { kind: 'uniform', low: [-1, -9], high: [1.5, 9] };
  expect(refusal(inside, { start })).toContain('start.high[0]: 1.5 is not accepted');
  expect(refusal(inside, { start: { kind: 'gaussian', mean: [3, 0] } })).toContain('start.mean[0]');
  expect(refusal({ ...inside, coordinate: 1 }, { start: { kind: 'gaussian', mean: [3, 0] } })).toBe(
    'accepted',
  );
});

test('no theory speaks of a region that is not a radius', () => {
  const spec = parseSpec({ noise: { tau: 0 }, escape: { region: 'coordinate', high: 2 } });
  for (const found of [exactEscape(spec), smallStepEscape(spec)]) {
    expect(found.probability).toBeNull();
    expect(found).toMatchObject({ reason: expect.stringMatching(/no theory of leaving a region/) });
  }
});
