import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FollowedLifeLine } from '../../../src/host/life-line';
import { WorkerClient } from '../../../src/host/worker-client';

/** Whoever waits for the worker's lock. */
let freed: (() => void)[] = [];
const onEnd = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  freed = [];
  onEnd.mockReset();
  const locks = { request: (_name: string, then: () => void) => freed.push(then) };
  vi.stubGlobal('navigator', { locks });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('a worker that does not begin in a minute has ended', () => {
  new FollowedLifeLine(onEnd);
  vi.advanceTimersByTime(59_000);
  expect(onEnd).not.toHaveBeenCalled();
  vi.advanceTimersByTime(600_000);
  expect(onEnd).toHaveBeenCalledTimes(1);
});

test('a worker that has begun ends with its lock', () => {
  const line = new FollowedLifeLine(onEnd);
  expect(line.takes({ type: 'a message' })).toBe(false);
  expect(line.takes({ lifeLine: 'worker' })).toBe(true);
  vi.advanceTimersByTime(600_000);
  expect(onEnd).not.toHaveBeenCalled();
  freed[0]();
  expect(onEnd).toHaveBeenCalledTimes(1);
});

test('a worker without locks is taken to run', () => {
  const line = new FollowedLifeLine(onEnd);
  expect(line.takes({ lifeLine: null })).toBe(true);
  vi.advanceTimersByTime(600_000);
  expect(freed).toEqual([]);
  expect(onEnd).not.toHaveBeenCalled();
});

test('a worker that is ended on purpose is no fault, before it begins or after', () => {
  for (const begun of [false, true]) {
    const worker = { terminate: vi.fn(), onmessage: (_: object) => {} };
    const client = new WorkerClient(worker as unknown as Worker, {}, onEnd);
    if (begun) worker.onmessage({ data: { lifeLine: 'worker' } });
    client.end();
    expect(worker.terminate).toHaveBeenCalledTimes(1);
  }
  vi.advanceTimersByTime(600_000);
  for (const free of freed) free();
  expect(freed).toHaveLength(1);
  expect(onEnd).not.toHaveBeenCalled();
});
