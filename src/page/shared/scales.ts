import type { Histogram } from '../../spec/spec';
import { number, percent, superscript } from './format';

declare const made: unique symbol;

/**
 * A mark on an axis. `at` runs from 0 to 1 along the axis; a mark without a label is a minor one.
 * This file makes all of them, and axis.ts draws them.
 */
export interface Tick {
  readonly at: number;
  readonly label: string;
  readonly [made]: true;
}

const tick = (at: number, label: string) => ({ at, label }) as Tick;

/** Ticks at values of one's own, in the order of the axis. */
export function ticksAt(
  values: Iterable<number>,
  position: (value: number) => number,
  words: (value: number) => string = number,
): Tick[] {
  return Array.from(values, (value) => tick(position(value), words(value)));
}

/** Ticks at the multiples of a step. */
export function evenTicks(
  low: number,
  high: number,
  step: number,
  words?: (value: number) => string,
): Tick[] {
  return ticksAt(multiples(low, high, step), (value) => (value - low) / (high - low), words);
}

/** Ticks of a share of the axis: at its ends, its middle and halfway to them. */
export function quarterTicks(words: (at: number) => string): Tick[] {
  return ticksAt([0, 0.25, 0.5, 0.75, 1], (at) => at, words);
}

/** The ticks that have a label. */
export function labelled(ticks: readonly Tick[]): Tick[] {
  return ticks.filter(({ label }) => label);
}

/** The same ticks with other labels. */
export function relabelled(
  ticks: readonly Tick[],
  words: (tick: Tick, index: number) => string,
): Tick[] {
  return ticks.map((one, index) => tick(one.at, words(one, index)));
}

/** Ticks of an axis that runs the other way. */
export function reversed(ticks: readonly Tick[]): Tick[] {
  return ticks.map(({ at, label }) => tick(1 - at, label)).reverse();
}

function multiples(low: number, high: number, step: number): number[] {
  const values: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++)
    values.push(i * step);
  return values;
}

/** Where values lie along the horizontal axis: 0 at its left end, 1 at its right end. */
export interface AxisScale {
  /** Position of a value; outside 0 to 1 for values outside the range. */
  position(value: number): number;
  /**
   * Marks for an axis `pixels` long: values that fit, with labels that do not touch.
   * @param upright  The axis runs upwards, and labels need their height.
   */
  ticks(pixels: number, upright?: boolean): Tick[];
}

/** Horizontal scale of a histogram: the axis its bins are equal steps of. */
export function histogramScale(histogram: Pick<Histogram, 'axis' | 'min' | 'max'>): AxisScale {
  const { axis, min, max } = histogram;
  const forward = axis === 'linear' ? (x: number) => x : axis === 'asinh' ? Math.asinh : Math.log;
  const low = forward(min);
  const high = forward(max);
  const position = (value: number) => (forward(value) - low) / (high - low);
  return { position, ticks: (pixels, upright) => ticksOf(histogram, position, pixels, upright) };
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
  if (scale.kind === 'linear')
    return evenTicks(0, scale.top, niceStep(scale.top / 4), (share) => `${number(share * 100)} %`);
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
    ticks.push(tick(shareHeight(scale, 10 ** exponent), label));
  }
  return ticks;
}

/**
 * The scale for a highest share: a round number above it. A scale that still serves is kept, so
 * that the picture changes in few steps while it settles.
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
  const serves =
    current?.kind === 'linear' && highest <= current.top && highest > current.top * 0.5;
  if (serves) return current;
  return { kind, top: Math.min(1, roundUp(Math.max(highest * 1.12, 1e-6))), bottom: 1e-9 };
}

/**
 * A range with round ends around values of log10 |x|: whole decades, or parts of one where they
 * differ little.
 */
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

/** Values that are labelled all or not at all: equal steps, or one pattern in every decade. */
interface Family {
  labelled: number[];
  /** Marks between, without a label. */
  between: number[];
  /** Significant digits that tell the labels apart. */
  digits: number;
}

/** Half of the room of a label in pixels: its letters and half of a gap. */
const HALF_LETTER = 4;
const HALF_GAP = 5;
/** Half of the height of a line. */
const HALF_LINE = 9;
/** Marks without a label are at least so far apart. */
const MARK_GAP = 3;
/** Labels of an axis of equal steps. */
const MOST_STEPS = 8;
/** An axis of asinh x up to here is nearly one of x. */
const NEARLY_LINEAR = 3;
/** Fewest labels that equal steps are worth on an axis of decades. */
const FEW = 2;

