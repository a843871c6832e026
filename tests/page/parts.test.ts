import { expect, test } from 'vitest';
import { curvePieces, flanks } from '../../src/page/shared/curve';
import { interval, large, number, percent, signed, whole } from '../../src/page/shared/format';
import { crc32 } from '../../src/page/shared/png-text';
import { histogramScale, scaleFor, shareHeight, shareTicks } from '../../src/page/shared/scales';
import { Pace } from '../../src/page/watch/live/pace';
import { SpecHistory } from '../../src/page/watch/spec-history';
import { histogramEdges } from '../../src/spec/histogram-edges';
import { parseSpec } from '../../src/spec/schema';

/** The parts that need no browser. */

test('numbers read well', () => {
  expect(
    [0, 1.5, -0.25, 12345.6, 1e-7, 2.5e12, Number.POSITIVE_INFINITY].map((x) => number(x)),
  ).toEqual(['0', '1.5', '−0.25', '12,300', '10⁻⁷', '2.5·10¹²', '∞']);
  expect([0.485, -1, 0, -0.0004].map((x) => signed(x))).toEqual([
    '+0.48',
    '−1.00',
    '0.00',
    '−4·10⁻⁴',
  ]);
  expect(whole(1048576)).toBe('1,048,576');
  expect(large(2.1e9)).toBe('2.1 billion');
});

test('a percentage never rounds something to nothing, or nearly all to all', () => {
  expect(percent(0)).toBe('0 %');
  expect(percent(1)).toBe('100 %');
  expect(percent(0.5)).toBe('50.0 %');
  expect(percent(1 / 2 ** 20)).not.toMatch(/^0(\.0)? /);
  expect(percent(1 - 1 / 2 ** 20)).not.toMatch(/^100/);
});

test('an interval shows enough digits to tell its ends apart', () => {
  for (const [low, high] of [
    [0.1, 0.2],
    [0.4999, 0.5001],
    [0, 0.00001],
  ]) {
    const [first, last] = interval(low, high).split(' to ');
    expect(first).not.toBe(last.replace(' %', ''));
  }
});

test('bins are equal steps of the axis that is drawn', () => {
  for (const histogram of [
    { axis: 'linear', min: -3, max: 5, bins: 16 },
    { axis: 'asinh', min: -100, max: 1000, bins: 32 },
    { axis: 'log-abs', min: 1e-6, max: 1e6, bins: 24 },
  ]) {
    const spec = parseSpec({ histogram });
    const scale = histogramScale(spec.histogram);
    histogramEdges(spec.histogram).forEach((edge, i) => {
      expect(scale.position(edge)).toBeCloseTo(i / histogram.bins, 5);
    });
  }
});

test('labels of an axis lie inside, do not touch, and a wide axis has at least three', () => {
  for (const [axis, min, max] of [
    ['linear', -5, 5],
    ['linear', 0.1, 0.13],
    ['asinh', -100, 100],
    ['asinh', -1e8, 1e8],
    ['asinh', 2, 40],
    ['log-abs', 1e-25, 1e8],
    ['log-abs', 0.2, 30],
  ] as const)
    for (const pixels of [250, 800, 1500]) {
      const { histogram } = parseSpec({ histogram: { axis, min, max } });
      const ticks = histogramScale(histogram)
        .ticks(pixels)
        .filter(({ label }) => label);
      expect(ticks.length, `${axis} ${min} ${max}`).toBeGreaterThanOrEqual(3);
      ticks.forEach(({ at, label }, i) => {
        expect(at).toBeGreaterThanOrEqual(-1e-9);
        expect(at).toBeLessThanOrEqual(1 + 1e-9);
        const next = ticks[i + 1];
        if (next)
          expect((next.at - at) * pixels, `${label} and ${next.label}`).toBeGreaterThan(
            3.5 * (label.length + next.label.length),
          );
      });
    }
});

