import { hear } from '../shared/boot';
import type { FromBenchWorker, ToBenchWorker } from './bench-protocol';

type Listeners = {
  [T in FromBenchWorker['type']]: (message: Extract<FromBenchWorker, { type: T }>) => void;
};

/** The page's end of the worker: a listener for each kind of message. */
export class BenchClient {
  private readonly worker = new Worker(new URL('./bench-worker.ts', import.meta.url), {
    type: 'module',
  });

  constructor(listeners: Listeners) {
    hear<FromBenchWorker>(this.worker, listeners, 'graphics', (sentence, detail) =>
      listeners.failed({ type: 'failed', lost: false, sentence, detail, report: null }),
    );
  }

  tell(message: ToBenchWorker): void {
    this.worker.postMessage(message);
  }
}
