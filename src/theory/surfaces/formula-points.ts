import { type FormulaAtRest, formulaAt } from './formula-at';

/** A place where all slopes are 0. */
export interface CriticalPoint {
  kind: 'minimum' | 'saddle' | 'maximum' | 'flat';
  x: number[];
  value: number;
  /** Of the matrix of second derivatives, the lowest first. Shape: [coordinates]. */
  curvatures: number[];
}

/** Starts of Newton's method in each coordinate, by the number of coordinates. */
const STARTS = [0, 400, 24, 8, 5];
const MOST_STEPS = 60;
/** Curvatures that are less than this share of the largest, or of 1, say neither up nor down. */
const FLAT = 1e-7;

/**
 * Places of zero slope in the box [-half, half] in every coordinate, by Newton's method from a grid,
 * the lowest first. Those that no start leads to are missing, and of a whole curve of them some
 * places are found, which are flat. Places accurate to rounding. Held by
 * tests/unit/formula/points.test.ts.
 */
export function criticalPoints(formula: FormulaAtRest, half: number): CriticalPoint[] {
  const at = formulaAt(formula);
  const size = formula.text.coordinates;
  const starts = STARTS[size];
  const found: CriticalPoint[] = [];
  const grid = Array.from({ length: starts }, (_, i) => ((i + 0.5) / starts) * 2 * half - half);
  for (const start of product(grid, size)) {
    const x = settled(at, start, half);
    if (!x || found.some((other) => distance(other.x, x) < 1e-6 * half)) continue;
    const curvatures = eigenvalues(at.curvatures(x));
    if (!curvatures.every(Number.isFinite)) continue;
    found.push({ kind: kindOf(curvatures), x, value: at.value(x), curvatures });
  }
  return found.sort((one, other) => one.value - other.value);
}

/** Every list of so many entries of another. */
function product(entries: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return product(entries, size - 1).flatMap((rest) => entries.map((entry) => [...rest, entry]));
}

/** Where Newton's method ends; null where it leaves the box or does not settle. */
function settled(
  at: ReturnType<typeof formulaAt>,
  start: readonly number[],
  half: number,
): number[] | null {
  let x = [...start];
  for (let i = 0; i < MOST_STEPS; i++) {
    const slopes = at.slopes(x);
    const step = solve(at.curvatures(x), slopes);
    if (!step?.every(Number.isFinite)) return slopes.every((slope) => slope === 0) ? x : null;
    x = x.map((value, k) => value - step[k]);
    if (x.some((value) => !(Math.abs(value) <= 2 * half))) return null;
    if (step.every((length) => Math.abs(length) <= 1e-13 * half))
      return x.every((value) => Math.abs(value) <= half) ? x : null;
  }
  return null;
}

function kindOf(curvatures: readonly number[]): CriticalPoint['kind'] {
  const sizes = curvatures.map(Math.abs);
  const least = FLAT * Math.max(1, ...sizes);
  if (sizes.some((size) => size <= least)) return 'flat';
  if (curvatures.every((value) => value > 0)) return 'minimum';
  return curvatures.every((value) => value < 0) ? 'maximum' : 'saddle';
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((value, k) => Math.abs(value - b[k])));
}

/** Solution of matrix s = right, by elimination with pivots; null where there is none. */
function solve(matrix: number[][], right: readonly number[]): number[] | null {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const size = rows.length;
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let i = k + 1; i < size; i++)
      if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    if (!(Math.abs(rows[k][k]) > 0)) return null;
    for (let i = 0; i < size; i++) {
      if (i === k) continue;
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= size; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  return rows.map((row, k) => row[size] / row[k]);
}

/** Eigenvalues of a symmetric matrix, rising, by Jacobi's rotations (Golub and Van Loan, 8.5). */
function eigenvalues(matrix: number[][]): number[] {
  const m = matrix.map((row) => [...row]);
  const size = m.length;
  for (let sweep = 0; sweep < 12; sweep++)
    for (let p = 0; p < size; p++)
      for (let q = p + 1; q < size; q++) {
        if (m[p][q] === 0) continue;
        const theta = (m[q][q] - m[p][p]) / (2 * m[p][q]);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < size; k++)
          [m[k][p], m[k][q]] = [c * m[k][p] - s * m[k][q], s * m[k][p] + c * m[k][q]];
        for (let k = 0; k < size; k++)
          [m[p][k], m[q][k]] = [c * m[p][k] - s * m[q][k], s * m[p][k] + c * m[q][k]];
      }
  return m.map((row, k) => row[k]).sort((a, b) => a - b);
}
