import type { TheoryProgress } from '../../experiment/sweep/theory-pool';
import type { Sweep } from '../../spec/sweep';
import type { GrowthMap } from './map-data';
import type { GrowthProgress } from './side-growth';

/**
 * What the Map page tells the worker that computes theory. `map` numbers the maps that were opened:
 * answers of an old one are void.
 */
export type ToTheoryWorker =
  /** Computes the growth rates of every cell and side of a map. */
  | { type: 'open'; map: number; sweep: Sweep }
  /** Computes exact probabilities, on every side, of this cell or of all. */
  | { type: 'exact'; map: number; cell: number | 'all' }
  /** Ends the exact probabilities of all cells. */
  | { type: 'stop' }
  /** Computes the growth rates that are not there yet, after they were stopped. */
  | { type: 'growth'; map: number }
  | { type: 'stop-growth' };

export type FromTheoryWorker =
  /** Growth rates of a side; NaN where they are not known yet, or there is none. */
  | { type: 'growth'; map: number; side: number; growth: GrowthMap }
  /** How far the growth rates of a side are, where they take long. */
  | { type: 'growth-progress'; map: number; side: number; progress: GrowthProgress }
  /** Exact probabilities; how far all cells are, where all were asked for. */
  | { type: 'exact'; map: number; exact: ExactCell[]; progress?: TheoryProgress };

/**
 * Exact probability of one side of a cell, or why there is none; and that of the limit of small
 * steps, where it has a closed form.
 */
export type ExactCell = { cell: number; side: number; smallSteps: number | null } & (
  | { probability: number }
  | { reason: string }
);
