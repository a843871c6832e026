import type { FromBenchWorker, ToBenchWorker } from './protocol';

type Listeners = {
  [T in FromBenchWorker['type']]: (message: Extract<FromBenchWorker, { type: T }>) => void;
};

/** The page's end of the worker: a listener for each kind of message. */
export class BenchClient {
  private readonly worker = new Worker(new URL('./bench-worker.ts', import.meta.url), { type: 'module' });

  constructor(listeners: Listeners) {
    this.worker.onmessage = ({ data }: MessageEvent<FromBenchWorker>) =>
      (listeners[data.type] as (message: FromBenchWorker) => void)(data);
    this.worker.onerror = ({ message, filename, lineno }) => {
      const sentence = message || 'The program that measures could not be started.';
      listeners.failed({
        type: 'failed',
        lost: false,
        sentence,
        detail: `${sentence}\n${filename}:${lineno}`,
        report: null,
      });
    };
  }

  tell(message: ToBenchWorker): void {
    this.worker.postMessage(message);
  }
}
