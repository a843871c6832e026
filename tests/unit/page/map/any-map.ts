import { MapData } from '../../../../src/page/map/map-data';
import { parseSweep } from '../../../../src/spec/sweep-schema';

/** A map of SGD (side A) and SVRG (side B) with nothing counted. */
export function emptyMap(columns: number, rows: number): MapData {
  return new MapData(
    parseSweep({
      version: 1,
      x: { path: 'noise.sigma', from: 0, to: 3, count: columns },
      y: { path: 'loss.a[0]', from: 0.1, to: 2, count: rows },
      replicas: 1000,
      compare: { optimizer: { kind: 'svrg' } },
    }),
  );
}

/** Writes the counts of a cell. */
export function count(
  data: MapData,
  cell: number,
  n: number,
  a: number,
  b = a,
  together = Math.min(a, b),
): void {
  const { particles, escaped, together: both } = data.tallies;
  particles[cell] = n;
  escaped[0][cell] = a;
  escaped[1][cell] = b;
  both[0][cell] = a;
  both[1][cell] = together;
}

/** The cell of column i and row j. */
export function cellAt({ columns }: MapData, i: number, j: number): number {
  return j * columns + i;
}
