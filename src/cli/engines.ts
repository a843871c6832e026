import { createCpuEngine } from '../engine/cpu/cpu-engine';
import { type Engine, NoAdapterError } from '../engine/engine';
import { createGpuEngine } from '../engine/gpu/gpu-engine';
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
 * @throws NoAdapterError when `gpu` is demanded and there is no adapter at all.
 */
export async function openEngine(choice: EngineChoice): Promise<ChosenEngine> {
  if (choice === 'cpu') return { engine: createCpuEngine(), sentence: 'Engine: CPU, as asked.' };
  let gpu: Engine;
  try {
    gpu = await openGpuEngine();
  } catch (error) {
    if (!(error instanceof NoAdapterError) || choice === 'gpu') throw error;
    return { engine: createCpuEngine(), sentence: `Engine: CPU, because ${lowerFirst(error.message)}` };
  }
  const { adapter, fallback } = gpu.identity;
  if (choice === 'auto' && fallback) {
    gpu.destroy();
    return {
      engine: createCpuEngine(),
      sentence: `Engine: CPU, because the only adapter is a software one (${adapter}); --engine gpu takes it all the same.`,
    };
  }
  const warning = fallback ? '; it is a software adapter: correct, and slow' : '';
  return { engine: gpu, sentence: `Engine: GPU, ${adapter}${warning}.` };
}

/** @throws NoAdapterError when Dawn is not installed, does not load or finds no adapter. */
export async function openGpuEngine(): Promise<Engine> {
  const gpu = await openDawn();
  try {
    return await createGpuEngine(gpu);
  } catch (error) {
    if (!(error instanceof NoAdapterError)) throw error;
    throw new NoAdapterError('No GPU adapter was found; run "npx saddlescape doctor" for what to do.');
  }
}

/** WebGPU in Node: Dawn, through the optional npm package `webgpu`. */
export async function openDawn(): Promise<GPU> {
  const dawn = await import('webgpu').catch(() => null);
  if (!dawn)
    throw new NoAdapterError(
      'The optional package webgpu is not installed or does not load on this machine.',
    );
  Object.assign(globalThis, dawn.globals);
  return dawn.create([]);
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
