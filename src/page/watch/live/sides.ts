import { type EscapeExit, escapeExitsOf } from '../../../experiment/escape-exits';
import type { LiveState } from './live-state';

// Loaded when a run stands for the first time.

/** The longest that particles are moved again for it. */
const STANDING_SECONDS = 0.3;

/** By which sides the particles on the screen left, some of them; null where that is not known. */
export async function standingSides(live: LiveState): Promise<EscapeExit[] | null> {
  const { ensemble } = live;
  const late = () => live.running() || live.wanted !== null || live.requests.length > 0;
  const exits = await exitsOf(live, STANDING_SECONDS, late);
  return exits && escapeExitsOf(ensemble.spec, exits, await ensemble.readEscapeSteps(exits.length));
}

/**
 * Where the particles on the screen left: as the engine kept it, or in a run of its own.
 * @param seconds  Null where that takes longer.
 * @param late  Asked again and again whether nobody waits for it any more.
 * @param onProgress  Told the share of the way while particles are moved again.
 */
export async function exitsOf(
  live: LiveState,
  seconds: number,
  late: () => boolean,
  onProgress?: (share: number) => void,
): Promise<Uint32Array | null> {
  const { ensemble } = live;
  return (
    (await ensemble.readExits(ensemble.spec.ensemble.particles)) ??
    (await import('./exits-again')).exitsAgain(live, seconds, late, onProgress)
  );
}
