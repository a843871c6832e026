import type { Tuning } from '../../engine/engine';
import { Database } from '../../host/web/database';

/** What the benchmark found of each adapter, by its name, in the browser's database. */
const database = new Database<Tuning>('saddlescape-tuning', 'adapters');

/** null where nothing is known, and where the browser keeps nothing. */
export async function keptTuning(adapter: string): Promise<Tuning | null> {
  try {
    const kept = await database.get(adapter);
    // One that was kept before shifts and lanes had a choice is probed again.
    return kept?.shift && kept.lanes ? kept : null;
  } catch {
    return null;
  }
}

export async function keepTuning(adapter: string, tuning: Tuning): Promise<void> {
  // Private windows keep nothing: the next benchmark probes again.
  await database.set(adapter, tuning).catch(() => {});
}
