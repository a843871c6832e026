import type { Window } from './contour-lines';
import { MESH_CELLS, type Mesh } from './mesh';
import type { Scene } from './scene';

/** Paths drawn: more of them would hide what they lie on. */
export const PATHS_SHOWN = 12;
/** Longest piece of a path, in cells: it is drawn with the cell that it lies on. */
const PIECE = 0.75;
const MOST_PIECES = 40;

/** A piece of a sample path on one cell of the mesh. */
export interface PathPiece {
  from: [number, number, number];
  to: [number, number, number];
  /** The newest place of its path. */
  end: boolean;
}

/** The sample paths on the surface, cut into pieces that lie on one cell each. */
export function pathPieces(
  { trails, surface: { window } }: Scene,
  mesh: Mesh,
): Map<number, PathPiece[]> {
  const pieces = new Map<number, PathPiece[]>();
  const { moments } = trails;
  const last = moments[moments.length - 1];
  if (!last) return pieces;
  const across = ([low, high]: Window['x'], value: number) =>
    ((value - low) / (high - low)) * 2 - 1;
  const back = ([low, high]: Window['x'], at: number) => low + ((at + 1) / 2) * (high - low);
  const lifted = (u: number, v: number): [number, number, number] => [
    u,
    v,
    mesh.lift(back(window.x, u), back(window.y, v)) + 0.006,
  ];
  const cellOf = (at: number) => Math.min(MESH_CELLS - 1, Math.floor(((at + 1) / 2) * MESH_CELLS));
  const add = (u: number, v: number, piece: PathPiece) => {
    if (!(Math.abs(u) <= 1 && Math.abs(v) <= 1)) return;
    const cell = cellOf(v) * MESH_CELLS + cellOf(u);
    const there = pieces.get(cell);
    if (there) there.push(piece);
    else pieces.set(cell, [piece]);
  };
  for (let path = 0; path < Math.min(PATHS_SHOWN, last.x.length); path++)
    for (let i = 1; i < moments.length; i++) {
      const [one, other] = [moments[i - 1], moments[i]];
      const [u0, v0] = [across(window.x, one.x[path]), across(window.y, one.y[path])];
      const [u1, v1] = [across(window.x, other.x[path]), across(window.y, other.y[path])];
      if (!Number.isFinite(u0 + v0 + u1 + v1)) continue;
      if (Math.max(Math.abs(u0), Math.abs(v0), Math.abs(u1), Math.abs(v1)) > 3) continue;
      const cells = (Math.hypot(u1 - u0, v1 - v0) / 2) * MESH_CELLS;
      const count = Math.min(MOST_PIECES, Math.max(1, Math.ceil(cells / PIECE)));
      for (let k = 0; k < count; k++) {
        const at = (share: number) => lifted(u0 + (u1 - u0) * share, v0 + (v1 - v0) * share);
        const middle = (k + 0.5) / count;
        add(u0 + (u1 - u0) * middle, v0 + (v1 - v0) * middle, {
          from: at(k / count),
          to: at((k + 1) / count),
          end: i === moments.length - 1 && k === count - 1,
        });
      }
    }
  return pieces;
}

/** Whether the surface lies between a place and the eye. */
export function isHidden(
  [u, v, w]: [number, number, number],
  [toU, toV, toW]: readonly [number, number, number],
  { heights }: Mesh,
): boolean {
  const knot = (at: number) => Math.round(((at + 1) / 2) * MESH_CELLS);
  for (let way = 0.08; way < 3; way += 0.03) {
    const [column, row] = [knot(u + way * toU), knot(v + way * toV)];
    if (column < 0 || row < 0 || column > MESH_CELLS || row > MESH_CELLS) return false;
    if (heights[row * (MESH_CELLS + 1) + column] > w + way * toW + 0.03) return true;
  }
  return false;
}
