import { DeviceLostError, EngineLimitError, NoAdapterError } from '../engine/engine';
import { StoppedError } from '../experiment/run';
import { CheckpointError } from '../experiment/sweep/checkpoint';
import { MapFileError } from '../experiment/sweep/read-map';
import { SpecError } from '../spec/schema';

/** What the exit codes mean; people's scripts depend on them. */
export const EXIT = {
  done: 0,
  unexpected: 1,
  badInput: 2,
  noGpu: 3,
  deviceLost: 4,
  checkFailed: 5,
  interrupted: 130,
} as const;

/** What was asked for cannot be done as asked; the message is one sentence for the user. */
export class UsageError extends Error {
  override name = 'UsageError';
}

const BAD_INPUT = [SpecError, UsageError, EngineLimitError, CheckpointError, MapFileError];

/** The one sentence and the exit code that an error ends the process with. */
export function failureOf(error: unknown): { sentence: string; code: number } {
  if (BAD_INPUT.some((kind) => error instanceof kind))
    return { sentence: (error as Error).message, code: EXIT.badInput };
  if (error instanceof NoAdapterError) return { sentence: error.message, code: EXIT.noGpu };
  if (error instanceof DeviceLostError) return { sentence: error.message, code: EXIT.deviceLost };
  if (error instanceof StoppedError) return { sentence: error.message, code: EXIT.interrupted };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { sentence: `Something went wrong that should not have: ${text}`, code: EXIT.unexpected };
}
