import type { RunResult } from '../experiment/run';
import type { FromWorker, ToWorker } from './live-protocol';

type Listeners = { [T in FromWorker['type']]?: (message: Extract<FromWorker, { type: T }>) => void };

/** The page's end of the worker: typed messages out, one listener for each kind of message in. */
export class LiveClient {
  private readonly worker = new Worker(new URL('./live-worker.ts', import.meta.url), { type: 'module' });
  private readonly pending = new Map<
    number,
    { resolve: (result: RunResult) => void; reject: (error: Error) => void }
  >();
  private requests = 0;

  constructor(listeners: Listeners) {
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === 'result') this.settle(data.request)?.resolve(data.result);
      else if (data.type === 'result-failed') this.settle(data.request)?.reject(new Error(data.sentence));
      (listeners[data.type] as ((message: FromWorker) => void) | undefined)?.(data);
    };
    this.worker.onerror = (event) => {
      const place = event.filename ? `${event.filename}:${event.lineno}` : '';
      const sentence = event.message || 'The simulation could not be started.';
      listeners.trouble?.({ type: 'trouble', sentence, report: `${sentence}\n${place}` });
    };
  }

  send(message: ToWorker, transfer: Transferable[] = []): void {
    this.worker.postMessage(message, transfer);
  }

  /** The result document at the current step, or at the last step of the run when it is to be finished first. */
  result(finish: boolean): Promise<RunResult> {
    const request = ++this.requests;
    return new Promise((resolve, reject) => {
      this.pending.set(request, { resolve, reject });
      this.send({ type: 'result', request, finish });
    });
  }

  private settle(request: number) {
    const entry = this.pending.get(request);
    this.pending.delete(request);
    return entry;
  }
}
