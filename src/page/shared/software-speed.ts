import type { UsualKernels } from '../../engine/cpu/kernels';
import type { Engine } from '../../engine/engine';
import { timesOfGpu } from '../../experiment/engine-speeds';
import { Database } from '../../host/web/database';

/** How many times a software adapter the CPU engine was, by the adapter's name and the kernels. */
const database = new Database<number>('saddlescape-engines', 'times');

/**
 * How many times a software adapter the CPU engine is with these kernels: measured once, and kept.
 */
export async function timesOfSoftwareGpu(
  cpu: Engine,
  gpu: Engine,
  kernels: UsualKernels = 'fastest',
): Promise<number> {
  const key = `${gpu.identity.adapter}, ${kernels}`;
  const kept = await database.get(key).catch(() => undefined);
  if (kept && kept > 0) return kept;
  const times = await timesOfGpu(cpu, gpu, kernels);
  // Private windows keep nothing: the next visit measures again.
  await database.set(key, times).catch(() => {});
  return times;
}
