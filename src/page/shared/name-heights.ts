import type { Area } from './curve';

/**
 * Heights for names beside the ends of curves, so that none covers another.
 * @param line  What a name takes, in pixels.
 */
export function nameHeights(
  wanted: readonly number[],
  { top, height }: Area,
  line: number,
): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const heights = [...wanted];
  let free = top;
  for (const i of order) {
    heights[i] = Math.max(heights[i], free);
    free = heights[i] + line;
  }
  let ceiling = top + height;
  for (const i of order.reverse()) {
    heights[i] = Math.min(heights[i], ceiling);
    ceiling = heights[i] - line;
  }
  return heights;
}
