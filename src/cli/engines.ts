import type { Engine } from '../engine/engine';
import { fastestKernels } from '../engine/open';
import { ENGINE_CHOICES, type EngineChoice } from '../experiment/engine-choice';
import { openCpuPool } from '../host/node/cpu-workers';
import { openEngine } from '../host/node/engines';
import { openFusedPool } from '../host/node/fused';
import type { Spec } from '../spec/spec';
import { UsageError } from './exit';
import { say } from './output/streams';

export function engineChoice(text: string | undefined): EngineChoice {
  const choice = ENGINE_CHOICES.find((name) => name === (text ?? 'auto'));
  if (!choice)
    throw new UsageError(
      `--engine: ${JSON.stringify(text?.slice(0, 60))} is not accepted; give auto, gpu or cpu.`,
    );
  return choice;
}

/** What --engine and --fused ask for. */
export interface AskedEngine {
  choice: EngineChoice;
  fused: boolean;
}

/** @throws UsageError for what is no engine, and for --fused on a GPU. */
export function askedEngine(values: { engine?: string; fused?: boolean }): AskedEngine {
  const choice = engineChoice(values.engine);
  const fused = values.fused === true;
  if (fused && choice === 'gpu')
    throw new UsageError('--fused is for the CPU engine; leave it out, or give --engine cpu.');
  return { choice: fused ? 'cpu' : choice, fused };
}

/**
 * Opens the engine that specs are counted on, and says which it is.
 * @param threads  Of the CPU engine; left out, as many as there are processors.
 */
export async function engineFor(
  { choice, fused }: AskedEngine,
  specs: readonly Spec[],
  threads?: number,
): Promise<Engine> {
  if (fused) {
    const engine = await openFusedPool(threads);
    say('Engine: CPU with fused kernels, as requested.\n');
    return engine;
  }
  const kernels = await fastestKernels(specs);
  const { engine, sentence } = await openEngine(choice, () => openCpuPool(threads), kernels);
  say(`${sentence}\n`);
  return engine;
}
