/** Running averages of slopes, for methods that keep some. Mirrors shaders/averages.wgsl. */

/** sqrt(decay root^2 + (1 - decay) slope^2). */
export function rootMeanSquare(root: number, slope: number, decay: number): number {
  return Math.sqrt(decay * root * root + (1 - decay) * slope * slope);
}

/**
 * 1 - decay^steps: the weights of an average that starts at 0, in all. Their sum over the powers 2^k
 * of `steps`, 1 - (1 - p)(1 - q) = p + (1 - p) q, has no term below 0, so that nothing cancels.
 */
export function weightOf(decay: number, steps: number): number {
  let weight = 0;
  let part = 1 - decay;
  let rest = steps;
  while (rest !== 0 && part < 1) {
    if (rest & 1) weight += (1 - weight) * part;
    part *= 2 - part;
    rest >>>= 1;
  }
  return rest === 0 ? weight : 1;
}
