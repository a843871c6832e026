import { afterEach, expect, test } from 'vitest';
import {
  keepRecorded,
  LeftToAnother,
  leaveToAnother,
  recorded,
  remembered,
} from '../../../src/theory/numerics/remembered';

afterEach(() => leaveToAnother(false));

const never = () => {
  throw new Error('computed');
};

test('a result is computed once', () => {
  let times = 0;
  const ask = (x: number) => remembered('once', [x], () => ++times);
  expect([ask(1), ask(1), ask(2)]).toEqual([1, 1, 2]);
});

test('what takes long is left to another thread, whose results are taken', () => {
  leaveToAnother(true);
  expect(() => remembered('slow', [1], never)).toThrow(LeftToAnother);
  expect(remembered('quick', [1], () => 7, true)).toBe(7);
  keepRecorded([['slow [1]', 3]]);
  expect(remembered('slow', [1], never)).toBe(3);
});

test('another thread sends what was asked for, old and new', () => {
  remembered('old', [1], () => 4);
  const results = recorded(() => {
    remembered('old', [1], never);
    remembered('new', [2], () => 5);
  });
  expect(results).toEqual([
    ['old [1]', 4],
    ['new [2]', 5],
  ]);
  expect(recorded(() => {})).toEqual([]);
});
