import type { Matrix } from './symmetric-power';

/** A way to the mean of the steps of an epoch of a stored set, as a map of products of the state. */
export interface EpochMeans {
  /** Multiplications, about, of an epoch's first `count` steps. */
  work(count: number): number;
  /** Of `count` steps from `done` on, the first of an epoch; null where rounding leaves too little. */
  mean(done: number, count: number): Matrix | null;
}

/** Entries of a matrix that are not 0. */
export function entriesOf(matrix: Matrix): { row: number; column: number; value: number }[] {
  return matrix.flatMap((line, row) =>
    line.flatMap((value, column) => (value === 0 ? [] : [{ row, column, value }])),
  );
}
