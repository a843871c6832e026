import { PANEL_ORDER } from '../numerics/gauss-legendre';
import { type EpochOperator, type InnerStep, lastStep, type MeanMatrix } from './epoch-operator';

function rowOf(matrix: MeanMatrix, value: Float64Array, i: number): number {
  const { rowStart, column, weight, constant } = matrix;
  let sum = constant[i];
  for (let b = rowStart[i], k = b * PANEL_ORDER; b < rowStart[i + 1]; b++) {
    const from = column[b];
    for (let j = 0; j < PANEL_ORDER; j++, k++) sum += weight[k] * value[from + j];
  }
  return sum;
}

/** The mean after twice as many steps, for the rows of nodes. */
function twice(matrix: MeanMatrix, nodes: number): MeanMatrix {
  const { rowStart, column, weight } = matrix;
  const row = new Float64Array(nodes);
  const used = new Uint8Array(nodes / PANEL_ORDER);
  const start = new Int32Array(nodes + 1);
  const columns: number[] = [];
  const weights: number[] = [];
  const constant = new Float64Array(nodes);
  for (let i = 0; i < nodes; i++) {
    constant[i] = rowOf(matrix, matrix.constant, i);
    for (let b = rowStart[i]; b < rowStart[i + 1]; b++)
      for (let j = 0; j < PANEL_ORDER; j++) {
        const share = weight[b * PANEL_ORDER + j];
        const through = column[b] + j;
        if (Math.abs(share) < NEGLIGIBLE) continue;
        for (let c = rowStart[through]; c < rowStart[through + 1]; c++) {
          const from = column[c];
          used[from / PANEL_ORDER] = 1;
          for (let k = 0; k < PANEL_ORDER; k++)
            row[from + k] += share * weight[c * PANEL_ORDER + k];
        }
      }
    for (let panel = 0; panel < used.length; panel++) {
      if (!used[panel]) continue;
      used[panel] = 0;
      const own = row.subarray(panel * PANEL_ORDER, (panel + 1) * PANEL_ORDER);
      if (own.some((one) => Math.abs(one) > NEGLIGIBLE)) {
        columns.push(panel * PANEL_ORDER);
        weights.push(...own);
      }
      own.fill(0);
    }
    start[i + 1] = columns.length;
  }
  return {
    rowStart: start,
    column: Int32Array.from(columns),
    weight: Float64Array.from(weights),
    constant,
  };
}

/** Weights that no mean sees. */
const NEGLIGIBLE = 1e-14;

/** A number, and how far it may be off. */
export interface Measured {
  value: number;
  error: number;
}

/** Multiplications after which an epoch is followed no more. */
const MOST_WORK = 1e8;
/** Strides over which the approach to the end is looked at, and after which one is doubled. */
const WINDOW = 8;
const STRIDES = 64;

/** The mean of log |G| after the last steps of an epoch, as a function of where they begin. */
export interface Ending {
  /** At least 1. */
  steps: number;
  mean(y: number): number;
}

/** The last step alone. */
export function oneStep(step: InnerStep): Ending {
  return { steps: 1, mean: (y) => lastStep(step, y) };
}

/**
 * E log |G| after `count` >= ending.steps + operator.begun steps: f_k is the mean after k =
 * ending.steps, and f_(k + 1)(y) = E f_k(y'), up to that over where an epoch begins. The matrix is squared after every 64 strides while that saves work. Once the loop has
 * settled, each step adds max(0, `inside`), the exponent of a factor: then the rest is added at
 * once, and `error` bounds what that leaves out.
 */
export function carriedBack(
  ending: Ending,
  count: number,
  { operator, inside, tolerance }: { operator: EpochOperator; inside: number; tolerance: number },
): Measured {
  const nodes = operator.level.length;
  let value = operator.level.map((y) => ending.mean(y));
  let other = new Float64Array(nodes);
  let matrix: MeanMatrix = operator;
  let stride = 1;
  let now = rowOf(operator, value, nodes);
  let excess: number[] = [];
  const each = Math.max(0, inside);
  for (
    let steps = ending.steps + operator.begun, work = 0;
    steps < count;
    work += matrix.weight.length
  ) {
    for (let i = 0; i < nodes; i++) other[i] = rowOf(matrix, value, i);
    [value, other] = [other, value];
    steps += stride;
    const before = now;
    now = rowOf(operator, value, nodes);
    excess.push(Math.abs(now - before - stride * each));
    const left = (count - steps) / stride;
    const most = Math.max(...excess.slice(-WINDOW));
    const earlier = Math.max(...excess.slice(-2 * WINDOW, -WINDOW));
    const shrinks = excess.length >= 2 * WINDOW && most < earlier;
    const sum = shrinks ? (2 * WINDOW * most) / (1 - most / earlier) : Number.POSITIVE_INFINITY;
    const rest = Math.min(left * most, sum);
    if (excess.length >= 3 * WINDOW && rest < tolerance)
      return { value: now + left * stride * each, error: rest };
    if (work > MOST_WORK)
      return { value: now + left * (stride * each + most / 2), error: (left * most) / 2 };
    // Strides of twice the length have to end at the last step.
    if (excess.length < STRIDES || left < STRIDES || left % 2 > 0) continue;
    const next = matrix.weight.length / nodes < left / 4 ? twice(matrix, nodes) : null;
    excess = [];
    if (!next || next.weight.length > 1.9 * matrix.weight.length) continue;
    matrix = next;
    stride *= 2;
  }
  return { value: now, error: 0 };
}
