import { followsLifeLine } from './life-line';

const ENDED = 'A part of this page has stopped; reload the page to start it again.';

/**
 * What public/boot.js offers: it says on the page what went wrong, with *Reload*, also where no
 * module runs.
 */
interface Boot {
  readonly running: boolean;
  /** The page runs: from now on a fault is a notice, and no reason to give up. */
  started(): void;
  fault(error: unknown): void;
  /** A file of the page is not to be had. */
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
 * A part of the page that comes when it is asked for; null where it is not to be had, which the
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
 * Hears what a worker says, and what ends it.
 * @param first  The message after which the page runs.
 * @param onFault  Told what went wrong in it, or that it could not be loaded.
 */
export function hear<M extends { type: string }>(
  worker: Worker,
  listeners: { [T in M['type']]?: (message: Extract<M, { type: T }>) => void },
  first: M['type'] | null,
  onFault: (sentence: string, report: string) => void,
): void {
  worker.onmessage = ({ data }: MessageEvent<M>) => {
    if (followsLifeLine(data, () => onFault(ENDED, ENDED))) return;
    if (data.type === first) window.boot?.started();
    (listeners[data.type as M['type']] as ((message: M) => void) | undefined)?.(data);
  };
  worker.onerror = ({ message, filename, lineno }) => {
    const sentence =
      message?.replace(/^Uncaught (\w*Error: )?/, '') ||
      'A program of this page could not be loaded.';
    onFault(sentence, `${sentence}\n${filename}:${lineno}`);
  };
}
