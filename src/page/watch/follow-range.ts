import type { Histogram } from '../../spec/spec';
import { number, percent } from '../shared/format';
import { coordinateName } from '../shared/names';
import type { Reading } from './reading';

/** Share of the particles in the picture below which it is taken elsewhere. */
export const LEAST_IN_SIGHT = 1 / 3;
/** What float32 and the axes hold. */
const SMALLEST = -37;
const LARGEST = 30;

/**
 * Where the picture of a run has to be that has left it: loaded when that first happens. Round
 * ends, and room ahead in the direction in which the run moves, so that it is seldom asked again.
 *
 * @param values  Of some particles, or quantiles.
 * @returns null where there is no better place than this one.
 */
export function rangeFor(
  histogram: Histogram,
  values: ArrayLike<number>,
): { min: number; max: number } | null {
  const { axis } = histogram;
  const finite = Array.from(values).filter((value) => Math.abs(value) < 10 ** LARGEST);
  const sizes = finite.map(Math.abs).filter((size) => size > 10 ** SMALLEST);
  const found =
    axis === 'linear'
      ? linearRange(finite)
      : axis === 'asinh'
        ? asinhRange(sizes)
        : sizeRange(histogram, sizes);
  if (!found) return null;
  const inside = (value: number) => value >= found.min && value < found.max;
  const seen = (axis === 'log-abs' ? sizes : finite).filter(inside).length;
  return seen >= LEAST_IN_SIGHT * 1.5 * values.length ? found : null;
}

/** Twice the width of the middle 80 %. */
function linearRange(values: number[]): { min: number; max: number } | null {
  if (values.length === 0) return null;
  const [low, high] = spread(values, 0.1);
  const width = Math.max(high - low, 0.1 * Math.abs(low), 1e-6);
  const unit = 10 ** Math.floor(Math.log10(width));
  return {
    min: round(Math.floor((low - width / 2) / unit) * unit),
    max: round(Math.ceil((high + width / 2) / unit) * unit),
  };
}

/** Both sides of 0, half as many decades again as there are. */
function asinhRange(sizes: number[]): { min: number; max: number } | null {
  if (sizes.length === 0) return null;
  const [, high] = spread(sizes, 0.1);
  const decades = Math.log10(high);
  const max = 10 ** Math.min(LARGEST, Math.ceil(decades > 0 ? 1.5 * decades + 0.5 : decades + 0.5));
  return { min: -max, max };
}

/** Whole decades around the middle 80 %, as wide again on the side it goes to. */
function sizeRange({ min, max }: Histogram, sizes: number[]): { min: number; max: number } | null {
  if (sizes.length === 0) return null;
  const [low, high] = spread(sizes, 0.1).map(Math.log10);
  const width = Math.max(high - low, 1);
  const outwards = (low + high) / 2 > (Math.log10(min) + Math.log10(max)) / 2;
  return {
    min: 10 ** Math.max(SMALLEST, Math.floor(low - width * (outwards ? 0.5 : 2))),
    max: 10 ** Math.min(LARGEST, Math.ceil(high + width * (outwards ? 2 : 0.5))),
  };
}

/** The quantiles of `tail` and 1 - `tail`. */
function spread(values: number[], tail: number): [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (p: number) => sorted[Math.round(p * (sorted.length - 1))];
  return [at(tail), at(1 - tail)];
}

function round(value: number): number {
  return Number(value.toPrecision(10));
}

/** Share of the particles in the picture below which it says where they are. */
const LEAST_SEEN = 0.05;

/** Where the particles are when next to none of them are in the picture. */
export function elsewhere({ spec, sample }: Reading): string {
  const { counts, particles } = sample;
  const { below, above, zero } = counts;
  if (below + above < (1 - LEAST_SEEN) * particles) return '';
  const { axis, min, max, coordinate } = spec.histogram;
  const name =
    axis === 'log-abs' ? `|${coordinateName(spec, coordinate)}|` : coordinateName(spec, coordinate);
  const parts: string[] = [];
  if (zero > 0 && min > 0) parts.push(`${percent(zero / particles)} at exactly 0`);
  const under = min > 0 ? below - zero : below;
  if (under > 0) parts.push(`${percent(under / particles)} at ${name} < ${number(min)}`);
  if (above > 0) parts.push(`${percent(above / particles)} at ${name} ≥ ${number(max)}`);
  return `Not in the picture: ${parts.join(', ')}`;
}
