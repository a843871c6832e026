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
import { type SideTheory, sideTheory } from './map-result';

/** Cells of a sweep of which a thread is asked for the exact probability, on every side. */
export interface TheoryJob {
  sweep: Sweep;
  cells: readonly number[];
  /** Whether their growth is asked for too. */
  growth: boolean;
}

/** What theory says of one side of a cell. */
export interface CellTheory {
  cell: number;
  side: number;
  exact: ExactEscape;
  /** Probability of the limit of small steps; null where it has no closed form. */
  smallSteps: number | null;
  /** With the exact probability; null where it was not asked for, or there is no such spec. */
  theory: SideTheory | null;
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

  serve({ sweep, cells, growth }: TheoryJob): TheoryReply {
    const started = performance.now();
    const text = JSON.stringify(sweep);
    if (text !== this.text) {
      this.sides = sidesOf(sweep);
      this.specAt = compileCells(sweep, this.sides);
      this.text = text;
    }
    const answers = cells.flatMap((cell) =>
      this.sides.map((_, side) => {
        const spec = this.specOf(sweep, cell, side);
        return { cell, side, ...(typeof spec === 'string' ? unknown(spec) : known(spec, growth)) };
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
  return { exact: { probability: null, reason }, smallSteps: null, theory: null } as const;
}

function known(spec: Spec, growth: boolean): Omit<CellTheory, 'cell' | 'side'> {
  const exact = exactEscape(spec, OF_MAPS);
  return {
    exact,
    smallSteps: smallStepEscape(spec).probability,
    theory: growth ? { ...sideTheory(spec), exact: exact.probability } : null,
  };
}
