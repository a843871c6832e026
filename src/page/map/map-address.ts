import { readSpecLink } from '../../spec/link-reader';
import { specToFragment } from '../../spec/permalink';
import { SpecError } from '../../spec/schema';
import type { Sweep } from '../../spec/sweep';
import { sweepAround } from '../../spec/sweep-around';
import { readSweepLink, sweepToFragment } from '../../spec/sweep-permalink';
import { carryExperiment, isExperiment, partsOf } from '../shared/experiment-links';
import { entryThatShows, shownInHistory } from '../shared/history-entry';
import { showInHistory } from '../shared/page-history';

/** What the address asks for. */
export interface AskedSweep {
  /** null where it asks for nothing, or where that is refused. */
  sweep: Sweep | null;
  /** Why it is refused, in one sentence. */
  refusal: string | null;
  /** What there is to say about a link that is opened. */
  notice: string | null;
}

export function askedSweep(): AskedSweep {
  if (location.hash.length <= 1) return { sweep: null, refusal: null, notice: null };
  try {
    if (isExperiment(location.hash)) return sweepOfExperiment();
    const { asked, notice } = readSweepLink(location.hash);
    return { sweep: asked, refusal: null, notice };
  } catch (error) {
    if (error instanceof SpecError) return { sweep: null, refusal: error.message, notice: null };
    throw error;
  }
}

/** The map around a run that another page sent along. */
function sweepOfExperiment(): AskedSweep {
  const { asked, notice } = readSpecLink(location.hash);
  try {
    return { sweep: sweepAround(asked), refusal: null, notice };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return { sweep: null, refusal: `No map of this experiment: ${error.message}`, notice: null };
  }
}

/**
 * Puts a sweep into the address; the browser's Back goes to the one before.
 *
 * @param wholes  Fragments of the maps that it is a part of, the largest first.
 */
export function showSweepInAddress(sweep: Sweep, wholes: readonly string[] = []): void {
  const fragment = sweepToFragment(sweep);
  carryExperiment(specToFragment(sweep.base));
  if (fragment === partsOf(location.hash)[0]) return;
  const another = location.hash.length > 1 && !isExperiment(location.hash);
  showInHistory(fragment, another, entryThatShows(wholes, another));
}

/** Fragments of the maps that the one in the address is a part of, the largest first. */
export function wholesInAddress(): readonly string[] {
  return (shownInHistory() as readonly string[] | null) ?? [];
}

export function linkToSweep(sweep: Sweep): string {
  return location.href.replace(/#.*$/, '') + sweepToFragment(sweep);
}
