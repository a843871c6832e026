import { SpecError } from '../../spec/schema';
import type { Sweep } from '../../spec/sweep';
import { readSweepLink, sweepToFragment } from '../../spec/sweep-permalink';

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
    const { asked, notice } = readSweepLink(location.hash);
    return { sweep: asked, refusal: null, notice };
  } catch (error) {
    if (error instanceof SpecError) return { sweep: null, refusal: error.message, notice: null };
    throw error;
  }
}

/** Puts a sweep into the address; the browser's Back goes to the one before. */
export function showSweepInAddress(sweep: Sweep): void {
  const fragment = sweepToFragment(sweep);
  if (fragment === location.hash) return;
  if (location.hash.length <= 1) history.replaceState(null, '', fragment);
  else history.pushState(null, '', fragment);
}

export function linkToSweep(sweep: Sweep): string {
  return location.href.replace(/#.*$/, '') + sweepToFragment(sweep);
}
