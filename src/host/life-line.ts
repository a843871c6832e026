/**
 * What a worker says once it holds its lock: the browser gives that away when the worker ends,
 * however it does.
 */
export interface LifeLine {
  lifeLine: string;
}

/** In a worker. Browsers say nothing of a worker that is closed, or ended for want of memory. */
export function holdLifeLine(): void {
  const lifeLine = `worker ${Math.random()}`;
  navigator.locks
    ?.request(lifeLine, () => {
      postMessage({ lifeLine } satisfies LifeLine);
      return new Promise(() => {});
    })
    .catch(() => {});
}

/** Whether a message is of this kind; then `onEnd` is told of the worker's end. */
export function followsLifeLine(data: unknown, onEnd: () => void): boolean {
  const name = (data as Partial<LifeLine>).lifeLine;
  if (name) navigator.locks.request(name, onEnd);
  return name !== undefined;
}
