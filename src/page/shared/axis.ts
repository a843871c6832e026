import type { Area } from './curve';
import type { Tick } from './scales';
import type { Mark } from './svg';

/**
 * Axes of every chart: marks, labels and grid lines, as elements of SVG. Classes: `grid`, `tick`,
 * `axis`, and `axis-label` of the texts.
 */

/** Half the width of a letter, and the gap between two labels, in pixels. */
const HALF_LETTER = 3.5;
const GAP = 8;
/** Labels reach so far beyond the right end of an axis at most. */
const OVERHANG = 12;

const line = (name: string, x1: number, y1: number, x2: number, y2: number): Mark => ({
  name: 'line',
  attributes: { class: name, x1, y1, x2, y2 },
});

/** A label at an axis; none where there is nothing to write. */
const label = (text: string, x: number, y: number, anchor: string): Mark[] =>
  text
    ? [{ name: 'text', attributes: { class: 'axis-label', x, y, 'text-anchor': anchor }, text }]
    : [];

/** The lower edge. */
export function baseline({ left, top, width, height }: Area): Mark {
  const y = top + height + 0.5;
  return line('axis', left, y, left + width, y);
}

/** All edges. */
export function box({ left, top, width, height }: Area): Mark {
  return {
    name: 'rect',
    attributes: {
      class: 'axis',
      x: left - 0.5,
      y: top - 0.5,
      width: width + 1,
      height: height + 1,
    },
  };
}

/**
 * Marks under the lower edge, and their labels as far as they do not touch.
 * @param ticks  From left to right.
 * @param drop  From the edge to the feet of the labels, in pixels.
 * @param taken  Room at the right end that has another text.
 */
export function ticksBelow(
  ticks: readonly Tick[],
  { left, top, width, height }: Area,
  drop: number,
  taken = -OVERHANG,
): Mark[] {
  const bottom = top + height;
  const right = left + width - taken;
  let free = Number.NEGATIVE_INFINITY;
  return ticks.flatMap(({ at, label: text }) => {
    const x = left + at * width;
    const half = HALF_LETTER * text.length;
    // A label of the last tick moves inwards; one that meets another text is left out.
    const middle = taken < 0 ? Math.min(x, right - half) : x;
    const fits = middle - half >= free && middle + half <= right;
    if (fits && text) free = middle + half + GAP;
    return [
      line('tick', x, bottom, x, bottom + (text && fits ? 6 : 3)),
      ...label(fits ? text : '', middle, bottom + drop, 'middle'),
    ];
  });
}

/** Labels left of the area, each with a line across it or a mark at its edge. */
function upright(ticks: readonly Tick[], { left, top, height }: Area, across: number): Mark[] {
  return ticks.flatMap(({ at, label: text }) => {
    const y = top + (1 - at) * height;
    return [
      across > 0
        ? line('grid', left, y, left + across, y)
        : line('tick', left - (text ? 6 : 3), y, left, y),
      ...label(text, left - (across > 0 ? 8 : 10), y + 4, 'end'),
    ];
  });
}

/** Lines across the area, and their labels left of it. */
export function linesAcross(ticks: readonly Tick[], area: Area): Mark[] {
  return upright(ticks, area, area.width);
}

/** Marks and labels left of the area. */
export function ticksBeside(ticks: readonly Tick[], area: Area): Mark[] {
  return upright(ticks, area, 0);
}
