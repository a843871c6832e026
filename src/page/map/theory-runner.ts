import '../../theory/all-methods';
import { type AskGrowth, growthSurface } from '../../experiment/sweep/growth-surface';
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
import { type Growth, growthOf } from '../../theory/theory';
import type { GrowthMap } from './map-data';
import type { ExactCell, FromTheoryWorker } from './theory-protocol';

/** Time between two messages, and between two looks at what has come in. */
const SLICE_MILLISECONDS = 200;

/** Error of the growth rates that curves are drawn by; files have more digits. */
const CURVE_ACCURACY = 1e-4;
/** Cells with a growth that takes longer each are interpolated; of how many that is looked at. */
const LONG_MILLISECONDS = 0.5;
const TRIED = 5;
/** Exponents within so many errors of 0 are computed: their sign says who escapes. */
const NEAR_ZERO = 4;

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

  constructor(private readonly post: (message: FromTheoryWorker) => void) {}

  /** Opens a map: growth rates of every cell, side after side. */
  async open(sweep: Sweep, map: number): Promise<void> {
    this.map = map;
    this.stop();
    this.growthEnds.abort();
    this.growthEnds = new AbortController();
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
    if (await this.interpolated(side, growth)) {
      if (map === this.map) this.post({ type: 'growth', map, side, growth });
      return;
    }
    let last = performance.now();
    for (let cell = 0; cell < cells && map === this.map; cell++) {
      const spec = this.specOf(cell, side);
      if (typeof spec !== 'string') put(growth, cell, growthOf(spec, CURVE_ACCURACY));
      if (performance.now() - last < SLICE_MILLISECONDS) continue;
      await pause();
      if (map !== this.map) return;
      last = performance.now();
    }
    this.post({ type: 'growth', map, side, growth });
  }

  /** Whether the growth of all cells was found by that of some: where each takes long. */
  private async interpolated(side: number, growth: GrowthMap): Promise<boolean> {
    const sweep = this.sweep!;
    const cells = growth.lyapunovExponent.length;
    const started = performance.now();
    for (let k = 0; k < TRIED; k++) {
      const spec = this.specOf(Math.floor(((k + 0.5) * cells) / TRIED), side);
      if (typeof spec === 'string') return false;
      growthOf(spec, CURVE_ACCURACY);
    }
    if (performance.now() - started < TRIED * LONG_MILLISECONDS) return false;
    const { signal } = this.growthEnds;
    const ask: AskGrowth = async (asked, list, accuracy) => {
      const found: (Growth | null)[] = list.map(() => null);
      const place = new Map(list.map((cell, k) => [cell, k]));
      const finished = await theoryOnThreads(
        { sweep: asked, cells: list, side, exact: false, growth: accuracy },
        {
          open: openTheoryWorker,
          threads: navigator.hardwareConcurrency,
          signal,
          onAnswers: (answers) => {
            for (const { cell, growth } of answers) found[place.get(cell)!] = growth;
          },
        },
      );
      return finished ? found : null;
    };
    const surface = await growthSurface(sweep, CURVE_ACCURACY, ask);
    if (!surface) return false;
    const { exponent, rate, error, basis, unit } = surface;
    const near: number[] = [];
    for (let cell = 0; cell < cells; cell++) {
      if (Math.abs(exponent[cell]) < NEAR_ZERO * error) near.push(cell);
      put(growth, cell, {
        lyapunovExponent: exponent[cell],
        exponentError: error,
        exponentBasis: basis,
        exponentUnit: unit,
        sdeGrowthRate: rate[cell],
      });
    }
    const computed = await ask(sweep, near, CURVE_ACCURACY);
    for (const [k, found] of (computed ?? []).entries()) if (found) put(growth, near[k], found);
    return true;
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

function put(map: GrowthMap, cell: number, found: Omit<Growth, 'exponentLimit'>): void {
  map.lyapunovExponent[cell] = found.lyapunovExponent ?? Number.NaN;
  map.exponentError[cell] = found.exponentError ?? Number.POSITIVE_INFINITY;
  map.exponentBasis[cell] = BASES.indexOf(found.exponentBasis);
  map.exponentUnit ??= found.exponentUnit;
  map.sdeGrowthRate[cell] = found.sdeGrowthRate ?? Number.NaN;
}

function exactCell({ cell, side, exact, smallSteps }: CellTheory): ExactCell {
  const found = exact!;
  return found.probability === null
    ? { cell, side, smallSteps, reason: found.reason }
    : { cell, side, smallSteps, probability: found.probability };
}

/** Lets messages in. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
