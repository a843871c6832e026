/**
 * The experiment goes along to the other pages: their links in the navigation carry it, in the
 * words of a link to Watch. Map makes it the middle of a map, Bench its workload; Verify passes it
 * on. The story has an experiment of its own.
 *
 * @param fragment  Of `specToFragment`.
 */
export function carryExperiment(fragment: string): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('#pages a'))
    if (!link.pathname.endsWith('/story.html')) link.hash = fragment;
}

/** A fragment without what its run or map gave, and that, as spec/run-proof.ts reads it. */
export function partsOf(hash: string): [link: string, proof: string] {
  const at = `${hash}&version=`.indexOf('&version=');
  return [hash.slice(0, at), hash.slice(at)];
}

/** Whether a fragment is an experiment that another page sent along. */
export function isExperiment(fragment: string): boolean {
  return /^#?watch\?/.test(fragment);
}
