import { floorLog2, powerOfTwo } from '../../numerics/elementary';
import type { Sweep } from '../../spec/sweep';
import { wilsonInterval } from '../interval';
import { pairedDifference } from './paired';
import type { Shard, Tallies } from './tallies';

/** Cells of the first picture, in its longer direction; then twice as many, and again. */
const COARSEST = 6;
/** The first picture takes this share of the replicas, and this many at least. */
const PREVIEW_SHARE = 1 / 16;
const PREVIEW_LEAST = 64;

/**
 * Cells from coarse to fine: the middle cells of 6 x 6 blocks, then of 12 x 12, and so on to every
 * cell. Each cell once; those of a level in scattered order, so that any stretch of it has dear
 * cells and cheap ones alike.
 *
 * @returns Numbers of the cells (j * columns + i).
 */
export function coarseToFine(columns: number, rows: number): Uint32Array {
  const order = new Uint32Array(columns * rows);
  const seen = new Uint8Array(columns * rows);
  let count = 0;
  for (const block of blockSizes(columns, rows)) {
    const first = count;
    for (let j = 0; j < rows; j += block)
      for (let i = 0; i < columns; i += block) {
        const cell = middleOf(i, j, block, columns, rows);
        if (seen[cell]) continue;
        seen[cell] = 1;
        order[count++] = cell;
      }
    order.subarray(first, count).sort((p, q) => scrambled(p) - scrambled(q));
  }
  return order;
}

/** A number of the cell in no order. */
function scrambled(cell: number): number {
  return Math.imul(Math.imul(cell + 1, 0x9e3779b1) ^ (cell >>> 5), 0x85ebca6b) >>> 0;
}

/** Widths of the square blocks, from the coarsest to 1: powers of two. */
export function blockSizes(columns: number, rows: number): number[] {
  const sizes = [];
  for (
    let block = powerOfTwo(Math.max(0, floorLog2(Math.max(columns, rows) / COARSEST)));
    block >= 1;
    block /= 2
  )
    sizes.push(block);
  return sizes;
}

/**
 * The cell that stands for a block, given its first column and row; at the borders blocks are cut.
 */
export function middleOf(
  i: number,
  j: number,
  block: number,
  columns: number,
  rows: number,
): number {
  const within = (start: number, end: number) =>
    Math.min(start + (block >> 1), Math.max(start, end - 1));
  return within(j, rows) * columns + within(i, columns);
}

/** The next replicas of a cell. */
export interface Piece {
  cell: number;
  first: number;
  end: number;
}

/**
 * Replicas up to which a cell is to be done next, at least one more than it has; null when it has
 * enough. A pure function of the sweep and of the cell's own counts, so that neither order nor
 * pieces change what a finished map holds: a refined cell is looked at when it has replicas, 2
 * replicas, 4 replicas ... of them, and never in between.
 */
export function goalOf(sweep: Sweep, tallies: Tallies, cell: number): number | null {
  const done = tallies.particles[cell];
  const { replicas, halfWidth, mostReplicas } = sweep;
  if (done < replicas) return replicas;
  if (halfWidth === undefined || mostReplicas === undefined) return null;
  let level = replicas;
  while (level < done) level = Math.min(2 * level, mostReplicas);
  if (done < level) return level;
  if (done >= mostReplicas || widest(tallies, cell) <= halfWidth) return null;
  return Math.min(2 * level, mostReplicas);
}

/**
 * Largest half-width of the 95 % intervals of a cell: of its probabilities, and of their
 * differences from side A's.
 */
export function widest(tallies: Tallies, cell: number): number {
  const n = tallies.particles[cell];
  if (n === 0) return 0.5;
  let half = 0;
  const counted = tallies.counted(cell);
  for (const side of counted) {
    const { low, high } = wilsonInterval(tallies.escaped[side][cell], n);
    half = Math.max(half, (high - low) / 2);
    if (side === 0 || counted[0] !== 0) continue;
    const pair = pairedDifference({
      n,
      a: tallies.escaped[0][cell],
      b: tallies.escaped[side][cell],
      together: tallies.together[side][cell],
    });
    half = Math.max(half, (pair.high - pair.low) / 2);
  }
  return half;
}

/**
 * What a map does: `preview` counts a few replicas of every cell, `fill` the rest of them, `refine`
 * more where intervals are wide.
 */
export type Phase = 'preview' | 'fill' | 'refine';

/**
 * What to do next, coarse to fine: a first picture with few replicas, all replicas, then more where
 * the interval is widest. The order is for the eye and for who stops early; the integers do not
 * depend on it.
 */
export class Plan {
  phase: Phase = 'preview';
  /** All cells of the shard. */
  private readonly all: Uint32Array;
  /** Cells of this phase, in its order. */
  private order: Uint32Array;
  private at = 0;
  private readonly preview: number;

  constructor(
    private readonly sweep: Sweep,
    private readonly tallies: Tallies,
    columns: number,
    rows: number,
    { index, count }: Shard,
  ) {
    this.all = coarseToFine(columns, rows).filter((cell) => cell % count === index);
    this.order = this.all;
    this.preview = Math.min(
      sweep.replicas,
      Math.max(PREVIEW_LEAST, Math.ceil(sweep.replicas * PREVIEW_SHARE)),
    );
  }

  /**
   * The next pieces, of about `work` in all.
   * @param stepsOf  What one replica of a cell takes, all sides together.
   * @param most  Pieces at most.
   * @returns Nothing when the map is done.
   */
  next(work: number, stepsOf: (cell: number) => number, most: number): Piece[] {
    const pieces: Piece[] = [];
    let rest = work;
    while (rest > 0 && pieces.length < most) {
      if (this.at === this.order.length && !this.nextPhase(pieces)) break;
      const cell = this.order[this.at];
      const first = this.tallies.particles[cell];
      const goal = this.goal(cell);
      if (goal <= first || this.tallies.counted(cell).length === 0) {
        this.at++;
        continue;
      }
      const steps = stepsOf(cell);
      const affordable = Math.max(1, Math.floor(rest / steps / 64)) * 64;
      const end = Math.min(goal, first + affordable);
      pieces.push({ cell, first, end });
      rest -= (end - first) * steps;
      // What is left of a cell waits until its counts are in.
      if (end < goal) break;
      this.at++;
    }
    return pieces;
  }

  /** Replicas that a cell is to have at the end of this phase. */
  private goal(cell: number): number {
    if (this.phase === 'preview') return this.preview;
    if (this.phase === 'fill') return this.sweep.replicas;
    return goalOf(this.sweep, this.tallies, cell) ?? 0;
  }

  /**
   * Goes on to the next phase, or to the next round of refinement, once the counts of all pieces
   * are in.
   */
  private nextPhase(pending: Piece[]): boolean {
    if (pending.length > 0) return false;
    if (this.phase === 'preview') this.phase = 'fill';
    else {
      this.phase = 'refine';
      this.order = this.widestCells();
      if (this.order.length === 0) return false;
    }
    this.at = 0;
    return true;
  }

  /** The quarter of the unfinished cells whose intervals are widest, widest first. */
  private widestCells(): Uint32Array {
    const open = this.all.filter(
      (cell) =>
        goalOf(this.sweep, this.tallies, cell) !== null && this.tallies.counted(cell).length > 0,
    );
    const half = new Map(Array.from(open, (cell) => [cell, widest(this.tallies, cell)]));
    return open
      .sort((p, q) => half.get(q)! - half.get(p)!)
      .slice(0, Math.max(64, Math.ceil(open.length / 4)));
  }
}
