import '../../theory/all-methods';
import { coarseToFine } from '../../experiment/sweep/plan';
import { type CellSpec, compileCells } from '../../spec/cell-spec';
import type { Spec } from '../../spec/spec';
import { SpecError } from '../../spec/spec-error';
import { axisCount, type Sweep } from '../../spec/sweep';
import { sidesOf } from '../../spec/sweep-schema';
import { exactEscape, OF_MAPS, smallStepEscape } from '../../theory/escape/exact-escape';
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
  /** Numbers the whole-map computations of exact probabilities; an old one ends. */
  private exactRound = 0;

  constructor(private readonly post: (message: FromTheoryWorker) => void) {}

  /** Opens a map: growth rates of every cell, side after side. */
  async open(sweep: Sweep, map: number): Promise<void> {
    this.map = map;
    this.exactRound++;
    this.sweep = sweep;
    this.sides = sidesOf(sweep);
    this.cellSpec = compileCells(sweep, this.sides);
    for (let side = 0; side < this.sides.length && map === this.map; side++)
      await this.growth(side, map);
  }

  stop(): void {
    this.exactRound++;
  }

  /**
   * Exact probabilities on every side of some cells at once, or of all cells from coarse to fine.
   */
  async exact(cells: number[] | 'all', map: number): Promise<void> {
    if (map !== this.map || !this.sweep) return;
    const { x, y } = this.sweep;
    const whole = cells === 'all';
    const list = whole ? [...coarseToFine(axisCount(x), axisCount(y))] : cells;
    const round = whole ? ++this.exactRound : this.exactRound;
    const current = () => map === this.map && (!whole || round === this.exactRound);
    let found: ExactCell[] = [];
    let last = performance.now();
    for (const [k, cell] of list.entries()) {
      found.push(...this.sides.map((_, side) => this.exactCell(cell, side)));
      const done = k + 1 === list.length;
      if (!done && performance.now() - last < SLICE_MILLISECONDS) continue;
      this.post({ type: 'exact', map, exact: found, done: k + 1, of: list.length, finished: done });
      found = [];
      await pause();
      if (!current()) return;
      last = performance.now();
    }
  }

  private exactCell(cell: number, side: number): ExactCell {
    const spec = this.specOf(cell, side);
    if (typeof spec === 'string') return { cell, side, smallSteps: null, reason: spec };
    const smallSteps = smallStepEscape(spec).probability;
    const found = exactEscape(spec, OF_MAPS);
    return found.probability === null
      ? { cell, side, smallSteps, reason: found.reason }
      : { cell, side, smallSteps, probability: found.probability };
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

/** Lets messages in. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
