import type { EngineIdentity } from '../../engine/engine';
import { type PageProgram, ProgramClient } from '../../host/program-client';
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

export interface StoryEngineOptions extends PageProgram {
  prefersGpu: boolean;
  /** Told what the figures run on. */
  onEngine(identity: EngineIdentity): void;
}

/** The page's end of the one program that runs all figures; it starts with the first message. */
export class StoryEngine {
  private client: ProgramClient<ToStory, FromStory> | null = null;
  private readonly listeners = new Map<string, FigureListener>();
  private end: string | null = null;

  constructor(private readonly options: StoryEngineOptions) {}

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
      this.client.send({ type: 'start', prefersGpu: this.options.prefersGpu });
    }
    this.client.send(message);
  }

  private start(): ProgramClient<ToStory, FromStory> {
    return new ProgramClient<ToStory, FromStory>(
      this.options,
      {
        engine: ({ identity }) => this.options.onEngine(identity),
        moment: ({ figure, run, moment }) => this.listeners.get(figure)?.moment(run, moment),
        refused: ({ figure, run, sentence }) => this.listeners.get(figure)?.refused(run, sentence),
      },
      (sentence) => this.stop(sentence),
    );
  }

  private stop(sentence: string): void {
    this.end = sentence;
    for (const listener of this.listeners.values()) listener.ended(sentence);
  }
}
