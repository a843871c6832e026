import type { Start } from '../../spec/spec';

/** The start law of one coordinate. */
export type CoordinateStart =
  | { kind: 'point'; x: number }
  | { kind: 'gaussian'; mean: number; standardDeviation: number }
  | { kind: 'uniform'; low: number; high: number };

export function startOf(start: Start, coordinate: number): CoordinateStart {
  if (start.kind === 'point') return { kind: 'point', x: start.x[coordinate] };
  if (start.kind === 'uniform')
    return { kind: 'uniform', low: start.low[coordinate], high: start.high[coordinate] };
  return {
    kind: 'gaussian',
    mean: start.mean[coordinate],
    standardDeviation: start.standardDeviation[coordinate],
  };
}

/** The start when it is one place, however it was written. */
export function startPoint(start: CoordinateStart): number | null {
  if (start.kind === 'point') return start.x;
  if (start.kind === 'gaussian') return start.standardDeviation === 0 ? start.mean : null;
  return start.low === start.high ? start.low : null;
}

/** E x^k at the start for k = 0 to `degree`, at most 4. */
export function powersOfStart(start: CoordinateStart, degree: number): number[] {
  const powers = Array.from({ length: degree + 1 }, (_, k) => k);
  if (start.kind === 'point') return powers.map((k) => wholePower(start.x, k));
  if (start.kind === 'gaussian') {
    const { mean, standardDeviation } = start;
    const m = mean * mean;
    const s = standardDeviation * standardDeviation;
    const all = [1, mean, m + s, mean * (m + 3 * s), m * m + 6 * m * s + 3 * s * s];
    return powers.map((k) => all[k]);
  }
  const { low, high } = start;
  return powers.map((k) => {
    // The sum of low^i high^(k - i) is the difference of two powers over that of their bases.
    let sum = 0;
    for (let i = 0; i <= k; i++) sum += wholePower(low, i) * wholePower(high, k - i);
    return sum / (k + 1);
  });
}

function wholePower(x: number, k: number): number {
  let product = 1;
  for (let i = 0; i < k; i++) product *= x;
  return product;
}
