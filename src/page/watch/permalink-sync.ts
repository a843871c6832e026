import { specToFragment } from '../../spec/permalink';
import type { Spec } from '../../spec/spec';
import { SpecError } from '../../spec/spec-error';
import { carryExperiment, partsOf } from '../shared/experiment-links';
import { showInHistory } from '../shared/page-history';
import { chosenLayout, layoutField, showLayout, shownLayout } from './layout-choice';
import { loadOtherRuns } from './load-other-runs';

/** What the address asks for. */
export interface AskedSpec {
  /** null where it asks for nothing, or where that is refused. */
  spec: Spec | null;
  /** Why it is refused, in one sentence. */
  refusal: string | null;
  /** What there is to say about a link that is opened. */
  notice: string | null;
  /** What the link says that its run gives, as spec/run-proof.ts reads it; empty where nothing. */
  proof?: string;
}

/**
 * Reads the address. What there is to know about links that were changed on their way is fetched
 * when one is.
 */
export async function askedSpec(): Promise<AskedSpec> {
  const [link, proof] = partsOf(location.hash);
  const { layout, fragment: hash, refusal: wrong } = chosenLayout(link);
  showLayout(layout);
  if (hash.length <= 1) return { spec: null, refusal: null, notice: wrong };
  try {
    if (!(await loadOtherRuns())) throw new Error();
    const data = /[?&]data=([\da-f]{64})/.exec(hash)?.[1];
    if (data) await (await import('../../host/web/kept-samples')).takeKeptSamples(data);
    const { specOfExactFragment } = await import('../../spec/exact-fragment');
    const spec = specOfExactFragment(hash);
    if (spec) return { spec, refusal: null, notice: wrong, proof };
    const { readSpecLink } = await import('../../spec/link-reader');
    const { asked, notice } = readSpecLink(hash);
    return { spec: asked, refusal: null, notice: wrong ?? notice, proof };
  } catch (error) {
    const refusal =
      error instanceof SpecError
        ? error.message
        : 'The part of this page that reads this link could not be fetched; reload the page.';
    return { spec: null, refusal, notice: null };
  }
}

/** The experiment that the address has, whatever the ends of its picture and its length. */
let shown: string | null = null;

/**
 * Keeps the address bar on the spec that runs; the browser's Back goes to the one before. A picture
 * that follows its run, and a run that goes on, are no other experiment.
 */
export function showSpecInAddress(spec: Spec): void {
  const own = specToFragment(spec);
  carryExperiment(own);
  const { time, histogram, ...rest } = spec;
  const { axis, coordinate, bins } = histogram;
  const key = JSON.stringify([rest, time.dt, axis, coordinate, bins]);
  const another = shown !== null && shown !== key;
  shown = key;
  const fragment = own + layoutField();
  if (fragment !== partsOf(location.hash)[0]) showInHistory(fragment, another);
}

/** The whole link to a spec on this site, in the layout that is shown if no other is named. */
export function linkTo(spec: Spec, layout = shownLayout()): string {
  return location.href.replace(/#.*$/, '') + specToFragment(spec) + layoutField(layout);
}

/** Tells of links that are opened in this tab while the page runs. */
export function onAddress(listener: (asked: AskedSpec) => void): void {
  addEventListener('popstate', async () => {
    const { hash } = location;
    const asked = await askedSpec();
    if (location.hash === hash) listener(asked);
  });
}
