import type { UsualKernels } from '../../engine/cpu/kernels';
import type { Engine } from '../../engine/engine';
import type { GpuEngine } from '../../engine/gpu/gpu-engine';
import { NoAdapterError, openGpuEngine as openProduct, openRoofline } from '../../engine/open';
import type { EngineChoice } from '../../experiment/engine-choice';
import { findAdapter, NO_ADAPTER } from './adapter-probe';
import { openDawn } from './dawn';
import { keptLayout } from './kept-measurements';
import { softwareGpuSpeed } from './speed-probe';

/** The engine that was asked for, with the sentence that says which it is and why. */
export interface ChosenEngine {
  engine: Engine;
  sentence: string;
}

/**
 * Opens the engine for a run: `auto` takes a real adapter, the CPU where there is none, and of a
 * software adapter and the CPU the one that was faster when it was first looked at.
 *
 * @param openCpu  Opens the CPU engine.
 * @param kernels  Those that it takes for what is asked.
 * @throws NoAdapterError when `gpu` is demanded and there is no adapter at all.
 */
export async function openEngine(
  choice: EngineChoice,
  openCpu: () => Engine,
  kernels: UsualKernels,
): Promise<ChosenEngine> {
  if (choice === 'cpu') return { engine: openCpu(), sentence: 'Engine: CPU, as requested.' };
  if (choice === 'auto') {
    const against = await reasonAgainstGpu(kernels);
    if (against) return { engine: openCpu(), sentence: `Engine: CPU, because ${against}` };
  }
  const engine = await openDawnEngine();
  const { adapter, fallback } = engine.identity;
  const warning = fallback ? '; it is a software adapter: correct but slow' : '';
  return { engine, sentence: `Engine: GPU, ${adapter}${warning}.` };
}

/** Why `auto` does not take the GPU. */
async function reasonAgainstGpu(kernels: UsualKernels): Promise<string | null> {
  const adapter = await findAdapter();
  if (!adapter.found) return adapter.reason.charAt(0).toLowerCase() + adapter.reason.slice(1);
  if (!adapter.software) return null;
  const { cpuIsFaster, sentence } = await softwareGpuSpeed(adapter.name, kernels);
  if (!cpuIsFaster) return null;
  const why = `the only adapter is a software one (${adapter.name})`;
  return `${why}${sentence && `. ${sentence}`}; --engine gpu uses it anyway.`;
}

/**
 * Looks in a process of its own first: where there is no adapter, only our own sentence is said. Work
 * is laid out as the benchmark found that the adapter likes it.
 *
 * @param kernels  The product's own, or the benchmark's bare generator and normals.
 * @throws NoAdapterError when Dawn is not installed, does not load or finds no adapter.
 */
export async function openDawnEngine(
  kernels: 'product' | 'roofline' = 'product',
): Promise<GpuEngine> {
  const adapter = await findAdapter();
  if (!adapter.found) throw new NoAdapterError(adapter.reason);
  const gpu = await openDawn();
  try {
    const engine = await (kernels === 'product' ? openProduct : openRoofline)(gpu);
    engine.tuning = keptLayout(engine.identity.adapter) ?? engine.tuning;
    return engine;
  } catch (error) {
    if (!(error instanceof NoAdapterError)) throw error;
    throw new NoAdapterError(NO_ADAPTER);
  }
}
