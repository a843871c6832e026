import { BLOCK_STEPS } from './constants';

/**
 * So many steps, or fewer, that make whole blocks of noise; one block at least. A part of a block
 * costs as much as all of it.
 */
export function wholeBlocks(steps: number): number {
  return BLOCK_STEPS * Math.max(1, Math.floor(steps / BLOCK_STEPS));
}
