import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { specOfExactFragment } from '../../../src/spec/exact-fragment';
import { fragmentToSpec } from '../../../src/spec/link-reader';
import { fragmentOf, specPairs, specToFragment } from '../../../src/spec/permalink';
import { MOST_RECORDS } from '../../../src/spec/record';
import { recordedSteps } from '../../../src/spec/recorded-steps';
import { parseSpec } from '../../../src/spec/schema';
import { parseSweep } from '../../../src/spec/sweep-schema';

const timeOf = (time: object) => parseSpec({ time }).time;

describe('time.record', () => {
  test('is left out where nothing is recorded: specs and links stay as they are', () => {
    expect(Object.keys(timeOf({ steps: 10 }))).toEqual(['dt', 'steps']);
    expect(specToFragment(parseSpec({}))).not.toMatch(/every|record|levels/);
    expect(recordedSteps(timeOf({ steps: 10 }))).toEqual([]);
  });

  test('is a stride, from step 0 to the last one', () => {
    const time = timeOf({ steps: 10, record: 4 });
    expect(time).toEqual({
      dt: 0.001,
      steps: 10,
      record: 4,
      levels: [0.05, 0.25, 0.5, 0.75, 0.95],
    });
    expect(recordedSteps(time)).toEqual([0, 4, 8, 10]);
    expect(recordedSteps(timeOf({ steps: 8, record: 4 }))).toEqual([0, 4, 8]);
    expect(recordedSteps(timeOf({ steps: 8, record: 400 }))).toEqual([0, 8]);
    const most = timeOf({ steps: 1_000_000_000, record: Math.ceil(1e9 / (MOST_RECORDS - 1)) });
    expect(recordedSteps(most).length).toBeLessThanOrEqual(MOST_RECORDS);
  });

  test('is a list, with levels of its own', () => {
    const time = timeOf({ steps: 10, record: [0, 3, 10], levels: [0.1, 0.5] });
    expect(time).toEqual({ dt: 0.001, steps: 10, record: [0, 3, 10], levels: [0.1, 0.5] });
    expect(recordedSteps(time)).toEqual([0, 3, 10]);
  });

  const list = (steps: number) =>
    `a stride, a whole number of at least 1, or a list of 1 to 4096 rising whole numbers from 0 to time.steps = ${steps}`;
  const levels = 'a list of 1 to 32 rising numbers above 0 and below 1';
  test.each([
    [{ record: 0 }, `time.record: 0 is not accepted; give ${list(10)}.`],
    [{ record: 1.5 }, `time.record: 1.5 is not accepted; give ${list(10)}.`],
    [{ record: '4' }, `time.record: "4" is not accepted; give ${list(10)}.`],
    [{ record: null }, `time.record: null is not accepted; give ${list(10)}.`],
    [{ record: [] }, `time.record: [] is not accepted; give ${list(10)}.`],
    [{ record: [1, 1] }, `time.record: [1,1] is not accepted; give ${list(10)}.`],
    [{ record: [-1, 1] }, `time.record: [-1,1] is not accepted; give ${list(10)}.`],
    [{ record: [1, 11] }, `time.record: [1,11] is not accepted; give ${list(10)}.`],
    [{ record: 4, levels: [0, 0.5] }, `time.levels: [0,0.5] is not accepted; give ${levels}.`],
    [{ record: 4, levels: [0.5, 0.5] }, `time.levels: [0.5,0.5] is not accepted; give ${levels}.`],
    [{ record: 4, levels: 0.5 }, `time.levels: 0.5 is not accepted; give ${levels}.`],
    [{ levels: [0.5] }, 'time.levels: [0.5] is not accepted; give time.record too.'],
  ])('%j is refused in one sentence', (time, sentence) => {
    expect(() => timeOf({ steps: 10, ...time })).toThrow(sentence);
  });

  test('says the least stride of a long run', () => {
    expect(() => timeOf({ steps: 4_096_000, record: 1000 })).toThrow(
      'time.record: 1000 is not accepted; give a stride, a whole number of at least 1001,',
    );
  });

  test('goes through a link, whatever it is', () => {
    const steps = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 9 });
    const rising = steps.map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: 1, max: 5000 }), rising), (record) => {
        const spec = parseSpec({ time: { steps: 1000, record, levels: [1e-7, 0.5] } });
        const fragment = specToFragment(spec);
        expect(specOfExactFragment(fragment)).toEqual(spec);
        expect(fragmentToSpec(fragment)).toEqual(spec);
      }),
      { seed: 5, numRuns: 60, examples: [[7], [[7]], [[0]]] },
    );
  });

  test('a link that has it twice is refused', () => {
    const spec = parseSpec({ time: { record: 100 } });
    const twice = fragmentOf('watch', [...specPairs(spec), 'record=1,2']);
    expect(() => fragmentToSpec(twice)).toThrow(
      'The link has both "every" and "record", which say what is recorded; keep one of them.',
    );
  });

  test('a sweep refuses it, in its base and in a comparison, and has no axis of it', () => {
    const sentence = 'time.record: 100 is not accepted; give none: a map has no history.';
    const time = { record: 100 };
    expect(() => parseSweep({ base: { time } })).toThrow(sentence);
    expect(() => parseSweep({ compare: { time } })).toThrow(sentence);
    expect(() => parseSweep({ x: { path: 'time.record', from: 1, to: 2, count: 2 } })).toThrow(
      'x.path: "time.record" is not accepted',
    );
  });
});
