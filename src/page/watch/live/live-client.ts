import type { RunResult } from '../../../experiment/run';
import type { Listeners, WorkerClient } from '../../../host/worker-client';
import { connect } from '../../shared/boot';
import type { FromWorker, ToWorker } from './live-protocol';

/** The page's end of the worker that runs the engines. */
export class LiveClient {
  private readonly worker: WorkerClient<ToWorker, FromWorker>;

  constructor(listeners: Listeners<FromWorker>) {
    this.worker = connect(
      new Worker(new URL('./live-worker.ts', import.meta.url), { type: 'module' }),
      listeners,
      'engine',
      (sentence, report) => listeners.trouble?.({ type: 'trouble', sentence, report }),
    );
  }

  send(message: ToWorker, transfer: Transferable[] = []): void {
    this.worker.send(message, transfer);
  }

  /**
   * The result document at the current step, or at the last step of the run when it is to be
   * finished first.
   */
  async result(finish: boolean): Promise<RunResult> {
    const answer = await this.worker.ask<'result'>((request) => ({
      type: 'result',
      request,
      finish,
    }));
    return answer.result;
  }

  /** Pauses and takes that many steps; refused if fewer are left. */
  async step(count: number): Promise<void> {
    await this.worker.ask<'stepped'>((request) => ({ type: 'step', request, count }));
  }
}
