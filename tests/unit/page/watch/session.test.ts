import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LiveClient } from '../../../../src/page/watch/live/live-client';
import type { ToWorker } from '../../../../src/page/watch/live/live-protocol';
import { loadOtherRuns } from '../../../../src/page/watch/load-other-runs';
import { Session } from '../../../../src/page/watch/session';
import { parseSpec } from '../../../../src/spec/schema';

describe('a slider that moves', () => {
  let sent: { sigma: number; preview: boolean }[];
  let session: Session;
  /** What was said of specs, and what had been sent by then. */
  let said: number[];

  beforeEach(async () => {
    vi.stubGlobal('window', globalThis);
    await loadOtherRuns();
    vi.useFakeTimers();
    sent = [];
    said = [];
    const send = (message: ToWorker) => {
      if (message.type !== 'load') return;
      const { sigma } = message.spec.noise;
      sent.push({ sigma: [sigma].flat()[0], preview: message.preview });
    };
    session = new Session(
      parseSpec({}),
      { send } as unknown as LiveClient,
      () => said.push(sent.length),
      (sentence) => expect.fail(sentence),
    );
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const move = (sigma: number, final = false) =>
    expect(
      session.edit(
        (spec) => {
          spec.noise.sigma = sigma;
        },
        { final },
      ),
    ).toBeNull();

  test('is previewed at once, before anything is said of it', () => {
    move(1.9);
    expect(sent).toEqual([{ sigma: 1.9, preview: true }]);
    expect(said).toEqual([1]);
  });

  test('is previewed at most every 60 ms, where it is then', () => {
    move(1.9);
    move(1.8);
    move(1.7);
    vi.advanceTimersByTime(59);
    expect(sent).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(sent.slice(1)).toEqual([{ sigma: 1.7, preview: true }]);
    vi.advanceTimersByTime(1000);
    expect(sent, 'it stands').toHaveLength(2);
    move(1.6);
    expect(sent.at(-1)).toEqual({ sigma: 1.6, preview: true });
  });

  test('that is let go is run, and previewed no more', () => {
    move(1.9);
    move(1.8);
    move(1.8, true);
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual([
      { sigma: 1.9, preview: true },
      { sigma: 1.8, preview: false },
    ]);
  });
});
