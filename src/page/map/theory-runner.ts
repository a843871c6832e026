import '../../theory/all-methods';
import { coarseToFine } from '../../experiment/sweep/plan';
import { type CellTheory, TheoryServer } from '../../experiment/sweep/theory-jobs';
import { theoryOnThreads } from '../../experiment/sweep/theory-pool';
import { openTheoryWorker } from '../../host/web/theory-threads';
import { type CellSpec, compileCells } from '../../spec/cell-spec';
import type { Spec } from '../../spec/spec';
import { SpecError } from '../../spec/spec-error';
import { axisCount, type Sweep } from '../../spec/sweep';
import { sidesOf } from '../../spec/sweep-schema';
import { BASES } from '../../theory/estimate';
import { growthOf } from '../../theory/theory';
import type { GrowthMap } from './map-data';
import type { ExactCell, FromTheoryWorker } from './theory-protocol';

/** Time between two messages, and between two looks at what has come in. */
const SLICE_MILLISECONDS = 200;

/** Error of the growth rates that curves are drawn by; files have more digits. */
const CURVE_ACCURACY = 1e-4;

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

  constructor(private readonly post: (message: FromTheoryWorker) => void) {}

  /** Opens a map: growth rates of every cell, side after side. */
  async open(sweep: Sweep, map: number): Promise<void> {
    this.map = map;
    this.stop();
    this.sweep = sweep;
    this.sides = sidesOf(sweep);
    this.cellSpec = compileCells(sweep, this.sides);
    for (let side = 0; side < this.sides.length && map === this.map; side++)
      await this.growth(side, map);
  }

  /** Ends the exact probabilities of all cells, in the middle of one too. */
  stop(): void {
    this.exactEnds?.abort();
    this.exactEnds = null;
  }

  /** Exact probabilities on every side of one cell, at once. */
  exactOf(cell: number, map: number): void {
    if (map !== this.map || !this.sweep) return;
    const { answers } = this.server.serve({ sweep: this.sweep, cells: [cell], growth: false });
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
      { sweep, cells, growth: false },
      {
        open: openTheoryWorker,
        threads: navigator.hardwareConcurrency,
        signal: ends.signal,
        onAnswers: (answers, progress) => {
          this.post({ type: 'exact', map, exact: answers.map(exactCell), progress });
        },
      },
    );
  }

  private async growth(side: number, map: number): Promise<void> {
    const { x, y } = this.sweep!;
    const cells = axisCount(x) * axisCount(y);
    const growth: GrowthMap = {
      lyapunovExponent: new Float64Array(cells).fill(Number.NaN),
      exponentError: new Float64Array(cells).fill(Number.POSITIVE_INFINITY),
      exponentBasis: new Uint8Array(cells),
      exponentUnit: null,
      sdeGrowthRate: new Float64Array(cells).fill(Number.NaN),
    };
    let last = performance.now();
    for (let cell = 0; cell < cells; cell++) {
      const spec = this.specOf(cell, side);
      if (typeof spec !== 'string') {
        const found = growthOf(spec, CURVE_ACCURACY);
        growth.lyapunovExponent[cell] = found.lyapunovExponent ?? Number.NaN;
        growth.exponentError[cell] = found.exponentError ?? Number.POSITIVE_INFINITY;
        growth.exponentBasis[cell] = BASES.indexOf(found.exponentBasis);
        growth.exponentUnit ??= found.exponentUnit;
        growth.sdeGrowthRate[cell] = found.sdeGrowthRate ?? Number.NaN;
      }
      if (performance.now() - last < SLICE_MILLISECONDS) continue;
      await pause();
      if (map !== this.map) return;
      last = performance.now();
    }
    this.post({ type: 'growth', map, side, growth });
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
  return exact.probability === null
    ? { cell, side, smallSteps, reason: exact.reason }
    : { cell, side, smallSteps, probability: exact.probability };
}

/** Lets messages in. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
