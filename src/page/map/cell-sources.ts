import { blockSizes, middleOf } from '../../experiment/sweep/plan';
import type { Layer, MapData } from './map-data';

/** There are no counts for a cell yet. */
export const NOT_COUNTED = -1;
/** The cell failed. */
export const FAILED = -2;

/**
 * `MapData.valueAt(layer, cell)?.source` of all cells at once, in the time of a few passes: the
 * cell whose counts are shown, NOT_COUNTED or FAILED. Shape: i32[cells].
 */
export function cellSources(data: MapData, layer: Layer): Int32Array {
  const { columns, rows, cells, tallies } = data;
  const sources = new Int32Array(cells).fill(NOT_COUNTED);
  const anyFailed = tallies.failures.size > 0;
  const counted = (cell: number) =>
    data.has(layer, cell) && !(anyFailed && data.failure(layer, cell) !== undefined);
  let own = 0;
  for (let cell = 0; cell < cells; cell++)
    if (counted(cell)) {
      sources[cell] = cell;
      own++;
    }
  // Only the cells themselves have an exact probability.
  if (own < cells && layer.kind !== 'residual') fillBlocks(sources, counted, columns, rows);
  if (anyFailed)
    for (let cell = 0; cell < cells; cell++)
      if (data.failure(layer, cell) !== undefined) sources[cell] = FAILED;
  return sources;
}

/** The smallest block around a cell comes first: what it covers stays. */
function fillBlocks(
  sources: Int32Array,
  counted: (cell: number) => boolean,
  columns: number,
  rows: number,
): void {
  for (const block of blockSizes(columns, rows).reverse()) {
    if (block === 1) continue;
    for (let j = 0; j < rows; j += block)
      for (let i = 0; i < columns; i += block) {
        const middle = middleOf(i, j, block, columns, rows);
        if (!counted(middle)) continue;
        const right = Math.min(columns, i + block);
        for (let row = j; row < Math.min(rows, j + block); row++)
          for (let cell = row * columns + i; cell < row * columns + right; cell++)
            if (sources[cell] === NOT_COUNTED) sources[cell] = middle;
      }
  }
}
