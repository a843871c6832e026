import { DeviceLostError, EngineLimitError, NoAdapterError } from '../engine/open';
import { StoppedError } from '../experiment/run';
import { CheckpointError } from '../experiment/sweep/checkpoint';
import { MapFileError } from '../experiment/sweep/read-map';
import { SpecError } from '../spec/schema';
import { OutputError, ReaderGoneError } from './output/reasons';
import { stopCode } from './signals';

/** What the exit codes mean; people's scripts depend on them. */
export const EXIT = {
  done: 0,
  unexpected: 1,
  badInput: 2,
  noGpu: 3,
  deviceLost: 4,
  checkFailed: 5,
  outputFailed: 6,
  hungUp: 129,
  interrupted: 130,
  readerGone: 141,
  terminated: 143,
} as const;

/** For the help. */
export const EXIT_MEANINGS: readonly [code: number, meaning: string][] = [
  [EXIT.done, 'done'],
  [EXIT.badInput, 'the spec, an input file or the arguments are invalid, or Node is too old'],
  [EXIT.noGpu, '--engine gpu was given, and there is no GPU; or --fused, and nothing fuses'],
  [EXIT.deviceLost, 'the device was lost; the last result before the loss is written'],
  [EXIT.checkFailed, 'a check failed'],
  [EXIT.outputFailed, 'the output could not be written; an existing file is unchanged'],
  [
    EXIT.interrupted,
    'stopped by Ctrl+C (sweep and bench write what they have); SIGTERM: 143, SIGHUP: 129',
  ],
  [EXIT.readerGone, 'the reader of standard output closed the pipe'],
];

/** What was asked for cannot be done as asked; the message is one sentence for the user. */
export class UsageError extends Error {
  override name = 'UsageError';
}

const BAD_INPUT = [SpecError, UsageError, EngineLimitError, CheckpointError, MapFileError];

/**
 * The one sentence, if there is one to say, and the exit code that an error ends the process with.
 */
export function failureOf(error: unknown): { sentence: string | null; code: number } {
  if (error instanceof ReaderGoneError) return { sentence: null, code: EXIT.readerGone };
  if (error instanceof OutputError) return { sentence: error.message, code: EXIT.outputFailed };
  if (BAD_INPUT.some((kind) => error instanceof kind))
    return { sentence: (error as Error).message, code: EXIT.badInput };
  if (error instanceof NoAdapterError) return { sentence: error.message, code: EXIT.noGpu };
  if (error instanceof DeviceLostError) return { sentence: error.message, code: EXIT.deviceLost };
  if (error instanceof StoppedError) return { sentence: error.message, code: stopCode() };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { sentence: `Unexpected error: ${text}`, code: EXIT.unexpected };
}
