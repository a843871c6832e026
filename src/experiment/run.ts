import type { Engine, Ensemble, EnsembleOptions } from '../engine/engine';
import { DeviceLostError, wholeBlocks } from '../engine/open';
import type { Spec } from '../spec/spec';
import { Recorder } from './history';
import { type RunResult, resultOf } from './result';

export { type History, Recorder } from './history';
export { type RunResult, resultOf, type Timing } from './result';

export interface RunOptions {
  /** Told after every stretch of steps. */
  onProgress?: (progress: Progress) => void;
  /** Stops the run after the current stretch; `runSpec` then rejects with a StoppedError. */
  signal?: AbortSignal;
  ensemble?: EnsembleOptions;
  /** Given the ensemble at its last step, before it is gone. */
  onEnd?: (ensemble: Ensemble) => Promise<void>;
}

/** How far a run is. */
export interface Progress {
  /** Steps done. */
  step: number;
  /** Steps in all. */
  steps: number;
  /** Particle-steps done so far and in all. */
  done: number;
  /** Particle-steps in all. */
  total: number;
  /** Seconds since the first step. */
  seconds: number;
  /** done / seconds. */
  particleStepsPerSecond: number;
}

/** The run was told to stop. */
export class StoppedError extends Error {
  override name = 'StoppedError';
  constructor(
    readonly step: number,
    readonly steps: number,
  ) {
    super(`The run was stopped at step ${step} of ${steps}.`);
  }
}

/** The device was lost and could not be had again; `partial` is what was last counted before. */
export class LostRunError extends Error {
  override name = 'LostRunError';
  constructor(
    override readonly cause: DeviceLostError,
    readonly partial: RunResult,
  ) {
    super(cause.message);
  }
}

/**
 * Time one stretch of steps is tuned to: often enough to report and to be stopped, seldom enough to
 * cost nothing. A stretch is one block of noise at least, however long that takes: a part of a
 * block costs as much as all of it, so that shorter stretches would make a slow device slower and
 * be made shorter still.
 */
const STRETCH_SECONDS = 0.2;
const FIRST_STRETCH_PARTICLE_STEPS = 2 ** 22;
const SECONDS_BETWEEN_CHECKPOINTS = 5;

/**
 * Simulates a spec from its start to its last step and reads the result.
 *
 * How the run is cut into stretches changes no integer of the result.
 *
 * @throws StoppedError when the signal says so; LostRunError when the device is gone for good.
 */
export async function runSpec(
  engine: Engine,
  spec: Spec,
  options: RunOptions = {},
): Promise<RunResult> {
  const { signal, onProgress, onEnd } = options;
  const { particles } = spec.ensemble;
  const { steps } = spec.time;
  const ensemble = await engine.create(spec, {
    submitMilliseconds: 50,
    exits: true,
    ...options.ensemble,
  });
  try {
    const recorder = Recorder.of(spec);
    const result = (seconds: number) =>
      resultOf(ensemble, engine.identity, { seconds }, recorder?.history);
    await recorder?.look(ensemble);
    let checkpoint = await result(0);
    let lastCheckpoint = 0;
    let seconds = 0;
    let stretch = wholeBlocks(FIRST_STRETCH_PARTICLE_STEPS / particles);
    const checkpointIfDue = async () => {
      if (seconds - lastCheckpoint < SECONDS_BETWEEN_CHECKPOINTS) return;
      lastCheckpoint = seconds;
      checkpoint = await result(seconds);
    };
    try {
      while (ensemble.step < steps) {
        if (signal?.aborted) throw new StoppedError(ensemble.step, steps);
        const started = performance.now();
        await ensemble.advance(Math.min(steps, ensemble.step + stretch, recorder?.next ?? steps));
        const took = (performance.now() - started) / 1000;
        seconds += took;
        stretch = nextStretch(stretch, took);
        await recorder?.look(ensemble);
        onProgress?.(progressOf(ensemble.step, steps, particles, seconds));
        await checkpointIfDue();
        await yieldToEvents();
      }
      const found = await result(seconds);
      await onEnd?.(ensemble);
      return found;
    } catch (error) {
      if (error instanceof DeviceLostError)
        throw new LostRunError(error, { ...checkpoint, partial: true });
      throw error;
    }
  } finally {
    ensemble.destroy();
  }
}

function nextStretch(stretch: number, seconds: number): number {
  const factor = Math.min(4, Math.max(0.25, STRETCH_SECONDS / Math.max(seconds, 1e-6)));
  return wholeBlocks(stretch * factor);
}

function progressOf(step: number, steps: number, particles: number, seconds: number): Progress {
  const done = step * particles;
  return {
    step,
    steps,
    done,
    total: steps * particles,
    seconds,
    particleStepsPerSecond: done / Math.max(seconds, 1e-9),
  };
}

/** The CPU engine works on this very thread: let timers and signals in between two stretches. */
function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
