import { afterEach, expect, test, vi } from 'vitest';
import { Database } from '../../../../src/host/web/database';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Every call of a database, as promises; a call that throws at once fails the test. */
function allCalls(): Promise<unknown>[] {
  const database = new Database<number>('name', 'records');
  return [database.get('a'), database.set('a', 1), database.entries(), database.delete(['a'])];
}

test('where the browser refuses its database at once, each call rejects and none throws', async () => {
  vi.stubGlobal('indexedDB', {
    open() {
      throw new DOMException('denied', 'SecurityError');
    },
  });
  for (const call of allCalls()) await expect(call).rejects.toThrow('denied');
});

test('where the database never answers, each call rejects after three seconds', async () => {
  vi.useFakeTimers();
  vi.stubGlobal('indexedDB', { open: () => ({}) });
  const outcomes = Promise.allSettled(allCalls());
  await vi.advanceTimersByTimeAsync(3000);
  for (const { status } of await outcomes) expect(status).toBe('rejected');
});
