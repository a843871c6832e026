import type { SweepProgress, SweepRun } from '../../experiment/sweep/sweep-run';

/** A map that may take longer is not begun without being asked for. */
export const LONGEST_UNASKED_SECONDS = 600;

/** Time that slices are to have taken before a speed is told from them. */
const LEAST_SECONDS = 0.1;
/**
 * Slices that a speed is told from, at least: other work of the machine may hold up one or two of
 * them, and not the median.
 */
const FEWEST_SLICES = 5;

/**
 * The fewest replicas of a cell are counted by a call that cannot be stopped: with more
 * particle-steps, a second on a slow engine, a map is not begun before its cost is known.
 */
const LARGEST_FIRST_PIECE = 2 ** 25;
const FEWEST_REPLICAS = 64;

/** Time that so many particle-steps take, from and to: a short probe is good to about a third. */
export function secondsOf(particleSteps: number, rate: number): [number, number] {
  const seconds = particleSteps / rate;
  return [seconds / 1.35, seconds * 1.35];
}

/** Whether the first replicas of a cell take so short that a map shows its cost by counting. */
export function beginsAtOnce({ sweep, cells, workLeft }: SweepRun): boolean {
  return (FEWEST_REPLICAS * workLeft) / (cells * sweep.replicas) <= LARGEST_FIRST_PIECE;
}

/** Tells the speed of a map from its own first slices, which count. */
export class SpeedOfSlices {
  private before = { done: 0, seconds: 0 };
  /** Particle-steps per second of each slice but the first, which may compile. */
  private readonly rates: number[] = [];

  /**
   * @returns Particle-steps per second of the median slice, as if no replica left early; null while
   * the slices were too few or too short to tell. The first one tells nothing unless it is the only
   * one.
   */
  after({ particleStepsPerSecond, seconds }: SweepProgress, finished: boolean): number | null {
    const { before, rates } = this;
    const done = particleStepsPerSecond * seconds;
    const first = before.seconds === 0;
    this.before = { done, seconds };
    // Cells that failed are no work.
    const rate =
      done === before.done
        ? Number.POSITIVE_INFINITY
        : (done - before.done) / Math.max(1e-6, seconds - before.seconds);
    if (!first) rates.push(rate);
    if (!finished && (rates.length < FEWEST_SLICES || seconds < LEAST_SECONDS)) return null;
    const sorted = [...rates].sort((a, b) => a - b);
    return sorted.length > 0 ? sorted[Math.floor(sorted.length / 2)] : rate;
  }
}
