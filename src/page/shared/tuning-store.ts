import type { Tuning } from '../../engine/engine';
import { readTuning } from '../../engine/open';
import { Database } from '../../host/web/database';

/** What the benchmark found of each adapter, by its name, in the browser's database. */
const database = new Database<Tuning>('saddlescape-tuning', 'adapters');

/** null where nothing is known, and where the browser keeps nothing. */
export async function keptTuning(adapter: string): Promise<Tuning | null> {
  try {
    // One that was kept before shifts and lanes had a choice is probed again.
    return readTuning(await database.get(adapter));
  } catch {
    return null;
  }
}

export async function keepTuning(adapter: string, tuning: Tuning): Promise<void> {
  // Private windows keep nothing: the next benchmark probes again.
  await database.set(adapter, tuning).catch(() => {});
}
