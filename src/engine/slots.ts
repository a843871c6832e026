import { SLOT_BEYOND, SLOT_ESCAPED, SLOT_FROZEN, SLOT_NON_FINITE, SLOT_ZERO } from './constants';
import type { Counts } from './engine';

/**
 * Names the slots that histogram kernels fill.
 *
 * @param slots  Shape: u32[bins + 7].
 * @param particles  How many were counted.
 */
export function countsFromSlots(
  slots: Uint32Array,
  bins: number,
  step: number,
  particles: number,
): Counts {
  return {
    step,
    particles,
    counts: slots.slice(1, bins + 1),
    below: slots[0],
    above: slots[bins + 1],
    nonFinite: slots[bins + SLOT_NON_FINITE],
    escaped: slots[bins + SLOT_ESCAPED],
    zero: slots[bins + SLOT_ZERO],
    frozen: slots[bins + SLOT_FROZEN],
    beyond: slots[bins + SLOT_BEYOND],
  };
}
