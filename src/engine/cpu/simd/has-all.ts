/**
 * Whether the SIMD kernels take regions of the mean loss, formulas and lists of scales of noise: not
 * in the page in one file, whose kernel has no room for them.
 */
export const HAS_ALL = true;
