import type { Engine } from '../engine/engine';
import { fastestKernels } from '../engine/open';
import { ENGINE_CHOICES, type EngineChoice } from '../experiment/engine-choice';
import { openCpuPool } from '../host/node/cpu-workers';
import { openEngine } from '../host/node/engines';
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

/** Opens the engine that a run is counted on, and says which it is. */
export async function engineFor(choice: EngineChoice, spec: Spec): Promise<Engine> {
  const kernels = await fastestKernels([spec]);
  const { engine, sentence } = await openEngine(choice, () => openCpuPool(), kernels);
  say(`${sentence}\n`);
  return engine;
}
