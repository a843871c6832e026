import { wilsonInterval } from '../../experiment/interval';
import type { MapData } from './map-data';

/** What is counted of a cell of a slice, with the 95 % interval of its share. */
export interface SlicePoint {
  /** Place in the slice. */
  k: number;
  share: number;
  low: number;
  high: number;
}

/**
 * What is counted along a slice of a side, in pieces without a failed cell between: a line through
 * one would say that something is known there. Cells that are not counted yet are passed over, so
 * that a map in the making has a line at once.
 */
export function slicePieces(
  { tallies }: MapData,
  cells: readonly number[],
  side: number,
): SlicePoint[][] {
  const pieces: SlicePoint[][] = [[]];
  for (const [k, cell] of cells.entries()) {
    const n = tallies.particles[cell];
    if (tallies.failure(cell, side) !== undefined) pieces.push([]);
    else if (n > 0) {
      const escaped = tallies.escaped[side][cell];
      pieces.at(-1)!.push({ k, share: escaped / n, ...wilsonInterval(escaped, n) });
    }
  }
  return pieces.filter(({ length }) => length > 0);
}
