import type { Family } from './handles';
import type { ModelTheory } from './model-theory';

/** Theory that the first load of the Watch page leaves out. */
export interface LaterParts {
  families: Record<Exclude<Family, 'chain'>, ModelTheory>;
  /** Exact escape of coordinates that move apart: chains have it too. */
  separableEscape: NonNullable<ModelTheory['escape']>;
}

let parts: LaterParts | null = null;

/**
 * Told by all-methods.ts. Whoever asks theory of any spec imports that; the Watch page, whose first
 * load it is too large for, does so with the first spec that needs it.
 */
export function provideLaterParts(found: LaterParts): void {
  parts = found;
}

/** Whether all-methods.ts was imported. */
export function hasLaterParts(): boolean {
  return parts !== null;
}

/** @throws Error where all-methods.ts was not imported: a fault of the program. */
export function laterParts(): LaterParts {
  if (!parts) throw new Error('The theory of this method is not loaded.');
  return parts;
}
