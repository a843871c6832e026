/** Where a worker's program finds its page when both are on one thread: serve-worker.ts. */
interface Seat {
  hear(message: unknown): void;
  runner: { receive(message: unknown): void } | null;
}

declare global {
  /** The seat of the program that is being loaded. */
  var saddlescapeSeat: Seat | undefined;
}

/**
 * A worker's program on this thread, where the browser starts no workers: it looks like one to who
 * talks with it. What it runs has to give the thread back many times a second.
 *
 * @param load  Imports the program, which calls `serveWorker`.
 */
export function workerHere(load: () => Promise<unknown>): Worker {
  const line = new EventTarget() as Worker;
  let ended = false;
  const hear = (data: unknown) => {
    if (ended) return;
    const event = new MessageEvent('message', { data });
    line.onmessage?.(event);
    line.dispatchEvent(event);
  };
  // As of a browser without locks: this end cannot be lost without the other.
  queueMicrotask(() => hear({ lifeLine: null }));
  const runner = serve(load, {
    // What is said is of its moment, as of a worker.
    hear: (message) => hear(structuredClone(message)),
    runner: null,
  });
  runner.catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    line.onerror?.(new ErrorEvent('error', { message }));
  });
  line.postMessage = (message: unknown) => {
    runner.then(
      (there) => ended || there.receive(message),
      () => {},
    );
  };
  line.terminate = () => {
    ended = true;
  };
  return line;
}

/** The program that takes the seat; the next one waits for it. */
let before: Promise<unknown> = Promise.resolve();

async function serve(load: () => Promise<unknown>, seat: Seat) {
  const loaded = before.then(async () => {
    globalThis.saddlescapeSeat = seat;
    try {
      await load();
    } finally {
      globalThis.saddlescapeSeat = undefined;
    }
  });
  before = loaded.catch(() => {});
  await loaded;
  if (!seat.runner) throw new Error('A program of this page could not be loaded.');
  return seat.runner;
}
