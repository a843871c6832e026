import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { UsualKernels } from '../../engine/cpu/kernels';
import type { Tuning } from '../../engine/engine';
import { readTuning } from '../../engine/open';
import { VERSION } from '../../version';

/**
 * What was measured of the adapters of this machine, in the user's folder for what can be made
 * again: a file for each version and number of processors.
 */
function fileOf(): string {
  const folder = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const name = `adapters-${VERSION}-${availableParallelism()}.json`;
  return join(folder, 'saddlescape', name);
}

function read(): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(readFileSync(fileOf(), 'utf8'));
    return typeof found === 'object' && found !== null ? { ...found } : {};
  } catch {
    // There is none yet, or it is damaged: it is measured again.
    return {};
  }
}

/** How many times an adapter the CPU engine is with these kernels; null where nobody measured it. */
export function keptTimes(adapter: string, kernels: UsualKernels): number | null {
  const times = read()[`${adapter}, ${kernels}`];
  return typeof times === 'number' && times > 0 ? times : null;
}

export function keepTimes(adapter: string, kernels: UsualKernels, times: number): void {
  keep(`${adapter}, ${kernels}`, times);
}

/** How the benchmark found that an adapter likes work laid out; null where nobody asked it. */
export function keptLayout(adapter: string): Tuning | null {
  return readTuning(read()[`${adapter}, layout`]);
}

export function keepLayout(adapter: string, tuning: Tuning): void {
  keep(`${adapter}, layout`, tuning);
}

function keep(name: string, value: unknown): void {
  try {
    mkdirSync(dirname(fileOf()), { recursive: true });
    writeFileSync(fileOf(), `${JSON.stringify({ ...read(), [name]: value })}\n`);
  } catch {
    // Where nothing can be kept, it is measured again.
  }
}
