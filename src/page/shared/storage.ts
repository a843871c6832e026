/**
 * What the browser keeps for later visits, where it keeps anything: private windows, sandboxed
 * frames and settings forbid it.
 */

/** A choice from an earlier visit; null where the browser keeps nothing. */
export function storedChoice(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing only forgets the choice.
  }
}
