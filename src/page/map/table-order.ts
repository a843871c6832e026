import { wilsonInterval } from '../../experiment/interval';
import type { MapData, ResponseLayer } from './map-data';

/** Which cells a table lists. */
export type CellChoice = 'all' | 'row' | 'column';

/** What rows of a table are ordered by: the place of the cell, or a number of one of the sides. */
export interface TableOrder {
  /** value, width: of the share that escaped or the response; against: of A against the side. */
  by: 'x' | 'y' | 'value' | 'width' | 'against';
  side: number;
  falling: boolean;
}

/** Numbers of the cells that are chosen, rising; `cursor` says of which row or column. */
export function listedCells(
  { cells, columns, rows }: MapData,
  choice: CellChoice,
  cursor: number,
): number[] {
  const count = choice === 'all' ? cells : choice === 'row' ? columns : rows;
  const first =
    choice === 'all' ? 0 : choice === 'row' ? cursor - (cursor % columns) : cursor % columns;
  const step = choice === 'column' ? columns : 1;
  return Array.from({ length: count }, (_, k) => first + k * step);
}

/**
 * Cells in an order. Those without the number, not counted or failed, come last either way; equal
 * ones stay as they were.
 * @param response  Place of the response that the table shows; null where it shows the share.
 */
export function inOrder(
  data: MapData,
  cells: readonly number[],
  order: TableOrder,
  response: number | null = null,
): number[] {
  const sign = order.falling ? -1 : 1;
  const keys = new Map(cells.map((cell) => [cell, keyOf(data, cell, order, response)]));
  return [...cells].sort((p, q) => {
    const [a, b] = [keys.get(p)!, keys.get(q)!];
    if (Number.isNaN(a) || Number.isNaN(b))
      return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    return sign * (a - b);
  });
}

/** NaN where there is none. */
function keyOf(
  data: MapData,
  cell: number,
  { by, side }: TableOrder,
  response: number | null,
): number {
  const { tallies, columns, x, y } = data;
  if (by === 'x') return x[cell % columns];
  if (by === 'y') return y[Math.floor(cell / columns)];
  if (response !== null) return responseKey(data, cell, by, { kind: 'response', side, response });
  const n = tallies.particles[cell];
  if (n === 0 || tallies.failure(cell, side) !== undefined) return Number.NaN;
  if (by === 'against')
    return tallies.failure(cell, 0) === undefined
      ? data.differenceAt(side, cell).difference
      : Number.NaN;
  const escaped = tallies.escaped[side][cell];
  if (by === 'value') return escaped / n;
  const { low, high } = wilsonInterval(escaped, n);
  return high - low;
}

function responseKey(
  data: MapData,
  cell: number,
  by: 'value' | 'width' | 'against',
  own: ResponseLayer,
): number {
  const layer: ResponseLayer = by === 'against' ? { ...own, kind: 'contrast' } : own;
  if (data.failure(layer, cell) !== undefined || !data.has(layer, cell)) return Number.NaN;
  const [value, low, high] = data.responseValues(layer, cell);
  if (by !== 'width') return value ?? Number.NaN;
  return low === null || high === null ? Number.NaN : high - low;
}
