import type { Ensemble } from '../../../engine/engine';
import { EngineLimitError } from '../../../engine/open';
import type { LiveState } from './live-state';
import { CATCH_UP_CHUNK_MILLISECONDS } from './pace';

// Loaded with the first ensemble that does not keep where particles leave.

/** What was seen of each, as of a step. */
const found = new WeakMap<Ensemble, { step: number; exits: Uint32Array }>();

/**
 * Where the particles on the screen left. The GPU does not keep it while it draws, which would cost
 * it up to 5 %: the same run is taken there again, and has the same integers.
 * @param seconds  Null where that takes longer.
 * @param late  Asked again and again whether nobody waits for it any more.
 */
export async function exitsAgain(
  { backend, ensemble }: LiveState,
  seconds: number,
  late: () => boolean,
  onProgress: (share: number) => void = () => {},
): Promise<Uint32Array | null> {
  const { spec, step } = ensemble;
  const { particles } = spec.ensemble;
  const last = found.get(ensemble);
  if (last?.step === step) return last.exits;
  const { pace, engine } = backend;
  if (particles * step > seconds * pace.capability) return null;
  let again: Ensemble | null = null;
  try {
    again = await engine.create(spec, { submitMilliseconds: 8, exits: true });
    while (again.step < step) {
      if (late()) return null;
      await again.advance(
        Math.min(step, again.step + pace.stepsWithin(CATCH_UP_CHUNK_MILLISECONDS)),
      );
      if (again.step < step) onProgress(again.step / step);
    }
    const exits = await again.readExits(particles);
    if (exits) found.set(ensemble, { step, exits });
    return exits;
  } catch (error) {
    // The device has no room for both.
    if (error instanceof EngineLimitError) return null;
    throw error;
  } finally {
    again?.destroy();
  }
}
