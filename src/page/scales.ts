import type { Histogram } from '../spec/spec';
import { number, percent, superscript } from './format';

/** A mark on an axis. `at` runs from 0 to 1 along the axis; a mark without a label is a minor one. */
export interface Tick {
  at: number;
  label: string;
}

/** Where values lie along the horizontal axis: 0 at its left end, 1 at its right end. */
export interface AxisScale {
  /** Position of a value; outside 0 to 1 for values outside the range. */
  position(value: number): number;
  /** Marks for an axis `pixels` wide: values that fit, with labels that do not touch. */
  ticks(pixels: number): Tick[];
}

/** Horizontal scale of a histogram: the axis its bins are equal steps of. */
export function histogramScale(histogram: Histogram): AxisScale {
  const { axis, min, max } = histogram;
  const forward = axis === 'linear' ? (x: number) => x : axis === 'asinh' ? Math.asinh : Math.log;
  const low = forward(min);
  const high = forward(max);
  const position = (value: number) => (forward(value) - low) / (high - low);
  // Less than about a decade has no powers of ten to speak of: round numbers serve better.
  const narrow = axis === 'linear' || (min > 0 && max < 12 * min);
  const candidates = (pixels: number) =>
    narrow ? linearValues(min, max) : decadeValues(min, max, (pixels * Math.LN10) / (high - low));
  return { position, ticks: (pixels) => choose(candidates(pixels), position, pixels) };
}

/** Vertical scale of shares, linear from 0 to `top` or logarithmic from `bottom` to `top`. */
export interface ShareScale {
  kind: 'linear' | 'log';
  top: number;
  bottom: number;
}

/** Height of a share, 0 at the bottom of the plot and 1 at its top, as the bars are drawn. */
export function shareHeight(scale: ShareScale, share: number): number {
  const height =
    scale.kind === 'linear'
      ? share / scale.top
      : Math.log(Math.max(share, scale.bottom) / scale.bottom) / Math.log(scale.top / scale.bottom);
  return Math.min(1, Math.max(0, height));
}

export function shareTicks(scale: ShareScale): Tick[] {
  if (scale.kind === 'linear') {
    const step = niceStep(scale.top / 4);
    const count = Math.floor(scale.top / step + 1e-9);
    return Array.from({ length: count + 1 }, (_, i) => ({
      at: (i * step) / scale.top,
      label: `${number(i * step * 100)} %`,
    }));
  }
  const lowest = Math.ceil(Math.log10(scale.bottom) - 1e-9);
  const highest = Math.floor(Math.log10(scale.top) + 1e-9);
  const every = Math.ceil((highest - lowest + 1) / 7);
  const ticks: Tick[] = [];
  for (let exponent = highest; exponent >= lowest; exponent--) {
    const label =
      (highest - exponent) % every !== 0
        ? ''
        : exponent >= -4
          ? percent(10 ** exponent, Math.max(0, -2 - exponent))
          : `10${superscript(exponent + 2)} %`;
    ticks.push({ at: shareHeight(scale, 10 ** exponent), label });
  }
  return ticks;
}

/**
 * The scale for a highest share: a round number above it. A scale that still serves is kept, so that the
 * picture changes in few steps while it settles.
 *
 * @param particles  On the log scale a single particle still shows: the bottom is below one in `particles`.
 */
export function scaleFor(
  kind: ShareScale['kind'],
  highest: number,
  particles: number,
  current?: ShareScale,
): ShareScale {
  if (kind === 'log') {
    const top = Math.min(1, 10 ** Math.ceil(Math.log10(Math.max(highest, 10 / particles)) - 1e-9));
    return { kind, top, bottom: Math.min(top / 10, 10 ** Math.floor(Math.log10(0.7 / particles))) };
  }
  const serves = current?.kind === 'linear' && highest <= current.top && highest > current.top * 0.5;
  if (serves) return current;
  return { kind, top: Math.min(1, roundUp(Math.max(highest * 1.12, 1e-6))), bottom: 1e-9 };
}

