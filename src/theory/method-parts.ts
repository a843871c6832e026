import { isLinearChain } from '../spec/rates';
import type { Spec } from '../spec/spec';

/**
 * Theory of all that is no linear chain of independent steps: methods with a memory, shrinking
 * steps, other losses than the saddle.
 */
export interface MethodParts {
  growth: typeof import('./method-growth');
  methods: typeof import('./methods');
  momentum: typeof import('./momentum');
}

let parts: MethodParts | null = null;

/**
 * Told by all-methods.ts. Whoever asks theory of any spec imports that; the Watch page, whose first
 * load it is too large for, does so with the first spec that needs it.
 */
export function provideMethodParts(found: MethodParts): void {
  parts = found;
}

/** @throws Error where all-methods.ts was not imported: a fault of the program. */
export function methodParts(): MethodParts {
  if (!parts) throw new Error('The theory of this method is not loaded.');
  return parts;
}

/** Whether theory can be asked of this spec now. */
export function hasTheoryOf(spec: Spec): boolean {
  return parts !== null || isLinearChain(spec);
}
