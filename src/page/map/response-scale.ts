import type { Response } from '../../spec/response';
import {
  type AxisScale,
  histogramScale,
  labelled,
  niceStep,
  quarterTicks,
  relabelled,
  type Tick,
} from '../shared/scales';
import { comparisonOf } from './contrast';

/** How values lie on a scale: equal steps, equal factors, or equal factors to both sides of 0. */
export type Spacing = 'linear' | 'log' | 'asinh';

/** Colours of a response, from its smallest to its largest value of all sides, with round ends. */
export interface ResponseScale {
  kind: 'response';
  response: Response;
  spacing: Spacing;
  from: number;
  to: number;
  /** Nothing is known yet: the ends mean nothing. */
  empty: boolean;
  /** Some value is 0, on a scale of equal factors: it has the colour of the lower end. */
  zero: boolean;
}

/** Colours of A's response against another's: equally far to both sides of what is alike. */
export interface ContrastScale {
  kind: 'contrast';
  response: Response;
  /** log where it is a ratio, from 1 / limit to limit; else from -limit to limit. */
  spacing: Spacing;
  limit: number;
  empty: boolean;
}

/** Values of one sign whose ends are farther apart, as a factor, run over equal factors. */
const MOST_LINEAR = 20;

/** @param values  Of all sides of the cells that have one. */
export function responseScale(response: Response, values: Iterable<number>): ResponseScale {
  const ends = endsOf(values);
  const scale = { kind: 'response', response, empty: ends.count === 0, zero: false } as const;
  if (response.kind === 'shareAbove' || ends.count === 0)
    return { ...scale, spacing: 'linear', from: 0, to: 1 };
  const { least, most, leastPositive } = ends;
  if (least >= 0 && most > MOST_LINEAR * (least || leastPositive))
    return {
      ...scale,
      spacing: 'log',
      zero: least === 0,
      from: roundDown(leastPositive),
      to: roundUp(most),
    };
  const reach = Math.max(-least, most);
  // Of one sign below 0 there is no scale of equal factors: one around 0 serves.
  if (least < 0 && reach > MOST_LINEAR) {
    const from = -roundUp(-least);
    return { ...scale, spacing: 'asinh', from, to: most > 0 ? roundUp(most) : Math.max(0, most) };
  }
  return { ...scale, spacing: 'linear', ...linearEnds(least, most) };
}

/** @param values  Of A against every other side, of the cells that have one. */
export function contrastScale(response: Response, values: Iterable<number>): ContrastScale {
  const ends = endsOf(values);
  const scale = { kind: 'contrast', response, empty: ends.count === 0 } as const;
  if (comparisonOf(response) === 'ratio') {
    const farthest = ends.count === 0 ? 1 : Math.max(ends.most, 1 / ends.least);
    const limit = [1.1, 1.2, 1.5, 2, 3].find((one) => farthest <= one) ?? roundUp(farthest);
    return { ...scale, spacing: 'log', limit };
  }
  const reach = ends.count === 0 ? 0 : Math.max(ends.most, -ends.least);
  if (response.kind === 'shareAbove')
    return { ...scale, spacing: 'linear', limit: [0.1, 0.2, 0.5].find((one) => reach <= one) ?? 1 };
  return {
    ...scale,
    spacing: reach > MOST_LINEAR ? 'asinh' : 'linear',
    limit: reach > 0 ? roundUp(reach) : 1,
  };
}

function endsOf(values: Iterable<number>) {
  let [count, least, most] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let leastPositive = Number.POSITIVE_INFINITY;
  for (const value of values) {
    count++;
    if (value < least) least = value;
    if (value > most) most = value;
    if (value > 0 && value < leastPositive) leastPositive = value;
  }
  return { count, least, most, leastPositive };
}

function linearEnds(least: number, most: number): { from: number; to: number } {
  if (least === most) {
    const size = Math.abs(least) || 1;
    return least === 0 ? { from: 0, to: 1 } : { from: Math.min(0, 2 * least), to: least + size };
  }
  const step = niceStep((most - least) / 8);
  return {
    from: Number((Math.floor(least / step + 1e-9) * step).toPrecision(12)),
    to: Number((Math.ceil(most / step - 1e-9) * step).toPrecision(12)),
  };
}

/** The nearest of 1, 2 and 5 times a power of ten that is not below a number above 0. */
function roundUp(value: number): number {
  return Number(niceStep(value).toPrecision(6));
}

/** And that is not above it. */
function roundDown(value: number): number {
  return 1 / roundUp(1 / value);
}

/** Where a value lies on a scale, 0 to 1 between its ends. */
export function responsePlace(scale: ResponseScale | ContrastScale, value: number): number {
  return lineOf(scale).position(value);
}

/**
 * Labelled marks of a scale, 0 to 1, for so many pixels; none where nothing is known.
 * @param upright  It runs upwards.
 */
export function responseTicks(
  scale: ResponseScale | ContrastScale,
  pixels: number,
  upright = false,
): Tick[] {
  if (scale.empty) return [];
  if (scale.response.kind === 'shareAbove') return shareMarks(scale);
  const ticks = labelled(lineOf(scale).ticks(pixels, upright));
  const signs = scale.kind === 'contrast' && scale.spacing !== 'log';
  return relabelled(ticks, ({ at, label }, k) => {
    if (signs && at > 0.5) return `+${label}`;
    // What is at 0 is drawn as what is at the end.
    return scale.kind === 'response' && scale.zero && k === 0 && at < 1e-9 ? `≤ ${label}` : label;
  });
}

/** Shares and their differences as on the other bars, in per cent and points. */
function shareMarks(scale: ResponseScale | ContrastScale): Tick[] {
  return quarterTicks((at) => {
    if (scale.kind === 'response') return `${100 * at} %`;
    const points = Number((100 * (2 * at - 1) * scale.limit).toPrecision(6));
    return points > 0 ? `+${points}` : String(points).replace('-', '−');
  });
}

/** A map asks for the place of every cell. */
const lines = new WeakMap<ResponseScale | ContrastScale, AxisScale>();

function lineOf(scale: ResponseScale | ContrastScale): AxisScale {
  const line = lines.get(scale) ?? newLine(scale);
  lines.set(scale, line);
  return line;
}

function newLine(scale: ResponseScale | ContrastScale): AxisScale {
  const { spacing } = scale;
  const axis = spacing === 'log' ? 'log-abs' : spacing;
  if (scale.kind === 'response') return histogramScale({ axis, min: scale.from, max: scale.to });
  const { limit } = scale;
  return histogramScale({ axis, min: spacing === 'log' ? 1 / limit : -limit, max: limit });
}
