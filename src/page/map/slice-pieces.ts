import { wilsonInterval } from '../../experiment/interval';
import { isResponse, type Layer, type MapData } from './map-data';

/** What is known of a cell of a slice, with its 95 % interval. */
export interface SlicePoint {
  /** Place in the slice. */
  k: number;
  value: number;
  /** Null where the replicas give none. */
  low: number | null;
  high: number | null;
}

/**
 * What is known along a slice of a side, in pieces without a failed cell, or one without a value,
 * between: a line through one would say that something is known there. Cells that are not counted
 * yet are passed over, so that a map in the making has a line at once.
 * @param response  Place of the response that is shown; null where the share that escaped is.
 */
export function slicePieces(
  data: MapData,
  cells: readonly number[],
  side: number,
  response: number | null = null,
): SlicePoint[][] {
  const pieces: SlicePoint[][] = [[]];
  const layer: Layer =
    response === null ? { kind: 'probability', side } : { kind: 'response', side, response };
  for (const [k, cell] of cells.entries())
    if (data.failure(layer, cell) !== undefined) pieces.push([]);
    else if (data.has(layer, cell)) {
      const point = pointOf(data, layer, cell);
      if (point) pieces.at(-1)!.push({ k, ...point });
      else pieces.push([]);
    }
  return pieces.filter(({ length }) => length > 0);
}

/** Null where it has no value. */
function pointOf(data: MapData, layer: Layer, cell: number): Omit<SlicePoint, 'k'> | null {
  if (isResponse(layer)) {
    const [value, low, high] = data.responseValues(layer, cell);
    return value === null ? null : { value, low, high };
  }
  const { particles, escaped } = data.tallies;
  const [n, count] = [particles[cell], escaped[layer.side][cell]];
  return { value: count / n, ...wilsonInterval(count, n) };
}
