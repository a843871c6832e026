import { generatedFile } from '../../formula/loss-wgsl';

/**
 * Kernels of formulas that are kept, some megabytes each: whoever types a formula asks for new ones
 * with every letter, and comes back to the last few.
 */
const MOST_KEPT = 24;

/** The library, and these files, which are made of formulas. */
export function withGenerated(
  library: Readonly<Record<string, string>>,
  names: readonly string[],
): Record<string, string> {
  return { ...library, ...Object.fromEntries(names.map((name) => [name, generatedFile(name)])) };
}

/**
 * Lets go of the oldest kernels of formulas; one that is asked for again is compiled again.
 * @param kernels  By their files, in the order in which they were made.
 */
export function forgetOldest(kernels: Map<string, unknown>): void {
  const ofFormulas = [...kernels.keys()].filter((key) => key.includes('"formula/'));
  for (const key of ofFormulas.slice(0, -MOST_KEPT)) kernels.delete(key);
}
