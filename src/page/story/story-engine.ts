import type { EngineIdentity } from '../../engine/engine';
import { WorkerClient } from '../../host/worker-client';
import { onWorkersRefused, workerHere } from '../../host/worker-here';
import type { FigureMoment } from './moment';
import type { FromStory, ToStory } from './story-protocol';

/** What the engine tells a figure. */
export interface FigureListener {
  moment(run: number, moment: FigureMoment): void;
  /** What it was asked for cannot be run. */
  refused(run: number, sentence: string): void;
  /** The engine is gone, or could not be loaded: pictures stay as they are. */
  ended(sentence: string): void;
}

export interface StoryEngineOptions {
  prefersGpu: boolean;
  /** Starts the program in a worker; throws where the browser starts none. */
  open(): Worker;
  /** Imports the program, where it has to run on this thread. */
  load(): Promise<unknown>;
  /** Told what the figures run on. */
  onEngine(identity: EngineIdentity): void;
  /** Told that the program runs on this thread. */
  onHere(): void;
}

/**
 * The page's end of the one worker that runs all figures; it starts with the first message. Where
 * the browser starts no worker, the program runs on the page's thread.
 */
export class StoryEngine {
  private client: WorkerClient<ToStory, FromStory> | null = null;
  private readonly listeners = new Map<string, FigureListener>();
  /** Until the program answers: another one begins with it. */
  private sent: ToStory[] | null = [];
  private here = !self.Worker;
  private end: string | null = null;

  constructor(private readonly options: StoryEngineOptions) {
    onWorkersRefused(() => this.comeHere());
  }

  listen(figure: string, listener: FigureListener): void {
    this.listeners.set(figure, listener);
    if (this.end !== null) listener.ended(this.end);
  }

  /** A figure has left the page: its run gives its memory back. */
  forget(figure: string): void {
    this.listeners.delete(figure);
    if (this.client) this.send({ type: 'end', figure });
  }

  send(message: ToStory): void {
    if (this.end !== null) return;
    if (!this.client) {
      this.client = this.start();
      this.send({ type: 'start', prefersGpu: this.options.prefersGpu });
    }
    this.sent?.push(message);
    this.client.send(message);
  }

  private start(): WorkerClient<ToStory, FromStory> {
    return new WorkerClient<ToStory, FromStory>(
      this.program(),
      {
        engine: ({ identity }) => {
          this.sent = null;
          this.options.onEngine(identity);
        },
        moment: ({ figure, run, moment }) => this.listeners.get(figure)?.moment(run, moment),
        refused: ({ figure, run, sentence }) => this.listeners.get(figure)?.refused(run, sentence),
      },
      (sentence) => {
        if (!this.comeHere()) this.stop(sentence);
      },
    );
  }

  private program(): Worker {
    try {
      if (!this.here) return this.options.open();
    } catch {
      this.here = true;
    }
    this.options.onHere();
    return workerHere(this.options.load);
  }

  /** The worker does not start: begins again on this thread, with all that was said to it. */
  private comeHere(): boolean {
    const { client, sent } = this;
    if (this.here || !client || !sent) return false;
    client.end();
    this.here = true;
    this.client = this.start();
    for (const message of sent) this.client.send(message);
    return true;
  }

  private stop(sentence: string): void {
    this.end = sentence;
    for (const listener of this.listeners.values()) listener.ended(sentence);
  }
}
