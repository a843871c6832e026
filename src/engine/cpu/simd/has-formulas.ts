/** Whether the SIMD kernels take formulas: not in the page in one file, which leaves formulas.ts out. */
export const HAS_FORMULAS = true;

/** Whether they take regions of the mean loss: not there, either. */
export const HAS_LEVELS = true;
