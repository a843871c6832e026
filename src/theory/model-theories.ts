import type { Spec } from '../spec/spec';
import { type Family, familyOf } from './handles';
import { hasLaterParts, laterParts } from './later-parts';
import type { ModelTheory } from './model-theory';
import { chain, needsLaterParts } from './models/chain';

/** @throws Error where all-methods.ts was not imported: a fault of the program. */
export function modelTheory(family: Family): ModelTheory {
  return family === 'chain' ? chain : laterParts().families[family];
}

/** Whether theory can be asked of this spec now; its probability of escape needs all-methods.ts. */
export function hasTheoryOf(spec: Spec): boolean {
  const family = familyOf(spec);
  if (family === null || hasLaterParts()) return true;
  return family === 'chain' && !needsLaterParts(spec);
}
