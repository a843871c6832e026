import { hear } from '../shared/boot';
import type { FromMapWorker, ToMapWorker } from './map-protocol';
import type { FromTheoryWorker, ToTheoryWorker } from './theory-protocol';

type Listeners<M extends { type: string }> = {
  [T in M['type']]: (message: Extract<M, { type: T }>) => void;
};

/**
 * The page's end of the two workers of a map: one counts, one computes theory. A listener for each
 * kind of message.
 */
export class MapClient {
  private readonly counter = new Worker(new URL('./map-worker.ts', import.meta.url), {
    type: 'module',
  });
  private readonly theory = new Worker(new URL('./theory-worker.ts', import.meta.url), {
    type: 'module',
  });

  constructor(counting: Listeners<FromMapWorker>, theory: Listeners<FromTheoryWorker>) {
    const failed = (sentence: string, report: string) =>
      counting.failed({ type: 'failed', sentence, report });
    hear<FromMapWorker>(this.counter, counting, 'opened', failed);
    hear<FromTheoryWorker>(this.theory, theory, null, failed);
  }

  send(message: ToMapWorker): void {
    this.counter.postMessage(message);
  }

  ask(message: ToTheoryWorker): void {
    this.theory.postMessage(message);
  }
}
