const known = new Map<string, unknown>();
const MOST_KNOWN = 50;

/**
 * Keeps results of an expensive function: pages ask many times a second for what has not changed.
 *
 * @param name    Of the function, for all inputs of every caller.
 * @param inputs  All that the result depends on, as JSON can tell apart.
 */
export function remembered<T>(name: string, inputs: unknown, compute: () => T): T {
  const key = `${name} ${JSON.stringify(inputs)}`;
  if (known.has(key)) return known.get(key) as T;
  if (known.size >= MOST_KNOWN) known.clear();
  const value = compute();
  known.set(key, value);
  return value;
}
