import type { Histogram } from '../../../spec/spec';

type Axis = Pick<Histogram, 'axis' | 'min' | 'max'>;

/** The value at a place of the horizontal axis, 0 at its left end and 1 at its right one. */
export function valueAt({ axis, min, max }: Axis, at: number): number {
  const forward = axis === 'linear' ? (x: number) => x : axis === 'asinh' ? Math.asinh : Math.log;
  const backward = axis === 'linear' ? (u: number) => u : axis === 'asinh' ? Math.sinh : Math.exp;
  return backward(forward(min) + at * (forward(max) - forward(min)));
}

/**
 * The shortest decimal number that a pixel of the axis holds; 0 where it holds that.
 * @param width  Of the axis, in pixels.
 */
export function roundValueAt(axis: Axis, at: number, width: number): number {
  const [low, high] = [valueAt(axis, at - 0.5 / width), valueAt(axis, at + 0.5 / width)];
  if (low <= 0 && high >= 0) return 0;
  const middle = valueAt(axis, at);
  for (let digits = 1; digits < 15; digits++) {
    const short = Number(middle.toPrecision(digits));
    if (short >= low && short <= high) return short;
  }
  return middle;
}
