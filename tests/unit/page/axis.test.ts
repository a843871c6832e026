import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesAcross, ticksBelow, ticksBeside } from '../../../src/page/shared/axis';
import { evenTicks, niceStep, quarterTicks, ticksAt } from '../../../src/page/shared/scales';

const sources = readdirSync('src/page', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `src/page/${name}`)
  .sort();

/**
 * What only an axis has: its classes, and what makes of a number a tick (the type `Tick` refuses
 * the rest).
 */
const FOREIGN = [/class: '(grid|tick|axis-label)'/, /as Tick\b/, /<line[^>]*class="(grid|tick)"/];

test('axes of every chart come from axis.ts, and their ticks from scales.ts', () => {
  const found = sources
    .filter((file) => !/shared\/(axis|scales)\.ts$/.test(file))
    .filter((file) => FOREIGN.some((foreign) => foreign.test(readFileSync(file, 'utf8'))));
  expect(found).toEqual([]);
  const users = sources.filter((file) => readFileSync(file, 'utf8').includes('shared/axis'));
  // Pictures on a canvas draw the same ticks themselves.
  expect(users.map((file) => file.replace(/^.*\//, ''))).toEqual([
    'curve-chart.ts',
    'contour-plot.ts',
    'axis-marks.ts',
    'escape-time-plot.ts',
    'slice-plots.ts',
    'growth-curve-marks.ts',
    'histogram-marks.ts',
    'panel-marks.ts',
    'plane-marks.ts',
    'strand-marks.ts',
    'escape-curves.ts',
    'method-card.ts',
    'density-plot.ts',
    'history-chart.ts',
    'path-strip.ts',
    'picture-svg.ts',
    'speed-chart.ts',
  ]);
});

const AREA = { left: 40, top: 8, width: 300, height: 100 };
/** Width of a letter of a label on the page, in pixels. */
const LETTER = 7;

test('labels under an axis never touch, and none reaches far beyond its end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 60, max: 1200 }),
      fc.constantFrom(undefined, 50),
      (places, length, width, taken) => {
        const ticks = ticksAt(
          [...places].sort((one, other) => one - other),
          (at) => at,
          () => 'x'.repeat(length),
        );
        const marks = ticksBelow(ticks, { ...AREA, width }, 17, taken);
        expect(marks.filter(({ name }) => name === 'line')).toHaveLength(places.length);
        let end = Number.NEGATIVE_INFINITY;
        for (const { name, attributes } of marks) {
          if (name !== 'text') continue;
          const half = (length * LETTER) / 2;
          expect(Number(attributes.x) - half).toBeGreaterThan(end);
          end = Number(attributes.x) + half;
          expect(end).toBeLessThanOrEqual(AREA.left + width + 12 - (taken === undefined ? 0 : 62));
        }
      },
    ),
  );
});

test('a tick without a label has the shorter mark, and an upright axis runs upwards', () => {
  const ticks = ticksAt(
    [0, 0.5, 1],
    (at) => at,
    (at) => (at === 0.5 ? '' : String(at)),
  );
  const lengths = ticksBelow(ticks, AREA, 17)
    .filter(({ name }) => name === 'line')
    .map(({ attributes: { y1, y2 } }) => Number(y2) - Number(y1));
  expect(lengths).toEqual([6, 3, 6]);
  const heights = ticksBeside(ticks, AREA)
    .filter(({ name }) => name === 'line')
    .map(({ attributes }) => attributes.y1);
  expect(heights).toEqual([108, 58, 8]);
  const across = linesAcross(ticks, AREA).filter(({ name }) => name === 'line');
  expect(across.map(({ attributes: { x1, x2 } }) => [x1, x2])).toEqual(Array(3).fill([40, 340]));
});

test('even ticks are the multiples of their step between the ends', () => {
  const labels = (low: number, high: number, step: number) =>
    evenTicks(low, high, step).map(({ label }) => label);
  expect(labels(-1, 1, 0.5)).toEqual(['−1', '−0.5', '0', '0.5', '1']);
  expect(labels(0.1, 0.3, 0.1)).toEqual(['0.1', '0.2', '0.3']);
  expect(evenTicks(2, 6, niceStep(1.1)).map(({ at }) => at)).toEqual([0, 0.5, 1]);
  expect(quarterTicks((at) => `${100 * at} %`).map(({ label }) => label)).toEqual([
    '0 %',
    '25 %',
    '50 %',
    '75 %',
    '100 %',
  ]);
});
