import type { ModelNotes } from '../text';
import { defineLoss, type LossText } from './loss';

/** Coordinates of a lower triangle with so many entries. */
const SIZES: Readonly<Record<number, number>> = { 3: 2, 6: 3, 10: 4 };

export const quadraticForm = defineLoss({
  kind: 'quadratic-form',
  fields: {
    /** Lower triangle of the matrix A, row by row: a_00, a_10, a_11, a_20 ... */
    matrix: {
      type: 'list',
      length: 'coordinates',
      min: -1e6,
      max: 1e6,
      default: [0, 1, 0],
    },
  },
  noise: 'slopes',
  moves: 'together',
  slopes: 'smooth',
  additive: true,
  /** The columns of A with zeros behind, four times four numbers. */
  numbers: ({ matrix }) => {
    const rows = symmetric(matrix);
    return Array.from({ length: 16 }, (_, k) => rows[k >> 2]?.[k & 3] ?? 0);
  },
  dimension: ({ matrix }) => SIZES[matrix.length] ?? 2,
  slope: ({ matrix }, coordinate) => symmetric(matrix)[coordinate][coordinate],
  reach: 1e25,
  defaults: {
    point: ({ matrix }) => new Array<number>(SIZES[matrix.length] ?? 2).fill(1),
    sigma: 2,
    tau: 1,
    axis: 'asinh',
    linearRange: null,
  },
  refuses: ({ loss }) => {
    if (SIZES[loss.matrix?.length ?? 3]) return null;
    return {
      path: 'loss.matrix',
      found: loss.matrix,
      accepted:
        'a list of 3, 6 or 10 numbers: the lower triangle of a symmetric matrix of 2, 3 or 4 rows, row by row',
    };
  },
  simd: 'quadratic-form',
  averagedByLaw: false,
  meanLoss: 'quadratic-form',
  theory: { family: 'quadratic-form' },
});

/** Both triangles of a lower one that is given row by row. */
export function symmetric(lower: readonly number[]): number[][] {
  const size = SIZES[lower.length] ?? 2;
  const at = (i: number, j: number) => lower[(i * (i + 1)) / 2 + j];
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => at(Math.max(i, j), Math.min(i, j))),
  );
}

export const quadraticFormText: LossText = {
  name: 'quadratic form',
  family: 'Saddles',
  fields: {
    matrix: { symbol: 'A', word: 'matrix', label: 'lower triangle of the matrix' },
  },
  coordinates: 'x',
  choices: null,
  run: { learningRate: 1, dt: 0.001, steps: 20_000 },
  labels: { push: '', sigma: 'noise that grows with x' },
};

export const quadraticFormNotes: ModelNotes = {
  hint: 'A saddle whose axes are not those of the coordinates.',
  formula: 'f = -x^T (A + xi I) x / 2 - eta sum x_i',
  source: 'the post, rotated',
};
