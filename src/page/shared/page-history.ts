/**
 * Writes what a page shows into the history of the browser: Back undoes a change on all pages
 * alike. Who follows it listens to `popstate`, which links that are opened in this tab fire too.
 *
 * @param address  Of this page.
 * @param another  Back goes to what was shown before; otherwise this takes its place.
 * @param entry  Of history-entry.ts: what the address does not say.
 */
export function showInHistory(address: string, another: boolean, entry: unknown = null): void {
  try {
    // Back belongs to the page around a frame.
    if (another && self === top) history.pushState(entry, '', address);
    else history.replaceState(entry, '', address);
  } catch {
    // Frames of no origin have no history of their own: the link is there to be copied.
  }
}
