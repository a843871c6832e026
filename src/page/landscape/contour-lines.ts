import { contours } from 'd3-contour';
import type { Surface } from '../../theory/surfaces/landscape';
import type { SpecSurface } from '../../theory/surfaces/spec-surface';

/** Samples of the height in each direction. */
const SAMPLES = 120;

export type Window = SpecSurface['window'];

/**
 * Levels of which as many lines lie between as there is room: equal shares of the window between
 * neighbouring ones, so that a flat valley has its lines as well as a steep wall.
 */
export function evenLevels(surface: Surface, window: Window, count: number): number[] {
  const heights = sampleHeights(surface, window, 40).sort((one, other) => one - other);
  const levels: number[] = [];
  for (let i = 0; i < count; i++)
    levels.push(heights[Math.floor(((i + 0.5) / count) * heights.length)]);
  return [...new Set(levels)];
}

/**
 * Lines of equal height.
 *
 * @returns Rings, each a list of x, y as shares of the window's width and height from its lower
 * left corner; those that meet the edge run along it a little outside, where a clip takes them
 * away.
 */
export function contourLines(surface: Surface, window: Window, levels: number[]): number[][] {
  const values = sampleHeights(surface, window, SAMPLES);
  const rings: number[][] = [];
  // The library's grid has the sample i at i + 1/2.
  for (const { coordinates } of contours().size([SAMPLES, SAMPLES]).thresholds(levels)(values))
    for (const polygon of coordinates)
      for (const ring of polygon)
        rings.push(
          ring.flatMap(([x, y]) => [(x - 0.5) / (SAMPLES - 1), (y - 0.5) / (SAMPLES - 1)]),
        );
  return rings;
}

/** Heights at samples x samples places from edge to edge, row by row of y. */
function sampleHeights(surface: Surface, { x, y }: Window, samples: number): number[] {
  const at = ([low, high]: readonly [number, number], i: number) =>
    low + ((high - low) * i) / (samples - 1);
  const heights: number[] = [];
  for (let row = 0; row < samples; row++)
    for (let column = 0; column < samples; column++)
      heights.push(surface.value(at(x, column), at(y, row)));
  return heights;
}
