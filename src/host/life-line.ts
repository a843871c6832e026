/**
 * What a worker says once it holds its lock: the browser gives that away when the worker ends,
 * however it does. null where there are no locks.
 */
export interface LifeLine {
  lifeLine: string | null;
}

/** A worker that has not begun after so long never will. */
const START_SECONDS = 60;

/** In a worker. Browsers say nothing of a worker that is closed, or ended for want of memory. */
export function holdLifeLine(): void {
  const say = (lifeLine: string | null) => postMessage({ lifeLine } satisfies LifeLine);
  const name = `worker ${Math.random()}`;
  if (!navigator.locks) {
    say(null);
    return;
  }
  navigator.locks
    .request(name, () => {
      say(name);
      return new Promise(() => {});
    })
    .catch(() => say(null));
}

/**
 * The other end, from the moment when a worker is made. No browser tells of a worker that ends
 * before it holds its lock, so that has to happen in START_SECONDS. Seconds in which this thread
 * stands still, as while a computer sleeps, do not count.
 */
export class FollowedLifeLine {
  private seconds = 0;
  private cutHere = false;
  private readonly clock = setInterval(() => {
    if (++this.seconds === START_SECONDS) this.end();
  }, 1000);

  /** @param onEnd  Told of the worker's end, once. */
  constructor(private readonly onEnd: () => void) {}

  /** Whether a message is of this kind. */
  takes(data: unknown): boolean {
    const { lifeLine } = data as Partial<LifeLine>;
    if (lifeLine === undefined) return false;
    this.heard();
    if (lifeLine) navigator.locks.request(lifeLine, () => this.end());
    return true;
  }

  /** The worker has said something, if only that it cannot start. */
  heard(): void {
    clearInterval(this.clock);
  }

  /** Its end is known here, or wanted: `onEnd` is not told. */
  cut(): void {
    this.cutHere = true;
    this.heard();
  }

  private end(): void {
    if (this.cutHere) return;
    this.cut();
    this.onEnd();
  }
}
