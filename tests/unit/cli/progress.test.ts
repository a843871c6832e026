import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { shareDone, timeLeft } from '../../../src/cli/numbers';
import { ProgressLine } from '../../../src/cli/output/progress-line';

describe('a progress line', () => {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test('comes soon and by itself, and says for how long nothing new was told', () => {
    const line = new ProgressLine('the first replicas');
    vi.advanceTimersByTime(2500);
    expect(lines).toEqual(['the first replicas (for 2 s)\n']);
    vi.advanceTimersByTime(10_000);
    line.show('3 %');
    vi.advanceTimersByTime(10_000);
    expect(lines.slice(1)).toEqual(['the first replicas (for 12 s)\n', '3 % (for 9 s)\n']);
    line.end();
    vi.advanceTimersByTime(60_000);
    expect(lines).toHaveLength(3);
  });

  test('is not written where the work is done before', () => {
    const line = new ProgressLine('the first replicas');
    for (let k = 0; k < 10; k++) line.show(`${k} %`);
    line.end();
    expect(lines).toEqual([]);
  });
});

describe('on a terminal', () => {
  const written: string[] = [];
  const { isTTY, columns } = process.stderr;
  beforeEach(() => {
    written.length = 0;
    Object.assign(process.stderr, { isTTY: true, columns: 60 });
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  });
  afterEach(() => {
    Object.assign(process.stderr, { isTTY, columns });
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test('a bar shows the share, in place, on one line, and is taken away', () => {
    const line = new ProgressLine('the first replicas');
    const told: [string, number | null][] = [
      ['none', 0],
      ['half, 3 s left', 0.5],
      ['nearly all', 0.9999],
      ['all', 1],
      ['refining', null],
      ['x'.repeat(80), 0.25],
    ];
    for (const [text, share] of told) {
      line.show(text, share);
      vi.advanceTimersByTime(150);
    }
    line.end();
    expect(written).toEqual([
      '\r\x1b[K[--------------------] none',
      '\r\x1b[K[##########----------] half, 3 s left',
      '\r\x1b[K[###################-] nearly all',
      '\r\x1b[K[####################] all',
      '\r\x1b[Krefining',
      `\r\x1b[K[#####---------------] ${'x'.repeat(33)}...`,
      '\r\x1b[K',
    ]);
  });
});

describe('numbers for people', () => {
  test('a share that is not 0 is not shown as 0, nor one that is not all as all', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 50 }),
        fc.integer({ min: 1, max: 2 ** 50 }),
        (a, b) => {
          const [done, total] = [Math.min(a, b), Math.max(a, b)];
          const shown = Number.parseFloat(shareDone(done, total));
          expect(shown).toBeGreaterThan(0);
          if (done < total) expect(shown).toBeLessThan(100);
          expect(shareDone(total, total)).toBe('100 %');
        },
      ),
      { seed: 11 },
    );
  });

  test.each([
    [0, '0 s'],
    [0.2, '1 s'],
    [119.5, '120 s'],
    [121, '3 min'],
    [3600 * 3 + 299, '3 h 5 min'],
    [3600 * 24 * 9, '9 days'],
  ])('%d s: %s', (seconds, text) => expect(timeLeft(seconds)).toBe(text));
});
