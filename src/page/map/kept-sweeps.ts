import type { EngineIdentity } from '../../engine/engine';
import { canonicalJson } from '../../experiment/canonical';
import { CheckpointError, checkpointOf, resumeFrom } from '../../experiment/sweep/checkpoint';
import { SweepRun } from '../../experiment/sweep/sweep-run';
import { SpecError } from '../../spec/schema';
import type { Sweep } from '../../spec/sweep';
import type { FromMapWorker } from './map-protocol';
import { SweepStore } from './store';

/** Maps as far as they are counted, found in the store by their sweep and the engine of it. */
export class KeptSweeps {
  private readonly store: SweepStore;

  /** @param onTrouble  Told once when the browser keeps nothing. */
  constructor(onTrouble: (sentence: string) => void) {
    this.store = new SweepStore(onTrouble);
  }

  /** The map as far as this engine counted it; from the beginning where it did not. */
  async resume(sweep: Sweep, engine: EngineIdentity): Promise<SweepRun> {
    const fresh = new SweepRun(sweep, engine);
    const kept = await this.store.get(keyOf(fresh));
    try {
      return kept ? resumeFrom(kept.checkpoint, { sweep, engine }) : fresh;
    } catch (error) {
      // Damaged, or of an adapter with the same name: it is counted again.
      if (error instanceof CheckpointError || error instanceof SpecError) return fresh;
      throw error;
    }
  }

  /** Which engine of a kind counted this map; null where none did. */
  async countedOn(kind: 'gpu' | 'cpu', sweep: Sweep): Promise<EngineIdentity | null> {
    const wanted = canonicalJson(sweep);
    const found = (await this.store.all()).find(
      ({ checkpoint }) =>
        checkpoint.engine?.kind === kind && canonicalJson(checkpoint.sweep) === wanted,
    );
    return found?.checkpoint.engine ?? null;
  }

  async commit(run: SweepRun): Promise<void> {
    await this.store.write(keyOf(run), checkpointOf(run));
  }

  async remove(run: SweepRun): Promise<void> {
    await this.store.remove(keyOf(run));
  }

  /** The latest sweep that an earlier visit did not finish; null where there is none. */
  async unfinished(): Promise<Extract<FromMapWorker, { type: 'stored' }> | null> {
    await this.store.prune();
    for (const { checkpoint } of await this.store.all()) {
      if (checkpoint.finished) continue;
      try {
        const run = resumeFrom(checkpoint);
        const share = 1 - run.workLeft / Math.max(1, run.work);
        return { type: 'stored', sweep: run.sweep, engine: checkpoint.engine.kind, share };
      } catch {
        // Of another version: nobody can go on with it.
      }
    }
    return null;
  }
}

/** Other engines count other integers. */
function keyOf({ sweep, engine: { kind, adapter, version } }: SweepRun): string {
  return canonicalJson({ sweep, engine: { kind, adapter, version } });
}
