/**
 * Whether the long suite runs: `SADDLESCAPE_LONG=1 npm test`, before a release. It repeats what the
 * usual one does once, and runs whole tables where that runs parts of them.
 */
export const LONG = Boolean(import.meta.env.SADDLESCAPE_LONG);

/** All of a list in the long suite; else so many of it, spread evenly, the first among them. */
export function some<T>(list: readonly T[], most: number): T[] {
  if (LONG || list.length <= most) return [...list];
  return Array.from({ length: most }, (_, i) => list[Math.floor((i * list.length) / most)]);
}

/** How often a random case is tried: so often in the long suite, else a third of that. */
export const repeats = (count: number): number => (LONG ? count : Math.ceil(count / 3));
