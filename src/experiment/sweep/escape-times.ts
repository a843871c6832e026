import { power } from '../../numerics/elementary';

/** When replicas had their first passage. */
export interface EscapeTimes {
  particles: number;
  escaped: number;
  /** Last step of the replicas. */
  steps: number;
  dt: number;
  /** Bins of equal numbers of steps; the last may have fewer. */
  linear: StepBins;
  /** Bins of about equal ratios of steps, where whole steps allow it. */
  logarithmic: StepBins;
  /**
   * Steps by which 5, 25, 50, 75 and 95 % of those that escaped have done so: exact order
   * statistics. Null where none did.
   */
  quantiles: number[] | null;
}

export interface StepBins {
  /**
   * Bin k holds edges[k] < step <= edges[k + 1]. Rising whole numbers, from 0 to the last step.
   * Shape: [bins + 1].
   */
  edges: number[];
  /** Shape: [bins]; adds up to `escaped`. */
  counts: number[];
}

const MOST_BINS = 60;
const PROBABILITIES = [0.05, 0.25, 0.5, 0.75, 0.95];

/** @param passages  First-passage steps, 0 where there was none. Shape: u32[particles]. */
export function escapeTimes(passages: Uint32Array, steps: number, dt: number): EscapeTimes {
  const escaped = passages.filter((step) => step > 0).sort();
  const n = escaped.length;
  return {
    particles: passages.length,
    escaped: n,
    steps,
    dt,
    linear: counted(escaped, linearEdges(steps)),
    logarithmic: counted(escaped, logarithmicEdges(steps)),
    quantiles:
      n === 0 ? null : PROBABILITIES.map((p) => escaped[Math.max(0, Math.ceil(p * n) - 1)]),
  };
}

/** Rounded edges would make bins of 1 and 2 steps in turn, and a comb of a smooth distribution. */
function linearEdges(steps: number): number[] {
  const width = Math.ceil(steps / MOST_BINS);
  const bins = Math.ceil(steps / width);
  return Array.from({ length: bins + 1 }, (_, k) => Math.min(k * width, steps));
}

/**
 * 0, 1, 2, 3 ... as long as ratios of whole steps are larger than they should be, then equal ratios
 * to the nearest step.
 */
function logarithmicEdges(steps: number): number[] {
  const edges = new Set([0]);
  for (let k = 0; k <= MOST_BINS - 1; k++) edges.add(Math.round(power(steps, k / (MOST_BINS - 1))));
  return [...edges];
}

/** @param escaped  Steps in their order. */
function counted(escaped: Uint32Array, edges: number[]): StepBins {
  const counts = new Array<number>(edges.length - 1).fill(0);
  let bin = 0;
  for (const step of escaped) {
    while (step > edges[bin + 1]) bin++;
    counts[bin]++;
  }
  return { edges, counts };
}
