import type { Spec } from '../spec/spec';
import { type Family, familyOf } from './handles';
import type { ModelTheory } from './model-theory';
import { chain } from './models/chain';

/** Families whose theory the first load of the Watch page leaves out. */
type LaterFamily = Exclude<Family, 'chain'>;

let later: Record<LaterFamily, ModelTheory> | null = null;

/**
 * Told by all-methods.ts. Whoever asks theory of any spec imports that; the Watch page, whose first
 * load it is too large for, does so with the first spec that needs it.
 */
export function provideModelTheories(found: Record<LaterFamily, ModelTheory>): void {
  later = found;
}

/** @throws Error where all-methods.ts was not imported: a fault of the program. */
export function modelTheory(family: Family): ModelTheory {
  if (family === 'chain') return chain;
  if (!later) throw new Error('The theory of this method is not loaded.');
  return later[family];
}

/** Whether theory can be asked of this spec now. */
export function hasTheoryOf(spec: Spec): boolean {
  const family = familyOf(spec);
  return family === null || family === 'chain' || later !== null;
}
