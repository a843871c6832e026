import type { FromVerifyWorker, Order } from './protocol';

type Listeners = {
  [T in FromVerifyWorker['type']]: (message: Extract<FromVerifyWorker, { type: T }>) => void;
};

/** The page's end of the worker: a listener for each kind of message. */
export class VerifyClient {
  private readonly worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { type: 'module' });

  constructor(listeners: Listeners) {
    this.worker.onmessage = ({ data }: MessageEvent<FromVerifyWorker>) =>
      (listeners[data.type] as (message: FromVerifyWorker) => void)(data);
    this.worker.onerror = ({ message, filename, lineno }) => {
      const sentence = message || 'The program that tests the claims could not be started.';
      listeners.failed({
        type: 'failed',
        lost: false,
        sentence,
        report: `${sentence}\n${filename}:${lineno}`,
      });
    };
  }

  run(order: Order): void {
    this.worker.postMessage({ type: 'run', order });
  }

  stop(): void {
    this.worker.postMessage({ type: 'stop' });
  }
}
