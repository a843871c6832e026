import type { FromMapWorker, ToMapWorker } from './protocol';
import type { FromTheoryWorker, ToTheoryWorker } from './theory-protocol';

type Listeners<M extends { type: string }> = { [T in M['type']]: (message: Extract<M, { type: T }>) => void };

/** The page's end of the two workers of a map: one counts, one computes theory. A listener for each kind of message. */
export class MapClient {
  private readonly counter = new Worker(new URL('./map-worker.ts', import.meta.url), { type: 'module' });
  private readonly theory = new Worker(new URL('./theory-worker.ts', import.meta.url), { type: 'module' });

  constructor(counting: Listeners<FromMapWorker>, theory: Listeners<FromTheoryWorker>) {
    listen(this.counter, counting);
    listen(this.theory, theory);
    for (const worker of [this.counter, this.theory])
      worker.onerror = ({ message, filename, lineno }) => {
        const sentence = message || 'The program that makes maps could not be started.';
        counting.failed({ type: 'failed', sentence, report: `${sentence}\n${filename}:${lineno}` });
      };
  }

  send(message: ToMapWorker): void {
    this.counter.postMessage(message);
  }

  ask(message: ToTheoryWorker): void {
    this.theory.postMessage(message);
  }
}

function listen<M extends { type: string }>(worker: Worker, listeners: Listeners<M>): void {
  worker.onmessage = ({ data }: MessageEvent<M>) =>
    (listeners[data.type as M['type']] as (message: M) => void)(data);
}