/** A range with round ends around values of log10 |x|: whole decades, or parts of one where they differ little. */
export function decadeRange(low: number, high: number): { low: number; high: number } {
  const unit = high - low < 0.5 ? 0.2 : high - low < 1.5 ? 0.5 : 1;
  const bottom = Math.floor(low / unit + 1e-6) * unit;
  return { low: bottom, high: Math.max(bottom + unit, Math.ceil(high / unit - 1e-6) * unit) };
}

function roundUp(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  for (const factor of [1, 1.5, 2, 3, 4, 5, 6, 8, 10])
    if (value <= factor * decade * (1 + 1e-9)) return factor * decade;
  return 10 * decade;
}

/** 1, 2 or 5 times a power of ten, at least `rough`. */
export function niceStep(rough: number): number {
  const decade = 10 ** Math.floor(Math.log10(rough));
  for (const factor of [1, 2, 5]) if (rough <= factor * decade * (1 + 1e-9)) return factor * decade;
  return 10 * decade;
}

interface Candidate {
  value: number;
  label: string;
  /** Labels of a lower rank are placed first. */
  rank: number;
}

function linearValues(min: number, max: number): Candidate[] {
  const step = niceStep((max - min) / 8);
  const values: Candidate[] = [];
  for (let i = Math.ceil(min / step - 1e-9); i * step <= max + step * 1e-9; i++)
    values.push({ value: i * step, label: number(i * step), rank: i === 0 ? 0 : 1 });
  return values;
}

/** Room for the label of a power of ten, in pixels. */
const DECADE_LABEL = 46;

/**
 * 0 and the powers of ten of both signs; between them 2 to 9 times a power, labelled where there is room. Where
 * decades are narrow every second, third, fifth ... of them is labelled.
 */
function decadeValues(min: number, max: number, pixelsPerDecade: number): Candidate[] {
  const every = [1, 2, 3, 5, 10, 20].find((stride) => stride * pixelsPerDecade >= DECADE_LABEL) ?? 50;
  const values: Candidate[] = [];
  const add = (value: number, rank: number) => {
    if (value >= min && value <= max) values.push({ value, label: rank < 3 ? axisLabel(value) : '', rank });
  };
  add(0, 0);
  const largest = Math.ceil(Math.log10(Math.max(Math.abs(min), Math.abs(max))));
  const smallest = min > 0 ? Math.floor(Math.log10(min)) : max < 0 ? Math.floor(Math.log10(-max)) : -1;
  for (let exponent = largest; exponent >= smallest; exponent--)
    for (let digit = 1; digit < 10; digit++) {
      const rank = rankOf(digit, exponent, every, pixelsPerDecade >= 100, min < 0 && max > 0);
      add(digit * 10 ** exponent, rank);
      add(-digit * 10 ** exponent, rank);
    }
  return values;
}

/** 1 for what is labelled first, 3 for what never is. */
function rankOf(digit: number, exponent: number, every: number, wide: boolean, aroundZero: boolean): number {
  if (digit === 1) return exponent % every !== 0 ? 3 : aroundZero && exponent === -1 ? 2 : 1;
  return wide && (digit === 2 || digit === 5) ? 2 : 3;
}

function axisLabel(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e4) return number(value).replace(',', '');
  const exponent = Math.round(Math.log10(size));
  return Math.abs(size / 10 ** exponent - 1) < 1e-6
    ? `${value < 0 ? '−' : ''}10${superscript(exponent)}`
    : number(value, 1);
}

function choose(candidates: Candidate[], position: (value: number) => number, pixels: number): Tick[] {
  const taken: { from: number; to: number }[] = [];
  const marks: number[] = [];
  const ticks: Tick[] = [];
  for (const { value, label, rank } of [...candidates].sort((a, b) => a.rank - b.rank)) {
    const at = position(value);
    const middle = at * pixels;
    const half = label.length * 4 + 7;
    const fits = label !== '' && taken.every(({ from, to }) => middle + half < from || middle - half > to);
    if (fits) taken.push({ from: middle - half, to: middle + half });
    // A minor mark needs 3 pixels of its own.
    if (!fits && (rank > 1 || pixels < 80) && marks.some((other) => Math.abs(other - middle) < 3)) continue;
    marks.push(middle);
    ticks.push({ at, label: fits ? label : '' });
  }
  return ticks.sort((a, b) => a.at - b.at);
}
