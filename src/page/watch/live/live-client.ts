import type { RunResult } from '../../../experiment/run';
import { ProgramClient } from '../../../host/program-client';
import type { Listeners } from '../../../host/worker-client';
import { startingWith } from '../../shared/boot';
import type { FromWorker, ToWorker } from './live-protocol';

/**
 * The page's end of the program that runs the engines. Where no worker draws, it is on the page's
 * own thread, too.
 */
export class LiveClient extends ProgramClient<ToWorker, FromWorker> {
  private readonly draws = Boolean(self.Worker && self.OffscreenCanvas);
  private canvases: HTMLCanvasElement[] = [];

  /** @param onHere  Told that the engines run on this thread. */
  constructor(listeners: Listeners<FromWorker>, onHere: () => void) {
    super(
      {
        open: () => new Worker(new URL('./live-worker.ts', import.meta.url), { type: 'module' }),
        load: async () => (await import('./live-here')).importLiveWorker(),
        onHere,
      },
      startingWith('engine', listeners),
      (sentence, report) => listeners.trouble?.({ type: 'trouble', sentence, report }),
      !self.Worker || !self.OffscreenCanvas,
    );
  }

  /** The worker took the canvases along. */
  protected override again(message: ToWorker): ToWorker {
    if (message.type !== 'start') return message;
    const [cpu, gpu] = this.canvases.map((canvas) => {
      const next = canvas.cloneNode() as HTMLCanvasElement;
      canvas.replaceWith(next);
      return asOffscreen(next);
    });
    return { ...message, canvases: { cpu, gpu } };
  }

  /** Begins to run. */
  start(
    message: Omit<Extract<ToWorker, { type: 'start' }>, 'canvases'>,
    canvases: readonly [cpu: HTMLCanvasElement, gpu: HTMLCanvasElement],
  ): void {
    this.canvases = [...canvases];
    const [cpu, gpu] = canvases.map((canvas) =>
      this.draws ? canvas.transferControlToOffscreen() : asOffscreen(canvas),
    );
    this.send({ ...message, canvases: { cpu, gpu } }, this.draws ? [cpu, gpu] : []);
  }

  /**
   * The result document at the current step, or at the last step of the run when it is to be
   * finished first.
   */
  async result(finish: boolean): Promise<RunResult> {
    const answer = await this.ask<'result'>((request) => ({
      type: 'result',
      request,
      finish,
    }));
    return answer.result;
  }

  /** Pauses and takes that many steps; refused if fewer are left. */
  async step(count: number): Promise<void> {
    await this.ask<'stepped'>((request) => ({ type: 'step', request, count }));
  }
}

/** On this thread both kinds are drawn on alike. */
function asOffscreen(canvas: HTMLCanvasElement): OffscreenCanvas {
  return canvas as HTMLCanvasElement & OffscreenCanvas;
}
