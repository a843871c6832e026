/** Lets the event loop run once; a message channel is not throttled as timers are. */
export function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

/**
 * Works in slices of about this many milliseconds, so that the thread answers messages in between.
 *
 * @param count  Pieces of work in all.
 * @param slice  Pieces of the first slice.
 * @param work   Does pieces `first` to `end`.
 * @param most   Pieces of a slice at most.
 */
export async function inSlices(
  count: number,
  slice: number,
  milliseconds: number,
  work: (first: number, end: number) => void,
  most = Number.POSITIVE_INFINITY,
): Promise<void> {
  for (let first = 0; first < count; ) {
    const end = Math.min(count, first + Math.min(most, Math.max(1, Math.round(slice))));
    const started = performance.now();
    work(first, end);
    const elapsed = performance.now() - started;
    slice = Math.max(1, (end - first) * Math.min(4, milliseconds / Math.max(elapsed, 0.1)));
    first = end;
    if (first < count) await yieldToEvents();
  }
}
