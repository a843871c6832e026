const known = new Map<string, unknown>();
const MOST_KNOWN = 50;

/** Thrown in place of a result that another thread is to compute. */
export class LeftToAnother extends Error {}

let leaves = false;
/** Of the results that were asked for since `recorded` began. */
let record: Map<string, unknown> | null = null;

/**
 * Keeps results of an expensive function: pages ask many times a second for what has not changed.
 *
 * @param name    Of the function, for all inputs of every caller.
 * @param inputs  All that the result depends on, as JSON can tell apart.
 * @param compute  Of numbers and typed arrays, which another thread can send.
 * @param quick  A result that takes less than 50 ms is never left to another thread.
 * @throws LeftToAnother  After `leaveToAnother`, where the result is not there.
 */
export function remembered<T>(name: string, inputs: unknown, compute: () => T, quick = false): T {
  const key = `${name} ${JSON.stringify(inputs)}`;
  if (!known.has(key)) {
    if (leaves && !quick) throw new LeftToAnother(name);
    keep(key, compute());
  }
  const value = known.get(key) as T;
  record?.set(key, value);
  return value;
}

function keep(key: string, value: unknown): void {
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, value);
}

/** From now on this thread computes nothing that takes long, or again everything. */
export function leaveToAnother(whether: boolean): void {
  leaves = whether;
}

/** Results that a function asked for, to be sent to another thread. */
export function recorded(run: () => void): [string, unknown][] {
  record = new Map();
  try {
    run();
    return [...record];
  } finally {
    record = null;
  }
}

/** Keeps what another thread recorded. */
export function keepRecorded(entries: readonly [string, unknown][]): void {
  for (const [key, value] of entries) keep(key, value);
}
