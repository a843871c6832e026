import { openCpuPool } from '../../../host/web/cpu-workers';
import { parseSpec } from '../../../spec/schema';
import type { Backend } from './backend';

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
