import { createStore, get, set } from 'idb-keyval';
import type { Tuning } from '../engine/engine';
import type { GpuEngine } from '../engine/gpu/gpu-engine';

/** What the benchmark found of each adapter, by its name, in the browser's database. */
const store = () => createStore('saddlescape-tuning', 'adapters');

/** null where nothing is known, and where the browser keeps nothing. */
export async function keptTuning(adapter: string): Promise<Tuning | null> {
  try {
    return (await get<Tuning>(adapter, store())) ?? null;
  } catch {
    return null;
  }
}

/** An engine with the layout that its adapter likes best, as far as it is known. */
export async function tuned(engine: GpuEngine): Promise<GpuEngine> {
  engine.tuning = (await keptTuning(engine.identity.adapter)) ?? engine.tuning;
  return engine;
}

export async function keepTuning(adapter: string, tuning: Tuning): Promise<void> {
  // Private windows keep nothing: the next benchmark probes again.
  await set(adapter, tuning, store()).catch(() => {});
}
