import '../../theory/all-methods';
import { type CellSpec, compileCells } from '../../spec/cell-spec';
import type { Spec } from '../../spec/spec';
import { SpecError } from '../../spec/spec-error';
import type { Sweep } from '../../spec/sweep';
import { sidesOf } from '../../spec/sweep-schema';
import {
  type ExactEscape,
  exactEscape,
  OF_MAPS,
  smallStepEscape,
} from '../../theory/escape/exact-escape';
import { type Growth, growthOf } from '../../theory/theory';
import { type SideTheory, sideTheory } from './map-result';

/** What a thread is asked of cells of a sweep, on one side or on every one. */
export interface TheoryJob {
  sweep: Sweep;
  cells: readonly number[];
  /** The only side that is asked for; every one where it is left out. */
  side?: number;
  /** Whether the exact probability is asked for. */
  exact: boolean;
  /** Error of the growth that is asked for; 'full' as files have it, null for none. */
  growth: number | 'full' | null;
}

/** What theory says of one side of a cell. */
export interface CellTheory {
  cell: number;
  side: number;
  /** Null where it was not asked for. */
  exact: ExactEscape | null;
  /** Probability of the limit of small steps; null where it has no closed form. */
  smallSteps: number | null;
  /** As files have it; null where it was not asked for, or there is no such spec. */
  theory: SideTheory | null;
  /** Where an error was asked for. */
  growth: Growth | null;
}

export interface TheoryReply {
  answers: CellTheory[];
  milliseconds: number;
}

/** Answers jobs, one after the other: those of one sweep are best asked in turn. */
export class TheoryServer {
  private text = '';
  private sides: Spec[] = [];
  private specAt: CellSpec | null = null;

  serve(job: TheoryJob): TheoryReply {
    const { sweep, cells, side: only } = job;
    const started = performance.now();
    const text = JSON.stringify(sweep);
    if (text !== this.text) {
      this.sides = sidesOf(sweep);
      this.specAt = compileCells(sweep, this.sides);
      this.text = text;
    }
    const answers = cells.flatMap((cell) =>
      this.sides.flatMap((_, side) => {
        if (only !== undefined && side !== only) return [];
        const spec = this.specOf(sweep, cell, side);
        return { cell, side, ...(typeof spec === 'string' ? unknown(spec) : known(spec, job)) };
      }),
    );
    return { answers, milliseconds: performance.now() - started };
  }

  /** The spec of a side of a cell, or why there is none. */
  private specOf(sweep: Sweep, cell: number, side: number): Spec | string {
    try {
      return this.specAt!(side, cell, sweep.replicas);
    } catch (error) {
      if (error instanceof SpecError) return error.message;
      throw error;
    }
  }
}

function unknown(reason: string) {
  return {
    exact: { probability: null, reason },
    smallSteps: null,
    theory: null,
    growth: null,
  } as const;
}

function known(spec: Spec, { exact: asked, growth }: TheoryJob): Omit<CellTheory, 'cell' | 'side'> {
  return {
    exact: asked ? exactEscape(spec, OF_MAPS) : null,
    smallSteps: asked ? smallStepEscape(spec).probability : null,
    theory: growth === 'full' ? sideTheory(spec) : null,
    growth: typeof growth === 'number' ? growthOf(spec, growth) : null,
  };
}
