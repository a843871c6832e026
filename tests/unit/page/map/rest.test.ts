import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Rest } from '../../../../src/page/map/rest';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A rest of 300 ms, and how often it was told. */
function resting() {
  const told = vi.fn();
  return { rest: new Rest(300, told), told };
}

test('is told after the wait, not before, and not again without a look', () => {
  const { rest, told } = resting();
  rest.at(7);
  vi.advanceTimersByTime(299);
  expect(told).toHaveBeenCalledTimes(0);
  vi.advanceTimersByTime(1);
  expect(told).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(10_000);
  expect(told).toHaveBeenCalledTimes(1);
});

test('is told while it is looked at all the time, once a wait', () => {
  const { rest, told } = resting();
  for (let t = 0; t < 3000; t += 20) {
    rest.at(7);
    vi.advanceTimersByTime(20);
  }
  expect(told.mock.calls.length).toBeGreaterThanOrEqual(8);
  expect(told.mock.calls.length).toBeLessThanOrEqual(10);
});

test('begins anew at another place', () => {
  const { rest, told } = resting();
  for (let place = 0; place < 20; place++) {
    rest.at(place);
    vi.advanceTimersByTime(200);
  }
  expect(told).toHaveBeenCalledTimes(0);
  vi.advanceTimersByTime(100);
  expect(told).toHaveBeenCalledTimes(1);
});

test('is not told of a place that was left', () => {
  const { rest, told } = resting();
  rest.at(7);
  rest.leave();
  vi.advanceTimersByTime(1000);
  expect(told).toHaveBeenCalledTimes(0);
});
