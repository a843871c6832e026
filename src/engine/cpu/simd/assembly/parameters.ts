// The parameters of a run, in the words that layout.ts numbers.

import { PARAMETER_WORDS } from './layout';

/** The parameters, in the words that layout.ts numbers. */
export const PARAMETERS: usize = memory.data(4 * PARAMETER_WORDS, 16);

// @ts-ignore: decorator
@inline
export function word(i: u32): u32 {
  return load<u32>(PARAMETERS + ((<usize>i) << 2));
}

// @ts-ignore: decorator
@inline
export function splat(i: u32): v128 {
  return v128.load_splat<u32>(PARAMETERS + ((<usize>i) << 2));
}
