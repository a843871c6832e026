/** Comparisons that report the worst case with both values. NaN never passes. */

/** @throws Error when any two words differ. */
export function sameWords(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
): void {
  if (actual.length !== expected.length)
    throw new Error(`${what}: ${actual.length} values, expected ${expected.length}`);
  let differing = 0;
  let first = -1;
  for (let i = 0; i < actual.length; i++)
    if (!Object.is(actual[i], expected[i])) {
      differing++;
      if (first < 0) first = i;
    }
  if (differing > 0)
    throw new Error(
      `${what}: ${differing} of ${actual.length} differ, first at ${first}: ${actual[first]}, expected ${expected[first]}`,
    );
}

/**
 * @param tolerance  One for all, or one for each.
 * @returns The largest difference.
 * @throws Error naming the worst element when any |actual - expected| <= tolerance does not hold.
 */
export function close(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number | ((i: number) => number),
): number {
  if (actual.length !== expected.length)
    throw new Error(`${what}: ${actual.length} values, expected ${expected.length}`);
  let worst = 0;
  let worstAt = 0;
  let largest = 0;
  let failed = 0;
  for (let i = 0; i < actual.length; i++) {
    const allowed = typeof tolerance === 'number' ? tolerance : tolerance(i);
    const difference = Math.abs(actual[i] - expected[i]);
    const passes = difference <= allowed;
    if (!passes) failed++;
    const badness = passes
      ? difference / allowed
      : Number.isNaN(difference)
        ? Infinity
        : difference / allowed;
    if (badness > worst) {
      worst = badness;
      worstAt = i;
    }
    largest = Math.max(largest, difference);
  }
  if (failed > 0)
    throw new Error(
      `${what}: ${failed} of ${actual.length} out of tolerance, worst at ${worstAt}: ${actual[worstAt]}, expected ${expected[worstAt]}, ${worst.toPrecision(3)} times the tolerance`,
    );
  return largest;
}
