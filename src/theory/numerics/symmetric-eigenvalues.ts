import { hypot } from '../../numerics/elementary';

/** Sweeps over all places above the diagonal; four rows need about five. */
const MOST_SWEEPS = 30;

/**
 * Eigenvalues of a symmetric matrix, falling, by Jacobi's rotations. Absolute error some 1e-15 of
 * the largest. Shape: [rows][rows]. Source: C. Jacobi (1846). Held by
 * tests/unit/theory/quadratic-form.test.ts.
 */
export function symmetricEigenvalues(matrix: readonly (readonly number[])[]): number[] {
  const a = matrix.map((row) => [...row]);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let off = 0;
    for (let i = 0; i < a.length; i++)
      for (let j = i + 1; j < a.length; j++) {
        off += Math.abs(a[i][j]);
        rotate(a, i, j);
      }
    if (off === 0) break;
  }
  return a.map((row, i) => row[i]).sort((one, other) => other - one);
}

/** Turns the plane of rows i and j so that their entry in common is 0. */
function rotate(a: number[][], i: number, j: number): void {
  const entry = a[i][j];
  if (entry === 0) return;
  const half = (a[j][j] - a[i][i]) / (2 * entry);
  const tangent = (half < 0 ? -1 : 1) / (Math.abs(half) + hypot(half, 1));
  const cosine = 1 / hypot(tangent, 1);
  const sine = tangent * cosine;
  a[i][i] -= tangent * entry;
  a[j][j] += tangent * entry;
  a[i][j] = 0;
  a[j][i] = 0;
  for (let k = 0; k < a.length; k++) {
    if (k === i || k === j) continue;
    const [one, other] = [a[i][k], a[j][k]];
    a[i][k] = cosine * one - sine * other;
    a[j][k] = sine * one + cosine * other;
    a[k][i] = a[i][k];
    a[k][j] = a[j][k];
  }
}
