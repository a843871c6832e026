/** A line through the grid, as [column, row] of its points. Closed where the first point is the last one again. */
export type GridLine = [number, number][];

/**
 * Where values on a grid change sign: marching squares with linear interpolation along the edges between neighbours, ends
 * joined to as few lines as there are. A square with a null, or one that is not a number, has no line in it; a square whose
 * signs alternate is cut by the sign of its mean. 0 counts as positive.
 *
 * @param values  Value of cell (i, j) at j * columns + i. Shape: [rows][columns].
 * @returns Lines in grid coordinates, 0 to columns - 1 and 0 to rows - 1: the centre of cell (i, j) is (i, j).
 * Throws RangeError when the values are not as many as the cells.
 * Source: Lorensen, Cline (1987), in two dimensions. Held by tests/unit/theory/zero-curves.test.ts.
 */
export function zeroCurves(values: ArrayLike<number | null>, columns: number, rows: number): GridLine[] {
  if (values.length !== columns * rows)
    throw new RangeError(`${values.length} values are not those of ${columns} columns and ${rows} rows`);
  const pieces: [Crossing, Crossing][] = [];
  for (let j = 0; j + 1 < rows; j++)
    for (let i = 0; i + 1 < columns; i++) {
      const corners = [
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ];
      const heights = corners.map(([column, row]) => values[row * columns + column] ?? Number.NaN);
      if (!heights.every(Number.isFinite)) continue;
      // In the order in which a walk round the square meets them: a change of sign a crossing, none, two or four.
      const crossings: Crossing[] = [];
      for (let k = 0; k < 4; k++) {
        const next = (k + 1) % 4;
        if (heights[k] >= 0 !== heights[next] >= 0)
          crossings.push(crossingOf(corners[k], corners[next], heights[k], heights[next]));
      }
      if (crossings.length === 2) pieces.push([crossings[0], crossings[1]]);
      else if (crossings.length === 4) {
        // Corner 0 is on its own where the middle has the other sign: it lies between the last crossing and the first.
        const alone = heights[0] + heights[1] + heights[2] + heights[3] >= 0 !== heights[0] >= 0;
        const [a, b, c, d] = crossings;
        pieces.push(
          ...((alone
            ? [
                [d, a],
                [b, c],
              ]
            : [
                [a, b],
                [c, d],
              ]) as [Crossing, Crossing][]),
        );
      }
    }
  return joined(pieces);
}

interface Crossing {
  /** Names the edge between two cells, the same from either square. */
  edge: string;
  point: [number, number];
}

function crossingOf(from: number[], to: number[], start: number, end: number): Crossing {
  const share = start / (start - end);
  const [first, last] = from[0] + from[1] < to[0] + to[1] ? [from, to] : [to, from];
  return {
    edge: `${first} ${last}`,
    point: [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])],
  };
}

/** Pieces end to end, each used once. */
function joined(pieces: [Crossing, Crossing][]): GridLine[] {
  const at = new Map<string, number[]>();
  pieces.forEach((piece, index) => {
    for (const { edge } of piece) at.set(edge, [...(at.get(edge) ?? []), index]);
  });
  const used = new Set<number>();
  const lines: GridLine[] = [];
  /** Points beyond `edge`, as far as pieces go on. */
  const onwards = (edge: string): GridLine => {
    const line: GridLine = [];
    for (let here = edge; ; ) {
      const index = at.get(here)!.find((one) => !used.has(one));
      if (index === undefined) return line;
      used.add(index);
      const [one, other] = pieces[index];
      const next = one.edge === here ? other : one;
      line.push(next.point);
      here = next.edge;
    }
  };
  pieces.forEach(([one, other], index) => {
    if (used.has(index)) return;
    used.add(index);
    const after = onwards(other.edge);
    lines.push([...onwards(one.edge).reverse(), one.point, other.point, ...after]);
  });
  return lines;
}