/** The finest family whose labels all have room. */
function ticksOf(
  histogram: Pick<Histogram, 'axis' | 'min' | 'max'>,
  position: (value: number) => number,
  pixels: number,
  upright = false,
): Tick[] {
  const place = (value: number) => position(value) * pixels;
  let found: { family: Family; labels: string[] } | null = null;
  for (const family of families(histogram)) {
    const { labelled, digits } = family;
    const labels = labelled.map((value) => number(value, digits));
    const room = (i: number) => (upright ? HALF_LINE : labels[i].length * HALF_LETTER + HALF_GAP);
    const touch = labelled.some(
      (value, i) => i > 0 && place(value) - place(labelled[i - 1]) < room(i) + room(i - 1),
    );
    if (touch || labelled.length === 0) continue;
    if (!found || labels.length > found.labels.length) found = { family, labels };
    if (labelled.length >= 2) break;
  }
  if (!found) return [];
  const { family, labels } = found;
  const ticks = family.labelled.map((value, i) => tick(position(value), labels[i]));
  const taken = family.labelled.map(place);
  for (const value of family.between) {
    const at = place(value);
    if (taken.some((other) => Math.abs(other - at) < MARK_GAP)) continue;
    taken.push(at);
    ticks.push(tick(position(value), ''));
  }
  return ticks.sort((a, b) => a.at - b.at);
}

/** From the finest to the coarsest. */
function* families({ axis, min, max }: Pick<Histogram, 'axis' | 'min' | 'max'>): Generator<Family> {
  const reach = Math.max(Math.abs(min), Math.abs(max));
  const linear = axis === 'linear' || (axis === 'asinh' && reach <= NEARLY_LINEAR);
  // Much less than a decade has no powers of ten to speak of: equal steps serve better.
  const narrow = min > 0 && max < 4 * min;
  if (linear || narrow)
    for (
      let step = niceStep((max - min) / MOST_STEPS);
      step <= max - min;
      step = niceStep(step * 1.5)
    ) {
      const family = equalSteps(min, max, step);
      if (linear || family.labelled.length >= FEW) yield family;
    }
  if (!linear) yield* decades(min, max);
  yield equalSteps(min, max, niceStep(max - min));
}

function equalSteps(min: number, max: number, step: number): Family {
  const digits = Math.ceil(Math.log10(Math.max(Math.abs(min), Math.abs(max)) / step) + 1e-9) + 1;
  return { labelled: multiples(min, max, step), between: [], digits: Math.max(3, digits) };
}

/**
 * 1, 2 and 5 in every decade; then every decade, every second, third, fifth ... of them. 0 and both
 * signs where they are in.
 */
function* decades(min: number, max: number): Generator<Family> {
  const highest = Math.ceil(Math.log10(Math.max(Math.abs(min), Math.abs(max))));
  const smallest =
    min > 0 ? Math.floor(Math.log10(min)) : max < 0 ? Math.floor(Math.log10(-max)) : 0;
  const both = (values: number[]) =>
    [...values.map((value) => -value), ...(min <= 0 && max >= 0 ? [0] : []), ...values]
      .filter((value) => value >= min && value <= max)
      .sort((a, b) => a - b);
  const each = (digits: number[], from = smallest, every = 1) => {
    const values: number[] = [];
    for (let exponent = highest; exponent >= from; exponent--)
      if (exponent % every === 0)
        for (const digit of digits) values.push(Number(`${digit}e${exponent}`));
    return both(values);
  };
  const nine = each([2, 3, 4, 5, 6, 7, 8, 9, 1], min <= 0 && max >= 0 ? -1 : smallest);
  yield { labelled: each([1, 2, 5]), between: nine, digits: 3 };
  yield { labelled: each([1]), between: nine, digits: 3 };
  const crossing = min <= 0 && max >= 0;
  // 1 lies next to 0 on such an axis.
  for (const every of [2, 3, 5, 10, 20, 50, 100])
    yield { labelled: each([1], crossing ? 1 : smallest, every), between: each([1]), digits: 3 };
}
