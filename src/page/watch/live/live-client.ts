import type { RunResult } from '../../../experiment/run';
import { hear } from '../../shared/boot';
import type { FromWorker, ToWorker } from './live-protocol';

type Listeners = {
  [T in FromWorker['type']]?: (message: Extract<FromWorker, { type: T }>) => void;
};

interface Pending {
  resolve: (answer: RunResult | undefined) => void;
  reject: (error: Error) => void;
}

/**
 * The page's end of the worker: typed messages out, one listener for each kind of message in. Every
 * question is answered or refused.
 */
export class LiveClient {
  private readonly worker = new Worker(new URL('./live-worker.ts', import.meta.url), {
    type: 'module',
  });
  private readonly pending = new Map<number, Pending>();
  private requests = 0;
  /** Why no answer comes any more. */
  private ended: string | null = null;

  constructor(listeners: Listeners) {
    const all: Listeners = {
      ...listeners,
      result: ({ request, result }) => this.settle(request)?.resolve(result),
      stepped: ({ request }) => this.settle(request)?.resolve(undefined),
      'request-failed': ({ request, sentence }) =>
        this.settle(request)?.reject(new Error(sentence)),
    };
    hear<FromWorker>(this.worker, all, 'engine', (sentence, report) => {
      this.ended = sentence;
      for (const { reject } of this.pending.values()) reject(new Error(sentence));
      this.pending.clear();
      listeners.trouble?.({ type: 'trouble', sentence, report });
    });
  }

  send(message: ToWorker, transfer: Transferable[] = []): void {
    this.worker.postMessage(message, transfer);
  }

  /**
   * The result document at the current step, or at the last step of the run when it is to be
   * finished first.
   */
  async result(finish: boolean): Promise<RunResult> {
    return (await this.ask((request) => ({ type: 'result', request, finish })))!;
  }

  /** Pauses and does so many steps of those that are left; refused where there are fewer. */
  async step(count: number): Promise<void> {
    await this.ask((request) => ({ type: 'step', request, count }));
  }

  private ask(message: (request: number) => ToWorker): Promise<RunResult | undefined> {
    if (this.ended) return Promise.reject(new Error(this.ended));
    const request = ++this.requests;
    return new Promise((resolve, reject) => {
      this.pending.set(request, { resolve, reject });
      this.send(message(request));
    });
  }

  private settle(request: number): Pending | undefined {
    const entry = this.pending.get(request);
    this.pending.delete(request);
    return entry;
  }
}
