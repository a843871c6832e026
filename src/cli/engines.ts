import { ENGINE_CHOICES, type EngineChoice } from '../experiment/engine-choice';
import { UsageError } from './exit';

export function engineChoice(text: string | undefined): EngineChoice {
  const choice = ENGINE_CHOICES.find((name) => name === (text ?? 'auto'));
  if (!choice)
    throw new UsageError(
      `--engine: ${JSON.stringify(text?.slice(0, 60))} is not accepted; give auto, gpu or cpu.`,
    );
  return choice;
}
