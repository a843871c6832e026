import { OPENING } from '../spec/opening';
import { fragmentToSpec, specToFragment } from '../spec/permalink';
import { parseSpec, SpecError } from '../spec/schema';
import type { Spec } from '../spec/spec';

/** The spec that the address asks for, or the first preset. A bad link is refused in one sentence. */
export function specFromAddress(): { spec: Spec; refusal: string | null } {
  const spec = parseSpec(OPENING);
  if (location.hash.length <= 1) return { spec, refusal: null };
  try {
    return { spec: fragmentToSpec(location.hash), refusal: null };
  } catch (error) {
    if (error instanceof SpecError) return { spec, refusal: error.message };
    throw error;
  }
}

/** Keeps the address bar on the spec that runs. */
export function showInAddress(spec: Spec): void {
  const fragment = specToFragment(spec);
  if (fragment !== location.hash) history.replaceState(null, '', fragment);
}

/** The whole link to a spec on this site. */
export function linkTo(spec: Spec): string {
  return location.href.replace(/#.*$/, '') + specToFragment(spec);
}

/** Tells of links that are opened in this tab while the page runs. */
export function onAddress(listener: (result: { spec: Spec } | { refusal: string }) => void): void {
  addEventListener('hashchange', () => {
    const { spec, refusal } = specFromAddress();
    listener(refusal === null ? { spec } : { refusal });
  });
}
