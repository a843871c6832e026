import { residualOf } from '../../experiment/sweep/exact-agreement';
import { cellSources, FAILED } from './cell-sources';
import { type ColorScale, colorIndex, RESIDUAL_LIMIT, RGBA } from './color-scale';
import { type Hatch, hatchTest } from './hatching';
import type { Layer, MapData } from './map-data';

/** What is drawn over a cell or in place of its colour. */
export const MARK = { none: 0, hatched: 1, notCounted: 2, failed: 3 } as const;

/** A map as a picture of one pixel a cell. Rows run downwards: the first is the map's last. */
export interface Raster {
  columns: number;
  rows: number;
  /** RGBA bytes; transparent where a cell has no value. Shape: u32[rows][columns]. */
  colors: Uint32Array<ArrayBuffer>;
  /** MARK of each cell. Shape: u8[rows][columns]. */
  marks: Uint8Array;
}

export function scaleOf(layer: Layer, limit: number): ColorScale {
  if (layer.kind === 'residual') return { kind: 'residual', limit: RESIDUAL_LIMIT };
  return layer.kind === 'probability' ? { kind: 'probability' } : { kind: 'difference', limit };
}

/** @param limit  Of the scale of differences. */
export function rasterOf(
  data: MapData,
  layer: Layer,
  { hatch, limit }: { hatch: Hatch; limit: number },
): Raster {
  const { columns, rows } = data;
  const { particles, escaped } = data.tallies;
  const scale = scaleOf(layer, limit);
  const table = RGBA[scale.kind];
  const colors = new Uint32Array(columns * rows);
  const marks = new Uint8Array(columns * rows);
  const sources = cellSources(data, layer);
  const hatched = hatch ? hatchTest(data, layer, hatch) : null;
  const less = layer.kind === 'difference' ? escaped[layer.side] : null;
  const exact = layer.kind === 'residual' ? data.exact[layer.side] : null;
  const count = escaped[less ? 0 : layer.side];
  for (let j = 0; j < rows; j++) {
    let pixel = (rows - 1 - j) * columns;
    for (let cell = j * columns; cell < (j + 1) * columns; cell++, pixel++) {
      const source = sources[cell];
      if (source < 0) {
        marks[pixel] = source === FAILED ? MARK.failed : MARK.notCounted;
        continue;
      }
      const value = exact
        ? residualOf(count[source], particles[source], exact[source])
        : (less ? count[source] - less[source] : count[source]) / particles[source];
      colors[pixel] = table[colorIndex(scale, value)];
      if (hatched?.(source)) marks[pixel] = MARK.hatched;
    }
  }
  return { columns, rows, colors, marks };
}

/**
 * Size of the largest difference between side A and another in cells that have counts of their own;
 * 0 where there are none.
 */
export function largestDifference({ tallies, cells, sides }: MapData): number {
  const { particles, escaped, failures } = tallies;
  let largest = 0;
  for (let side = 1; side < sides.length; side++)
    for (let cell = 0; cell < cells; cell++) {
      const size = Math.abs(escaped[0][cell] - escaped[side][cell]) / particles[cell];
      if (!(size > largest)) continue;
      if (failures.size > 0 && [0, side].some((one) => tallies.failure(cell, one) !== undefined))
        continue;
      largest = size;
    }
  return largest;
}
