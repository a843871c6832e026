import { ENDED, type Listeners, WorkerClient } from '../../host/worker-client';

/**
 * What public/boot.js offers: it says on the page what went wrong, with *Reload*, also where no
 * module runs.
 */
interface Boot {
  readonly running: boolean;
  /** The page runs: from now on a fault is a notice, and no reason to give up. */
  started(): void;
  fault(error: unknown): void;
  /** A file of the page could not be loaded. */
  gone(): void;
}

declare global {
  interface Window {
    boot?: Boot;
  }
}

/** Builds a page; what stops it is said in a sentence. */
export async function startPage(build: () => unknown): Promise<void> {
  try {
    await build();
  } catch (error) {
    window.boot?.fault(error);
  }
}

/**
 * Whether a fault is one that a reload mends, or of a page that has not started yet: then the
 * reader is told of it, with *Reload*.
 */
export function toldOf(sentence: string): boolean {
  const { boot } = window;
  if (!boot || (boot.running && sentence !== ENDED && !sentence.includes('could not be loaded')))
    return false;
  boot.fault(sentence);
  return true;
}

/**
 * A part of the page that comes when it is asked for; null where it cannot be loaded, which the
 * reader is told.
 */
export async function load<T>(part: () => Promise<T>): Promise<T | null> {
  try {
    return await part();
  } catch (error) {
    window.boot?.fault(error);
    return null;
  }
}

/**
 * The page's end of a worker.
 * @param first  The message after which the page runs; null where it does not wait for this worker.
 * @param onFault  Told what went wrong in it, or that it could not be loaded.
 */
export function connect<To extends { type: string }, From extends { type: string }>(
  worker: Worker,
  listeners: Listeners<From>,
  first: From['type'] | null,
  onFault: (sentence: string, report: string) => void,
): WorkerClient<To, From> {
  if (first !== null) {
    const heard = ({ data }: MessageEvent<From>) => {
      if (data.type !== first) return;
      worker.removeEventListener('message', heard);
      window.boot?.started();
    };
    worker.addEventListener('message', heard);
  }
  return new WorkerClient(worker, listeners, onFault);
}
