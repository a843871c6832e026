import { specOfExactFragment, specToFragment } from '../../spec/permalink';
import { SpecError } from '../../spec/schema';
import type { Spec } from '../../spec/spec';
import { loadLimits } from './limits';

/** What the address asks for. */
export interface AskedSpec {
  /** null where it asks for nothing, or where that is refused. */
  spec: Spec | null;
  /** Why it is refused, in one sentence. */
  refusal: string | null;
  /** What there is to say about a link that is opened. */
  notice: string | null;
}

/**
 * Reads the address. What there is to know about links that were changed on their way is fetched
 * when one is.
 */
export async function askedSpec(): Promise<AskedSpec> {
  const { hash } = location;
  if (hash.length <= 1) return { spec: null, refusal: null, notice: null };
  try {
    if (!(await loadLimits())) throw new Error();
    const spec = specOfExactFragment(hash);
    if (spec) return { spec, refusal: null, notice: null };
    const { readSpecLink } = await import('../../spec/link-reader');
    const { asked, notice } = readSpecLink(hash);
    return { spec: asked, refusal: null, notice };
  } catch (error) {
    const refusal =
      error instanceof SpecError
        ? error.message
        : 'The part of this page that reads this link could not be fetched; reload the page.';
    return { spec: null, refusal, notice: null };
  }
}

/** Keeps the address bar on the spec that runs. */
export function showSpecInAddress(spec: Spec): void {
  const fragment = specToFragment(spec);
  if (fragment !== location.hash) history.replaceState(null, '', fragment);
}

/** The whole link to a spec on this site. */
export function linkTo(spec: Spec): string {
  return location.href.replace(/#.*$/, '') + specToFragment(spec);
}

/** Tells of links that are opened in this tab while the page runs. */
export function onAddress(listener: (asked: AskedSpec) => void): void {
  addEventListener('hashchange', async () => {
    const { hash } = location;
    const asked = await askedSpec();
    if (location.hash === hash) listener(asked);
  });
}
