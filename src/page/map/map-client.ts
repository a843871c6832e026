import type { EngineChoice } from '../../experiment/engine-choice';
import { ProgramClient } from '../../host/program-client';
import type { Listeners } from '../../host/worker-client';
import type { Sweep } from '../../spec/sweep';
import { startingWith } from '../shared/boot';
import type { FromMapWorker, ToMapWorker } from './map-protocol';

/**
 * The page's end of the program that makes maps. What it says of a map is void as soon as another
 * one is asked for: it may be on the way when a reader has gone on.
 */
export class MapClient extends ProgramClient<ToMapWorker, FromMapWorker> {
  /** Numbers the maps that were asked for. */
  private asked = 0;

  /** @param onHere  Told that it runs on this thread. */
  constructor(
    listeners: Listeners<FromMapWorker>,
    onFault: (sentence: string, report: string) => void,
    onHere: () => void,
  ) {
    super(
      {
        open: () => new Worker(new URL('./map-worker.ts', import.meta.url), { type: 'module' }),
        load: async () => (await import('./map-here')).importMapWorker(),
        onHere,
      },
      startingWith('opened', listeners),
      onFault,
    );
  }

  /** Shows another map; it begins by itself, unless it is a long one. */
  open(sweep: Sweep, engine: EngineChoice): void {
    this.send({ type: 'open', map: ++this.asked, sweep, engine, begin: true });
  }

  /** Shows a map of a file, unless another one is asked for before it is read. */
  load(name: string, bytes: Uint8Array): void {
    this.send({ type: 'load', map: this.asked, name, bytes });
  }

  protected override hear(message: FromMapWorker): void {
    if (!('map' in message) || message.map === this.asked) super.hear(message);
  }
}
