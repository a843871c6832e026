import { SpecError } from '../../spec/schema';
import type { Sweep } from '../../spec/sweep';
import { fragmentToSweep, sweepToFragment } from '../../spec/sweep-permalink';

/** The sweep that the address asks for, null where it asks for none. A bad link is refused in one sentence. */
export function sweepFromAddress(): { sweep: Sweep | null; refusal: string | null } {
  if (location.hash.length <= 1) return { sweep: null, refusal: null };
  try {
    return { sweep: fragmentToSweep(location.hash), refusal: null };
  } catch (error) {
    if (error instanceof SpecError) return { sweep: null, refusal: error.message };
    throw error;
  }
}

/** Puts a sweep into the address; the browser's Back goes to the one before. */
export function showInAddress(sweep: Sweep): void {
  const fragment = sweepToFragment(sweep);
  if (fragment === location.hash) return;
  if (location.hash.length <= 1) history.replaceState(null, '', fragment);
  else history.pushState(null, '', fragment);
}

export function linkToSweep(sweep: Sweep): string {
  return location.href.replace(/#.*$/, '') + sweepToFragment(sweep);
}
