import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

let stop: AbortController | null = null;
let received: (typeof SIGNALS)[number] | null = null;

/**
 * From now on Ctrl+C, SIGTERM and SIGHUP stop the command in an orderly way where it has asked for
 * that, and end it where it has not; the second always ends it. Either way what is half written is
 * removed.
 */
export function listenForSignals(): void {
  for (const signal of SIGNALS)
    process.on(signal, () => {
      const first = received === null;
      received ??= signal;
      if (first && stop) stop.abort();
      else process.exit(128 + constants.signals[signal]);
    });
}

/** Says stop at the first signal, which then ends nothing by itself. */
export function stopSignal(): AbortSignal {
  stop ??= new AbortController();
  return stop.signal;
}

/** Exit code of a command that a signal has stopped. */
export function stopCode(): number {
  return 128 + constants.signals[received ?? 'SIGINT'];
}
