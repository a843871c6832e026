import type { Ensemble } from '../../../engine/engine';
import { type History, Recorder } from '../../../experiment/run';

// Loaded with the first spec that records something.

const recorders = new WeakMap<Ensemble, Recorder>();

/** What is on the screen; its run may go on past the last step of its spec. */
interface Shown {
  ensemble: Ensemble;
  steps: number;
}

/** Moves an ensemble to a step, and records it at those on the way that its spec asks for. */
export async function advanceRecording(
  shown: Shown,
  ensemble: Ensemble,
  target: number,
): Promise<void> {
  const recorder = recorderOf(shown, ensemble);
  await recorder?.look(ensemble);
  while (ensemble.step < target) {
    await ensemble.advance(Math.min(target, recorder?.next ?? target));
    await recorder?.look(ensemble);
  }
}

/** What was recorded of an ensemble, its current step included. */
export async function historyOf(shown: Shown, ensemble: Ensemble): Promise<History | undefined> {
  const recorder = recorderOf(shown, ensemble);
  await recorder?.look(ensemble);
  return recorder?.history;
}

function recorderOf(shown: Shown, ensemble: Ensemble): Recorder | null {
  const recorder = recorders.get(ensemble) ?? Recorder.of(ensemble.spec);
  if (recorder) recorders.set(ensemble, recorder);
  recorder?.until(ensemble === shown.ensemble ? shown.steps : ensemble.spec.time.steps);
  return recorder;
}
