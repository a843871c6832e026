/**
 * Uses of a part of the page that comes later: they wait for it, and are done in their order.
 * @param loading  null where it cannot come: then nothing is done.
 */
export function deferred<T>(loading: Promise<T | null>): (use: (part: T) => void) => void {
  let part: T | null = null;
  let waiting: ((part: T) => void)[] | null = [];
  loading.then((loaded) => {
    part = loaded;
    const uses = waiting ?? [];
    waiting = null;
    if (loaded !== null) for (const use of uses) use(loaded);
  });
  return (use) => {
    if (waiting) waiting.push(use);
    else if (part !== null) use(part);
  };
}

/** The same of a part that is loaded for its first use. */
export function deferredOnce<T>(load: () => Promise<T | null>): (use: (part: T) => void) => void {
  let later: ((use: (part: T) => void) => void) | undefined;
  return (use) => {
    later ??= deferred(load());
    later(use);
  };
}
