/** Steps whose steady numbers are kept: a power of two, and more than a call of `advance` has. */
export const KEPT_STEPS = 1024;
