import { hear } from '../shared/boot';
import type { FromVerifyWorker, Order } from './verify-protocol';

type Listeners = {
  [T in FromVerifyWorker['type']]: (message: Extract<FromVerifyWorker, { type: T }>) => void;
};

/** The page's end of the worker: a listener for each kind of message. */
export class VerifyClient {
  private readonly worker = new Worker(new URL('./verify-worker.ts', import.meta.url), {
    type: 'module',
  });

  constructor(listeners: Listeners) {
    hear<FromVerifyWorker>(this.worker, listeners, 'graphics', (sentence, report) =>
      listeners.failed({ type: 'failed', lost: false, sentence, report }),
    );
  }

  run(order: Order): void {
    this.worker.postMessage({ type: 'run', order });
  }

  stop(): void {
    this.worker.postMessage({ type: 'stop' });
  }
}
