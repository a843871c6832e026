/** An entry of the browser's history, where its address does not say all; JSON. */
interface Entry {
  /** Entries of this page before it. */
  depth: number;
  shows: unknown;
}

/** The entry that follows the one in force, or takes its place. */
export function entryThatShows(shows: unknown, another: boolean): Entry {
  return { depth: (entry()?.depth ?? 0) + (another ? 1 : 0), shows };
}

/** What the entry in force shows besides its address. */
export function shownInHistory(): unknown {
  return entry()?.shows ?? null;
}

/** Back to what this page showed before; there it stops. */
export function goBack(): void {
  if (entry()?.depth) history.back();
}

/** null where the page has written none. */
function entry(): Entry | null {
  return history.state;
}
