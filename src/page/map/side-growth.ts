import { type AskGrowth, growthSurface } from '../../experiment/sweep/growth-surface';
import { type TheoryProgress, theoryOnThreads } from '../../experiment/sweep/theory-pool';
import { openTheoryWorker, theoryThreadCount } from '../../host/web/theory-threads';
import type { Spec } from '../../spec/spec';
import { cellCount, type Sweep } from '../../spec/sweep';
import { BASES } from '../../theory/estimate';
import { type Growth, growthOf } from '../../theory/theory';
import type { GrowthMap } from './map-data';

/** Time between two looks at what has come in. */
const SLICE_MILLISECONDS = 200;

/** Error of the growth rates that curves are drawn by; files have more digits. */
const CURVE_ACCURACY = 1e-4;
/** Cells with a growth that takes longer each go to threads; of how many that is looked at. */
const LONG_MILLISECONDS = 0.5;
const TRIED = 5;
/** Exponents within so many errors of 0 are computed: their sign says who escapes. */
const NEAR_ZERO = 4;

/** How far growth rates are. `more`: others may follow these, as their interpolation shows. */
export interface GrowthProgress extends TheoryProgress {
  more: boolean;
}

export interface SideGrowthOptions {
  /** Ends it, in the middle of a cell too where they take long. */
  signal: AbortSignal;
  /** Told where cells take long. */
  onProgress: (progress: GrowthProgress) => void;
}

/**
 * Growth rates of every cell of a side of a map, as curves are drawn by: one by one where they take
 * microseconds, else interpolated, and where these are not smooth enough computed on threads.
 *
 * @param specOf  The spec of a cell, or why there is none.
 * @returns null where it was stopped.
 */
export async function growthOfSide(
  sweep: Sweep,
  side: number,
  specOf: (cell: number) => Spec | string,
  { signal, onProgress }: SideGrowthOptions,
): Promise<GrowthMap | null> {
  const cells = cellCount(sweep);
  const growth: GrowthMap = {
    lyapunovExponent: new Float64Array(cells).fill(Number.NaN),
    exponentError: new Float64Array(cells).fill(Number.POSITIVE_INFINITY),
    exponentBasis: new Uint8Array(cells),
    exponentUnit: null,
    sdeGrowthRate: new Float64Array(cells).fill(Number.NaN),
  };
  if (!takesLong(cells, specOf)) {
    let last = performance.now();
    for (let cell = 0; cell < cells; cell++) {
      const spec = specOf(cell);
      if (typeof spec !== 'string') put(growth, cell, growthOf(spec, CURVE_ACCURACY));
      if (performance.now() - last < SLICE_MILLISECONDS) continue;
      await pause();
      if (signal.aborted) return null;
      last = performance.now();
    }
    return growth;
  }
  const asking =
    (more: boolean): AskGrowth =>
    async (asked, list, accuracy) => {
      const found: (Growth | null)[] = list.map(() => null);
      const place = new Map(list.map((cell, k) => [cell, k]));
      const finished = await theoryOnThreads(
        { sweep: asked, cells: list, side, exact: false, growth: accuracy },
        {
          open: openTheoryWorker,
          threads: theoryThreadCount(),
          signal,
          onAnswers: (answers, progress) => {
            for (const { cell, growth } of answers) found[place.get(cell)!] = growth;
            onProgress({ ...progress, more });
          },
        },
      );
      return finished ? found : null;
    };
  const surface = await growthSurface(sweep, CURVE_ACCURACY, asking(true));
  const computed: number[] = [];
  for (let cell = 0; cell < cells; cell++) {
    if (!surface) {
      computed.push(cell);
      continue;
    }
    const { exponent, rate, error, basis, unit } = surface;
    if (Math.abs(exponent[cell]) < NEAR_ZERO * error) computed.push(cell);
    put(growth, cell, {
      lyapunovExponent: exponent[cell],
      exponentError: error,
      exponentBasis: basis,
      exponentUnit: unit,
      sdeGrowthRate: rate[cell],
    });
  }
  const found = await asking(false)(sweep, computed, CURVE_ACCURACY);
  if (!found) return null;
  for (const [k, own] of found.entries()) if (own) put(growth, computed[k], own);
  return growth;
}

/** Whether a cell takes long, by a few of them. */
function takesLong(cells: number, specOf: (cell: number) => Spec | string): boolean {
  const started = performance.now();
  const took = () => performance.now() - started;
  for (let k = 0; k < TRIED && took() < TRIED * LONG_MILLISECONDS; k++) {
    const spec = specOf(Math.floor(((k + 0.5) * cells) / TRIED));
    if (typeof spec !== 'string') growthOf(spec, CURVE_ACCURACY);
  }
  return took() >= TRIED * LONG_MILLISECONDS;
}

function put(map: GrowthMap, cell: number, found: Omit<Growth, 'exponentLimit'>): void {
  map.lyapunovExponent[cell] = found.lyapunovExponent ?? Number.NaN;
  map.exponentError[cell] = found.exponentError ?? Number.POSITIVE_INFINITY;
  map.exponentBasis[cell] = BASES.indexOf(found.exponentBasis);
  map.exponentUnit ??= found.exponentUnit;
  map.sdeGrowthRate[cell] = found.sdeGrowthRate ?? Number.NaN;
}

/** Lets messages in. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
