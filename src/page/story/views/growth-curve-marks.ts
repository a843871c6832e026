import { ticksBelow, ticksBeside } from '../../shared/axis';
import { type Area, pathData } from '../../shared/curve';
import { histogramScale } from '../../shared/scales';
import type { Mark } from '../../shared/svg';
import { NARROW, type Size } from '../figure';

export interface GrowthCurves {
  /** Right end of the axis of sigma, whose left end is 0. */
  high: number;
  /** Ends of the axis of growth. */
  heights: { low: number; high: number };
  /** Growth by theory at this sigma, of the steps and in the limit of small ones. */
  steps: (sigma: number) => number;
  limit: (sigma: number) => number;
  stepsName: string;
  measured: readonly { at: number; growth: number | null }[];
  chosen: number;
}

const POINTS = 160;

/**
 * Growth of ln |x| against the noise: two laws as lines, runs as dots; below 0 noise traps.
 * Classes: `zone trapped`, `zone escapes`, `zone-name`, `steps-line`, `limit-line`, `name`, `measured`,
 * `chosen`, `zero`.
 */
export function growthCurveMarks(curves: GrowthCurves, size: Size): Mark[] {
  const narrow = size.width < NARROW;
  const left = narrow ? 40 : 50;
  const area: Area = {
    left,
    top: 10,
    width: size.width - left - 12,
    height: size.height - 10 - 46,
  };
  const { low, high } = curves.heights;
  const x = (sigma: number) => area.left + (sigma / curves.high) * area.width;
  const y = (growth: number) => area.top + ((high - growth) / (high - low)) * area.height;
  const text = (name: string, words: string, at: { x: number; y: number }, anchor = 'start') =>
    ({
      name: 'text',
      attributes: { class: name, ...at, 'text-anchor': anchor },
      text: words,
    }) as Mark;
  const zone = (name: string, from: number, to: number): Mark => ({
    name: 'rect',
    attributes: {
      class: `zone ${name}`,
      x: area.left,
      y: y(from),
      width: area.width,
      height: y(to) - y(from),
    },
  });
  const right = area.left + area.width;
  return [
    zone('escapes', high, 0),
    zone('trapped', 0, low),
    text('zone-name escapes', 'escapes', { x: right - 8, y: y(high) + 18 }, 'end'),
    text('zone-name trapped', 'trapped', { x: area.left + 8, y: y(low) - 8 }),
    ...ticksBelow(
      histogramScale({ axis: 'linear', min: 0, max: curves.high }).ticks(area.width),
      area,
      18,
    ),
    ...ticksBeside(
      histogramScale({ axis: 'linear', min: low, max: high }).ticks(area.height, true),
      area,
    ),
    { name: 'line', attributes: { class: 'zero', x1: area.left, x2: right, y1: y(0), y2: y(0) } },
    {
      name: 'line',
      attributes: {
        class: 'chosen',
        x1: x(curves.chosen),
        x2: x(curves.chosen),
        y1: area.top,
        y2: area.top + area.height,
      },
    },
    { name: 'path', attributes: { class: 'limit-line', d: lineOf(curves.limit, curves, x, y) } },
    { name: 'path', attributes: { class: 'steps-line', d: lineOf(curves.steps, curves, x, y) } },
    ...namesOf(curves, x, y, text),
    ...curves.measured.flatMap(({ at, growth }): Mark[] =>
      growth === null || growth < low || growth > high
        ? []
        : [
            {
              name: 'circle',
              attributes: {
                class: at === curves.chosen ? 'measured now' : 'measured',
                cx: x(at),
                cy: y(growth),
                r: at === curves.chosen ? 6 : 4,
              },
            },
          ],
    ),
    text(
      'axis-name',
      'noise σ',
      { x: area.left + area.width / 2, y: area.top + area.height + 40 },
      'middle',
    ),
  ];
}

/** A law as far as the picture has room for it. */
function lineOf(
  law: (sigma: number) => number,
  { high, heights }: GrowthCurves,
  x: (sigma: number) => number,
  y: (growth: number) => number,
): string {
  const line: number[] = [];
  for (let i = 0; i <= POINTS; i++) {
    const sigma = (high * i) / POINTS;
    const growth = law(sigma);
    if (growth < heights.low || growth > heights.high) continue;
    line.push(x(sigma), y(growth));
  }
  return pathData([line]);
}

/** Names of the two lines, each beside the end of its own. */
function namesOf(
  { high, heights, limit, steps, stepsName }: GrowthCurves,
  x: (sigma: number) => number,
  y: (growth: number) => number,
  text: (name: string, words: string, at: { x: number; y: number }, anchor?: string) => Mark,
): Mark[] {
  // The limit leaves the picture through its floor, left of the middle of what it leaves free.
  let leaves = high;
  while (leaves > 0 && limit(leaves) < heights.low) leaves -= high / POINTS;
  const atLimit = { x: x(leaves) + 8, y: y(heights.low) - 10 };
  const near = Math.abs(steps(leaves) - limit(leaves)) < 0.1 * (heights.high - heights.low);
  const beside = near ? 0.4 * leaves : 0.72 * high;
  const atSteps = {
    x: x(beside) + (near ? 12 : 0),
    y: y(Math.max(heights.low, steps(beside))) - 12,
  };
  return [
    text('name limit', 'small steps', atLimit),
    text('name steps', stepsName, atSteps, near ? 'start' : 'middle'),
  ];
}