test('the scale of shares holds the highest bar, and one particle shows on the log scale', () => {
  for (const highest of [1, 0.3, 0.0078, 1e-5]) {
    const linear = scaleFor('linear', highest, 1e6);
    expect(linear.top).toBeGreaterThanOrEqual(highest);
    expect(linear.top).toBeLessThanOrEqual(Math.min(1, highest * 2.1));
    expect(scaleFor('linear', highest * 0.9, 1e6, linear), 'a scale that serves is kept').toBe(
      linear,
    );
    const log = scaleFor('log', highest, 1e6);
    expect(shareHeight(log, 1e-6)).toBeGreaterThan(0.01);
    expect(shareHeight(log, highest)).toBeLessThanOrEqual(1);
    expect(shareTicks(log).length).toBeGreaterThan(1);
  }
});

test('a lattice is drawn as marks, few bins as steps, many as a line', () => {
  const scale = { kind: 'linear', top: 1, bottom: 1e-9 } as const;
  const area = { left: 0, top: 0, width: 100, height: 10 };
  expect(curvePieces([0.5, 0, 0.5, 0], scale, area, true)).toHaveLength(2);
  expect(curvePieces([0.5, 0.5], scale, area, false)).toEqual([[0, 5, 50, 5, 50, 5, 100, 5]]);
  expect(curvePieces(new Float64Array(512), scale, area, false)[0]).toHaveLength(1024);
  expect(flanks([0, 0.2, 1, 0.2, 0], scale, 0.5)).toEqual({ left: 0.4, right: 0.6 });
});

test('the pace follows the speed, keeps to the device, and moves in blocks', () => {
  const pace = new Pace(1e9);
  pace.restart(1000);
  let step = 0;
  for (let frame = 0; frame < 60; frame++) step = pace.next(step, 80_000, 1, 1 / 60);
  // 10,000 steps a second, less what is owed for the block to come.
  expect(step).toBeGreaterThan(9_900);
  expect(step).toBeLessThanOrEqual(10_000);
  expect(step % 64).toBe(0);

  const slow = new Pace(1e6);
  slow.restart(10_000);
  expect(
    slow.next(0, 80_000, Number.POSITIVE_INFINITY, 1 / 60),
    'never more than a block at once',
  ).toBe(64);

  const raw = new Pace(1e9);
  raw.restart(1000);
  const steps = new Set<number>();
  let at = 0;
  for (let frame = 0; frame < 240; frame++) {
    at = raw.next(at, 20, 1, 1 / 60);
    steps.add(at);
  }
  expect([...steps], 'a run of 20 steps shows each of them').toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
  ]);
});

test('undo and redo', () => {
  const specs = [1, 2, 3].map((sigma) => parseSpec({ noise: { sigma } }));
  const history = new SpecHistory(specs[0]);
  history.push(structuredClone(specs[0]));
  expect(history.canUndo, 'the same again is no change').toBe(false);
  history.push(specs[1]);
  history.push(specs[2]);
  expect(history.undo()).toBe(specs[1]);
  expect(history.undo()).toBe(specs[0]);
  expect(history.undo()).toBe(specs[0]);
  expect(history.redo()).toBe(specs[1]);
  history.push(specs[2]);
  expect(history.canRedo).toBe(false);
});

test('what the browser goes back or forward to is undo or redo where it was run before', () => {
  const [one, two, three] = [1, 2, 3].map((sigma) => parseSpec({ noise: { sigma } }));
  const history = new SpecHistory(one);
  for (const spec of [two, one, three]) history.push(spec);
  expect(history.goTo(structuredClone(one))).toBe(true);
  expect(history.redo(), 'the nearest one before').toBe(three);
  history.undo();
  expect(history.goTo(three)).toBe(true);
  expect(history.canRedo).toBe(false);
  expect(history.goTo(parseSpec({ noise: { sigma: 4 } }))).toBe(false);
  expect(history.current).toBe(three);
});

test('the checksum of PNG chunks', () => {
  // Of the empty last chunk of every PNG file.
  expect(crc32(new TextEncoder().encode('IEND'))).toBe(0xae426082);
});
