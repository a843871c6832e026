/**
 * Lines along which a function that is known in the middles of cells is 0, straight within every
 * square of four neighbours. A square with a NaN corner has none: lines break off there. Library
 * contours close their rings around such places.
 *
 * @param values  Row after row. Shape: f64[rows][columns]. 0 counts as below; an infinite value as a very large one.
 * @param squares  Whether the square between cells (i, j) and (i + 1, j + 1) is looked at; all of
 * them where it is left out.
 * @returns Lines, each a list of x, y in cells: the middle of cell (i, j) is at i, j. A closed line
 * ends where it begins. One that reaches the outermost middles goes on straight for half a cell, to
 * the edge of the picture. Source: Maple (2003), "Geometric design and space planning using the
 * marching squares and marching cube algorithms"; what is ambiguous is told by the mean of the four
 * corners.
 */
export function zeroLines(
  values: ArrayLike<number>,
  columns: number,
  rows: number,
  squares: (i: number, j: number) => boolean = () => true,
): number[][] {
  return joined(segments(values, columns, rows, squares)).map((line) =>
    extended(line, columns, rows),
  );
}

/** A crossing of an edge between two neighbours: its number, and where it is. */
interface Crossing {
  edge: number;
  x: number;
  y: number;
}

type Segment = [Crossing, Crossing];

function segments(
  values: ArrayLike<number>,
  columns: number,
  rows: number,
  squares: (i: number, j: number) => boolean,
): Segment[] {
  const found: Segment[] = [];
  const at = (i: number, j: number) => Math.min(1e300, Math.max(-1e300, values[j * columns + i]));
  // Edges have numbers: that from (i, j) to the right is even, that upwards odd.
  const across = (i: number, j: number, p: number, q: number): Crossing => ({
    edge: 2 * (j * columns + i),
    x: i + p / (p - q),
    y: j,
  });
  const upwards = (i: number, j: number, p: number, q: number): Crossing => ({
    edge: 2 * (j * columns + i) + 1,
    x: i,
    y: j + p / (p - q),
  });
  for (let j = 0; j + 1 < rows; j++)
    for (let i = 0; i + 1 < columns; i++) {
      const a = at(i, j);
      const b = at(i + 1, j);
      const c = at(i + 1, j + 1);
      const d = at(i, j + 1);
      const above = Number(a > 0) + Number(b > 0) + Number(c > 0) + Number(d > 0);
      if (above === 0 || above === 4 || !squares(i, j) || Number.isNaN(a + b + c + d)) continue;
      const crossings: Crossing[] = [];
      if (a > 0 !== b > 0) crossings.push(across(i, j, a, b));
      if (b > 0 !== c > 0) crossings.push(upwards(i + 1, j, b, c));
      if (c > 0 !== d > 0) crossings.push(across(i, j + 1, d, c));
      if (d > 0 !== a > 0) crossings.push(upwards(i, j, a, d));
      if (crossings.length === 2) found.push([crossings[0], crossings[1]]);
      else if (crossings.length === 4) {
        const [bottom, right, top, left] = crossings;
        // Corners a and c are joined, or cut off one by one.
        if (a / 4 + b / 4 + c / 4 + d / 4 > 0 === a > 0) found.push([bottom, right], [top, left]);
        else found.push([left, bottom], [right, top]);
      }
    }
  return found;
}

/** Segments that share a crossing, in a row. */
function joined(all: readonly Segment[]): number[][] {
  const byEdge = new Map<number, number[]>();
  for (const [k, ends] of all.entries())
    for (const { edge } of ends) byEdge.set(edge, [...(byEdge.get(edge) ?? []), k]);
  const used = new Uint8Array(all.length);
  const walk = (start: Crossing): number[] => {
    const line: number[] = [];
    let end = start;
    for (;;) {
      const next = byEdge.get(end.edge)!.find((k) => !used[k]);
      if (next === undefined) return line;
      used[next] = 1;
      const [one, other] = all[next];
      end = one.edge === end.edge ? other : one;
      line.push(end.x, end.y);
    }
  };
  const lines: number[][] = [];
  for (const [k, [one, other]] of all.entries()) {
    if (used[k]) continue;
    used[k] = 1;
    const forward = walk(other);
    const back = walk(one);
    const line: number[] = [];
    for (let n = back.length - 2; n >= 0; n -= 2) line.push(back[n], back[n + 1]);
    line.push(one.x, one.y, other.x, other.y, ...forward);
    lines.push(line);
  }
  return lines;
}

function extended(line: number[], columns: number, rows: number): number[] {
  const before = beyond(line[2], line[3], line[0], line[1], columns, rows);
  const n = line.length;
  const after = beyond(line[n - 4], line[n - 3], line[n - 2], line[n - 1], columns, rows);
  return [...before, ...line, ...after];
}

/** Where a line from one point to another that lies on the outermost middles leaves the picture. */
function beyond(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  columns: number,
  rows: number,
): number[] {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const outwards =
    (x1 === 0 && dx < 0) || (x1 === columns - 1 && dx > 0)
      ? Math.abs(dx)
      : (y1 === 0 && dy < 0) || (y1 === rows - 1 && dy > 0)
        ? Math.abs(dy)
        : 0;
  const length = Math.hypot(dx, dy);
  // One that runs along the edge has no place to leave.
  if (outwards < 0.2 * length || length === 0) return [];
  return [x1 + (dx / outwards) * 0.5, y1 + (dy / outwards) * 0.5];
}
