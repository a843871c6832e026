/** When replicas had their first passage. */
export interface EscapeTimes {
  particles: number;
  escaped: number;
  /** Last step of the replicas. */
  steps: number;
  dt: number;
  /** Bin k holds edges[k] < step <= edges[k + 1]. Rising, from 0 to the last step. Shape: [bins + 1]. */
  edges: number[];
  /** Shape: [bins]; adds up to `escaped`. */
  counts: number[];
  /** Steps by which 5, 25, 50, 75 and 95 % of those that escaped have done so: exact order statistics. Null where none did. */
  quantiles: number[] | null;
}

/** Bins of the distribution: equal numbers of steps, but for the rounding of their edges. */
const MOST_BINS = 60;
const PROBABILITIES = [0.05, 0.25, 0.5, 0.75, 0.95];

/** @param passages  First-passage steps, 0 where there was none. Shape: u32[particles]. */
export function escapeTimes(passages: Uint32Array, steps: number, dt: number): EscapeTimes {
  const bins = Math.min(MOST_BINS, steps);
  const edges = Array.from({ length: bins + 1 }, (_, k) => Math.round((k * steps) / bins));
  const counts = new Array<number>(bins).fill(0);
  const escaped = passages.filter((step) => step > 0).sort();
  let bin = 0;
  for (const step of escaped) {
    while (step > edges[bin + 1]) bin++;
    counts[bin]++;
  }
  const n = escaped.length;
  const quantiles = n === 0 ? null : PROBABILITIES.map((p) => escaped[Math.max(0, Math.ceil(p * n) - 1)]);
  return { particles: passages.length, escaped: n, steps, dt, edges, counts, quantiles };
}
