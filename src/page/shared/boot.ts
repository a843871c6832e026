import { ENDED, type Listeners, type Message } from '../../host/worker-client';

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

/** Listeners that also tell when the page runs: once this message has come. */
export function startingWith<From extends Message>(
  first: From['type'],
  listeners: Listeners<From>,
): Listeners<From> {
  const own = listeners[first];
  return {
    ...listeners,
    [first]: (message: Parameters<NonNullable<typeof own>>[0]) => {
      window.boot?.started();
      own?.(message);
    },
  };
}
