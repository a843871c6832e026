import type { EscapeTally } from '../../engine/engine';
import type { ResponseValue } from '../../spec/response';

/** Which cells are counted: those whose number leaves `index` when divided by `count`. */
export interface Shard {
  /** 0 to count - 1. */
  index: number;
  /** Shards in all. */
  count: number;
}

export const WHOLE_MAP: Shard = { index: 0, count: 1 };

/**
 * What a sweep has counted so far: integers, whatever the order and the pieces they came in.
 * Replicas of a cell are done in order, so that `particles[cell]` says which.
 */
export class Tallies {
  /** Replicas done. Shape: u32[cells]. */
  readonly particles: Uint32Array;
  /** Replicas that escaped. Shape: u32[side][cells]. */
  readonly escaped: Uint32Array[];
  /** Replicas that escaped both on side A and on this one. Shape: u32[side][cells]. */
  readonly together: Uint32Array[];
  /** Why a side of a cell has no counts, by cell * sides + side. */
  readonly failures = new Map<number, string>();
  /** Responses of the sides of cells that have all their replicas, by cell * sides + side. */
  readonly responses = new Map<number, ResponseValue[]>();

  constructor(
    readonly cells: number,
    readonly sides: number,
  ) {
    const zeros = () => Array.from({ length: sides }, () => new Uint32Array(cells));
    this.particles = new Uint32Array(cells);
    this.escaped = zeros();
    this.together = zeros();
  }

  /**
   * Adds the replicas that come next in a cell.
   * @param counted  The sides that the tally is of, in its order.
   */
  add(cell: number, replicas: number, counted: readonly number[], tally: EscapeTally): void {
    this.particles[cell] += replicas;
    for (const [k, side] of counted.entries()) {
      this.escaped[side][cell] += tally.escaped[k];
      // Without side A there is nothing to be together with.
      if (counted[0] === 0) this.together[side][cell] += tally.together[k];
    }
  }

  /**
   * Takes back what was counted of a side, so that what a map shows of a cell is all that is known
   * of it.
   */
  fail(cell: number, side: number, sentence: string): void {
    this.failures.set(cell * this.sides + side, sentence);
    this.responses.delete(cell * this.sides + side);
    this.escaped[side][cell] = 0;
    for (const together of side === 0 ? this.together : [this.together[side]]) together[cell] = 0;
    if (this.counted(cell).length === 0) this.particles[cell] = 0;
  }

  failure(cell: number, side: number): string | undefined {
    return this.failures.get(cell * this.sides + side);
  }

  /** Whether something is counted. */
  get begun(): boolean {
    return this.particles.some((count) => count > 0);
  }

  /** Sides of a cell that can be counted. */
  counted(cell: number): number[] {
    const all = Array.from({ length: this.sides }, (_, side) => side);
    return this.failures.size === 0
      ? all
      : all.filter((side) => this.failure(cell, side) === undefined);
  }

  /** A copy that does not change any more. */
  snapshot(): Tallies {
    const copy = new Tallies(this.cells, this.sides);
    copy.particles.set(this.particles);
    for (let side = 0; side < this.sides; side++) {
      copy.escaped[side].set(this.escaped[side]);
      copy.together[side].set(this.together[side]);
    }
    for (const [key, sentence] of this.failures) copy.failures.set(key, sentence);
    for (const [key, values] of this.responses) copy.responses.set(key, values);
    return copy;
  }
}
