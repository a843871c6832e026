import type { RunResult } from '../../../experiment/run';
import type { Listeners, WorkerClient } from '../../../host/worker-client';
import { onWorkersRefused, workerHere } from '../../../host/worker-here';
import { connect } from '../../shared/boot';
import type { FromWorker, ToWorker } from './live-protocol';

/**
 * The page's end of the worker that runs the engines. Where there are no workers, none that draws,
 * or a policy refuses them, the engines run on the page's own thread.
 */
export class LiveClient {
  private worker: WorkerClient<ToWorker, FromWorker>;
  private here = !self.Worker || !self.OffscreenCanvas;
  private canvases: HTMLCanvasElement[] = [];
  /** Until the worker answers: another one begins with it. */
  private sent: ToWorker[] | null = [];

  /** @param onHere  Told that the engines run on this thread. */
  constructor(
    private readonly listeners: Listeners<FromWorker>,
    private readonly onHere: () => void,
  ) {
    const { engine } = listeners;
    listeners.engine = (message) => {
      this.sent = null;
      engine?.(message);
    };
    onWorkersRefused(() => {
      if (this.sent && !this.here) this.comeHere();
    });
    this.worker = this.open();
    if (this.here) onHere();
  }

  private open(): WorkerClient<ToWorker, FromWorker> {
    return connect(
      this.here
        ? workerHere(async () => (await import('./live-here')).importLiveWorker())
        : new Worker(new URL('./live-worker.ts', import.meta.url), { type: 'module' }),
      this.listeners,
      'engine',
      (sentence, report) => this.listeners.trouble?.({ type: 'trouble', sentence, report }),
    );
  }

  /** A policy has refused the worker, which took the canvases along. */
  private comeHere(): void {
    this.worker.end();
    this.here = true;
    this.onHere();
    this.worker = this.open();
    const [cpu, gpu] = this.canvases.map((canvas) => {
      const next = canvas.cloneNode() as HTMLCanvasElement;
      canvas.replaceWith(next);
      return asOffscreen(next);
    });
    for (const message of this.sent ?? [])
      this.worker.send(message.type === 'start' ? { ...message, canvases: { cpu, gpu } } : message);
  }

  /** Begins to run. */
  start(
    message: Omit<Extract<ToWorker, { type: 'start' }>, 'canvases'>,
    canvases: readonly [cpu: HTMLCanvasElement, gpu: HTMLCanvasElement],
  ): void {
    this.canvases = [...canvases];
    const [cpu, gpu] = canvases.map((canvas) =>
      this.here ? asOffscreen(canvas) : canvas.transferControlToOffscreen(),
    );
    this.send({ ...message, canvases: { cpu, gpu } }, this.here ? [] : [cpu, gpu]);
  }

  send(message: ToWorker, transfer: Transferable[] = []): void {
    this.sent?.push(message);
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

/** On this thread both kinds are drawn on alike. */
function asOffscreen(canvas: HTMLCanvasElement): OffscreenCanvas {
  return canvas as HTMLCanvasElement & OffscreenCanvas;
}
