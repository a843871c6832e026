import type { Engine } from '../../../engine/engine';
import { timesOfGpu } from '../../../experiment/engine-speeds';
import { openCpuPool } from '../../../host/web/cpu-workers';
import { parseSpec } from '../../../spec/schema';
import { Database } from '../../shared/storage';
import type { Backend } from './backend';

/** How many times a software adapter the CPU engine was, by the adapter's name. */
const database = new Database<number>('saddlescape-engines', 'times');

/**
 * Ensembles that begin from now on take all cores; what runs goes on on its own. Where a worker may
 * start no workers, one core goes on.
 */
export async function takeAllCores(cpu: Backend): Promise<void> {
  try {
    const pool = await openCpuPool();
    const tried = await pool.create(parseSpec({ ensemble: { particles: 1 } }));
    tried.destroy();
    cpu.engine = pool;
  } catch {
    // The engine on the calling thread has the same integers.
  }
}

/** How many times a software adapter the CPU engine is: measured once, and kept. */
export async function timesOfSoftwareGpu(cpu: Engine, gpu: Engine): Promise<number> {
  const { adapter } = gpu.identity;
  const kept = await database.get(adapter).catch(() => undefined);
  if (kept && kept > 0) return kept;
  const times = await timesOfGpu(cpu, gpu);
  // Private windows keep nothing: the next visit measures again.
  await database.set(adapter, times).catch(() => {});
  return times;
}
