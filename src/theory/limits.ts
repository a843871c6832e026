/**
 * Largest |dtBias| at which the SDE's stationary law is shown for the chain. A relative error e of
 * the tail exponent shifts a distribution function by at most e / exp(1): here 0.02.
 */
export const LARGEST_DT_BIAS = 0.05;

/**
 * Largest predicted distance between the distribution function of the chain and a central-limit
 * law.
 */
export const LARGEST_LIMIT_ERROR = 0.01;
