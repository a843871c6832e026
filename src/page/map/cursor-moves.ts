/** A rectangle of cells, both ends included: columns i0 to i1, rows j0 to j1. */
export interface CellRectangle {
  i0: number;
  j0: number;
  i1: number;
  j1: number;
}

interface Grid {
  columns: number;
  rows: number;
}

/** Rows that PageUp and PageDown move: an eighth of them. */
const PAGE_SHARE = 8;

/**
 * Where a key moves the cursor: arrows, PageUp, PageDown, Home, End, and with Ctrl the corners.
 * Null for other keys.
 */
export function movedCursor(
  cell: number,
  key: string,
  control: boolean,
  { columns, rows }: Grid,
): number | null {
  let i = cell % columns;
  let j = Math.floor(cell / columns);
  const page = Math.max(1, Math.round(rows / PAGE_SHARE));
  if (key === 'ArrowLeft') i--;
  else if (key === 'ArrowRight') i++;
  else if (key === 'ArrowUp') j++;
  else if (key === 'ArrowDown') j--;
  else if (key === 'PageUp') j += page;
  else if (key === 'PageDown') j -= page;
  else if (key === 'Home') [i, j] = [0, control ? 0 : j];
  else if (key === 'End') [i, j] = [columns - 1, control ? rows - 1 : j];
  else return null;
  return within(j, rows) * columns + within(i, columns);
}

/**
 * The cell under a point. @param across, down Shares of the picture from its upper left corner;
 * what lies outside has the nearest cell.
 */
export function cellUnder(across: number, down: number, { columns, rows }: Grid): number {
  return (
    within(Math.floor((1 - down) * rows), rows) * columns +
    within(Math.floor(across * columns), columns)
  );
}

/** The rectangle with two cells as opposite corners. */
export function rectangleOf(one: number, other: number, columns: number): CellRectangle {
  const [i, k] = [one % columns, other % columns];
  const [j, l] = [Math.floor(one / columns), Math.floor(other / columns)];
  return { i0: Math.min(i, k), j0: Math.min(j, l), i1: Math.max(i, k), j1: Math.max(j, l) };
}

function within(index: number, count: number): number {
  return Math.min(count - 1, Math.max(0, index));
}
