import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StoryHistory } from '../../../../src/page/story/story-history';

/** A browser's history: entries, and the one in force. */
let entries: { state: unknown; address: string }[];
let now: number;
let onPop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  entries = [{ state: null, address: 'story.html' }];
  now = 0;
  const history = {
    get state() {
      return entries[now].state;
    },
    pushState(state: unknown, _: string, address: string) {
      entries.splice(++now, Number.POSITIVE_INFINITY, { state, address });
    },
    replaceState(state: unknown, _: string, address: string) {
      entries[now] = { state, address };
    },
  };
  vi.stubGlobal('history', history);
  vi.stubGlobal('location', {
    get href() {
      return entries[now].address;
    },
  });
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('self', globalThis);
  vi.stubGlobal('top', globalThis);
  vi.stubGlobal('addEventListener', (_: string, listener: () => void) => {
    onPop = listener;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function go(by: number): void {
  now += by;
  onPop();
}

test('a drag is one entry, which ends at its last value; another figure begins another', () => {
  const told = vi.fn();
  const story = new StoryHistory(told);
  for (const sigma of [1.1, 1.2, 1.3]) {
    vi.advanceTimersByTime(300);
    story.keep('first', { sigma });
  }
  story.keep('second', { steps: 4 });
  expect(entries.length).toBe(3);
  go(-1);
  expect(told).toHaveBeenCalledTimes(1);
  expect(story.valuesOf('first')).toEqual({ sigma: 1.3 });
  expect(story.valuesOf('second')).toBe(null);
  go(-1);
  expect(story.valuesOf('first')).toBe(null);
  go(2);
  expect(story.valuesOf('second')).toEqual({ steps: 4 });
  // The same figure, later.
  story.keep('second', { steps: 5 });
  vi.advanceTimersByTime(1500);
  story.keep('second', { steps: 6 });
  expect(entries.length).toBe(5);
});

test('a link to a section leaves the figures, and so does Back from it', () => {
  const story = new StoryHistory(() => {});
  story.keep('first', { sigma: 2 });
  entries.splice(++now, 1, { state: null, address: 'story.html#noise' });
  onPop();
  expect(story.valuesOf('first')).toEqual({ sigma: 2 });
  story.keep('first', { sigma: 3 });
  go(-1);
  expect(story.valuesOf('first')).toEqual({ sigma: 2 });
  expect(entries[now].address).toBe('story.html#noise');
  // A page that is opened again shows what it showed.
  expect(new StoryHistory(() => {}).valuesOf('first')).toEqual({ sigma: 2 });
});
