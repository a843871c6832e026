import '../../theory/all-methods';
import { coarseToFine } from '../../experiment/sweep/plan';
import { type CellTheory, TheoryServer } from '../../experiment/sweep/theory-jobs';
import { theoryOnThreads } from '../../experiment/sweep/theory-pool';
import { openTheoryWorker, theoryThreadCount } from '../../host/web/theory-threads';
import { type CellSpec, compileCells } from '../../spec/cell-spec';
import type { Spec } from '../../spec/spec';
import { SpecError } from '../../spec/spec-error';
import { axisCount, type Sweep } from '../../spec/sweep';
import { sidesOf } from '../../spec/sweep-schema';
import { growthOfSide } from './side-growth';
import type { ExactCell, FromTheoryWorker } from './theory-protocol';

/**
 * Computes what theory says of a map, in slices: what is asked for last goes first. It lives in a
 * worker of its own.
 */
export class TheoryRunner {
  private map = 0;
  private sweep: Sweep | null = null;
  private sides: readonly Spec[] = [];
  private cellSpec: CellSpec | null = null;
  private readonly server = new TheoryServer();
  /** Ends the exact probabilities of all cells. */
  private exactEnds: AbortController | null = null;
  /** Ends the growth rates of the map. */
  private growthEnds = new AbortController();
  /** Sides whose growth rates were posted. */
  private known = new Set<number>();

  constructor(private readonly post: (message: FromTheoryWorker) => void) {}

  /** Opens a map: growth rates of every cell, side after side. */
  async open(sweep: Sweep, map: number): Promise<void> {
    this.map = map;
    this.stop();
    this.sweep = sweep;
    this.sides = sidesOf(sweep);
    this.cellSpec = compileCells(sweep, this.sides);
    this.known = new Set();
    await this.growth(map);
  }

  /** Ends the exact probabilities of all cells, in the middle of one too. */
  stop(): void {
    this.exactEnds?.abort();
    this.exactEnds = null;
  }

  /** Exact probabilities on every side of one cell, at once. */
  exactOf(cell: number, map: number): void {
    if (map !== this.map || !this.sweep) return;
    const { answers } = this.server.serve({
      sweep: this.sweep,
      cells: [cell],
      exact: true,
      growth: null,
    });
    this.post({ type: 'exact', map, exact: answers.map(exactCell) });
  }

  /** The same of all cells, from coarse to fine, on threads. */
  async exactOfAll(map: number): Promise<void> {
    if (map !== this.map || !this.sweep) return;
    this.stop();
    const { sweep } = this;
    const ends = new AbortController();
    this.exactEnds = ends;
    const cells = [...coarseToFine(axisCount(sweep.x), axisCount(sweep.y))];
    await theoryOnThreads(
      { sweep, cells, exact: true, growth: null },
      {
        open: openTheoryWorker,
        threads: theoryThreadCount(),
        signal: ends.signal,
        onAnswers: (answers, progress) => {
          this.post({ type: 'exact', map, exact: answers.map(exactCell), progress });
        },
      },
    );
  }

  /** Growth rates of every cell, of the sides that are not known. */
  async growth(map: number): Promise<void> {
    if (map !== this.map || !this.sweep) return;
    this.stopGrowth();
    const { sweep, sides, known } = this;
    const { signal } = this.growthEnds;
    for (const side of sides.keys()) {
      if (known.has(side)) continue;
      const growth = await growthOfSide(sweep, side, (cell) => this.specOf(cell, side), {
        signal,
        onProgress: (progress) => this.post({ type: 'growth-progress', map, side, progress }),
      });
      if (!growth || signal.aborted) return;
      known.add(side);
      this.post({ type: 'growth', map, side, growth });
    }
  }

  /** Ends the growth rates, in the middle of a cell too. */
  stopGrowth(): void {
    this.growthEnds.abort();
    this.growthEnds = new AbortController();
  }

  /** The spec of a side of a cell, or why there is none. */
  private specOf(cell: number, side: number): Spec | string {
    try {
      return this.cellSpec!(side, cell, this.sweep!.replicas);
    } catch (error) {
      if (error instanceof SpecError) return error.message;
      throw error;
    }
  }
}

function exactCell({ cell, side, exact, smallSteps }: CellTheory): ExactCell {
  const found = exact!;
  return found.probability === null
    ? { cell, side, smallSteps, reason: found.reason }
    : { cell, side, smallSteps, probability: found.probability };
}
