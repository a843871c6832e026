/**
 * Half the distance of two neighbours among the numbers of float32, over the larger one: what a sum
 * is rounded by at most.
 */
export const ROUNDING = 2 ** -24;

/** No normal number of the generator is larger. */
export const LARGEST_NORMAL = 6.66;
