import { residualOf } from '../../experiment/sweep/exact-agreement';
import { cellSources, FAILED } from './cell-sources';
import { colorIndex, RGBA } from './color-scale';
import { type Hatch, hatchTest } from './hatching';
import type { Layer, MapData } from './map-data';
import { type Scales, scaleOf } from './map-scales';

/** What is drawn over a cell or in place of its colour. */
export const MARK = { none: 0, hatched: 1, notCounted: 2, failed: 3, noValue: 4 } as const;

/** A map as a picture of one pixel a cell. Rows run downwards: the first is the map's last. */
export interface Raster {
  columns: number;
  rows: number;
  /** RGBA bytes; transparent where a cell has no value. Shape: u32[rows][columns]. */
  colors: Uint32Array<ArrayBuffer>;
  /** MARK of each cell. Shape: u8[rows][columns]. */
  marks: Uint8Array;
}

export function rasterOf(
  data: MapData,
  layer: Layer,
  { hatch, ...scales }: { hatch: Hatch } & Scales,
): Raster {
  const { columns, rows } = data;
  const scale = scaleOf(layer, scales);
  const table = RGBA[scale.kind];
  const colors = new Uint32Array(columns * rows);
  const marks = new Uint8Array(columns * rows);
  const sources = cellSources(data, layer);
  const hatched = hatch ? hatchTest(data, layer, hatch, scales) : null;
  const numberOf = numbersOf(data, layer);
  for (let j = 0; j < rows; j++) {
    let pixel = (rows - 1 - j) * columns;
    for (let cell = j * columns; cell < (j + 1) * columns; cell++, pixel++) {
      const source = sources[cell];
      if (source < 0) {
        marks[pixel] = source === FAILED ? MARK.failed : MARK.notCounted;
        continue;
      }
      const value = numberOf(source);
      if (value === null) {
        marks[pixel] = MARK.noValue;
        continue;
      }
      colors[pixel] = table[colorIndex(scale, value)];
      if (hatched?.(source)) marks[pixel] = MARK.hatched;
    }
  }
  return { columns, rows, colors, marks };
}

/** What a layer shows in a cell that has it; null where that is no value. */
function numbersOf(data: MapData, layer: Layer): (cell: number) => number | null {
  const { particles, escaped } = data.tallies;
  const [own, first] = [escaped[layer.side], escaped[0]];
  switch (layer.kind) {
    case 'probability':
      return (cell) => own[cell] / particles[cell];
    case 'difference':
      return (cell) => (first[cell] - own[cell]) / particles[cell];
    case 'residual': {
      const exact = data.exact[layer.side];
      return (cell) => residualOf(own[cell], particles[cell], exact[cell]);
    }
    case 'response':
    case 'contrast':
      return (cell) => data.responseValues(layer, cell)[0];
    default:
      return layer satisfies never;
  }
}
