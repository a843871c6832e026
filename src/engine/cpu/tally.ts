import { NEVER } from '../constants';
import type { EscapeTally } from '../engine';

/**
 * Counts first passages of a batch on every side. Mirrors shaders/tally.wgsl.
 *
 * @param passages  Step of first passage or NEVER. Shape: u32[side][replicas].
 */
export function tally(passages: readonly Uint32Array[]): EscapeTally {
  const escaped = passages.map(() => 0);
  const together = passages.map(() => 0);
  for (const [side, steps] of passages.entries())
    for (let replica = 0; replica < steps.length; replica++) {
      if (steps[replica] === NEVER) continue;
      escaped[side]++;
      if (passages[0][replica] !== NEVER) together[side]++;
    }
  return { escaped, together };
}
