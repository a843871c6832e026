import { type Engine, NoAdapterError } from '../engine/engine';
import { isSoftware } from '../engine/gpu/device';
import { createGpuEngine, type GpuEngineOptions } from '../engine/gpu/gpu-engine';
import { UsageError } from './exit';

export const ENGINE_CHOICES = ['auto', 'gpu', 'cpu'] as const;
export type EngineChoice = (typeof ENGINE_CHOICES)[number];

export function engineChoice(text: string | undefined): EngineChoice {
  const choice = ENGINE_CHOICES.find((name) => name === (text ?? 'auto'));
  if (!choice)
    throw new UsageError(
      `--engine: ${JSON.stringify(text?.slice(0, 60))} is not accepted; give auto, gpu or cpu.`,
    );
  return choice;
}

/** The engine that was asked for, with the sentence that says which it is and why. */
export interface ChosenEngine {
  engine: Engine;
  sentence: string;
}

/**
 * Opens the engine for a run: `auto` takes a real adapter, and the CPU where there is none or only a
 * software one, which is no faster.
 *
 * @param openCpu  Opens the CPU engine.
 * @throws NoAdapterError when `gpu` is demanded and there is no adapter at all.
 */
export async function openEngine(choice: EngineChoice, openCpu: () => Engine): Promise<ChosenEngine> {
  if (choice === 'cpu') return { engine: openCpu(), sentence: 'Engine: CPU, as asked.' };
  if (choice === 'auto') {
    const against = await reasonAgainstGpu();
    if (against) return { engine: openCpu(), sentence: `Engine: CPU, because ${against}` };
  }
  const engine = await openGpuEngine();
  const { adapter, fallback } = engine.identity;
  const warning = fallback ? '; it is a software adapter: correct, and slow' : '';
  return { engine, sentence: `Engine: GPU, ${adapter}${warning}.` };
}

/** Looks at the adapter without opening a device. */
async function reasonAgainstGpu(): Promise<string | null> {
  try {
    const adapter = await (await openDawn()).requestAdapter();
    if (!adapter) return NO_ADAPTER.charAt(0).toLowerCase() + NO_ADAPTER.slice(1);
    if (!isSoftware(adapter)) return null;
    const { description, device, vendor } = adapter.info;
    return `the only adapter is a software one (${description || device || vendor}); --engine gpu takes it all the same.`;
  } catch (error) {
    if (!(error instanceof NoAdapterError)) throw error;
    return error.message.charAt(0).toLowerCase() + error.message.slice(1);
  }
}

const NO_ADAPTER = 'No GPU adapter was found; run "npx saddlescape doctor" for what to do.';

/** @throws NoAdapterError when Dawn is not installed, does not load or finds no adapter. */
export async function openGpuEngine(options: GpuEngineOptions = {}): Promise<Engine> {
  const gpu = await openDawn();
  try {
    return await createGpuEngine(gpu, options);
  } catch (error) {
    if (!(error instanceof NoAdapterError)) throw error;
    throw new NoAdapterError(NO_ADAPTER);
  }
}

/**
 * Instances of Dawn, kept for the life of the process: none must be garbage-collected while its threads run. A process
 * that had opened a software device and dropped it was once seen to abort ("The futex facility returned an
 * unexpected error code").
 */
const instances: GPU[] = [];

/** WebGPU in Node: Dawn, through the optional npm package `webgpu`. */
export async function openDawn(): Promise<GPU> {
  const dawn = await import('webgpu').catch(() => null);
  if (!dawn)
    throw new NoAdapterError(
      'The optional package webgpu is not installed or does not load on this machine.',
    );
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([]);
  instances.push(gpu);
  return gpu;
}
