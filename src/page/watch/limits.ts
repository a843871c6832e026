import type { Limit } from '../../spec/float32-limits';
import type { Spec } from '../../spec/spec';
import { load } from '../shared/boot';

let part: typeof import('./other-runs') | null = null;

/**
 * What float32 rounds first of a run, so far that it shows. The opening run, the only one that the
 * page shows before `loadLimits`, has nothing of the kind.
 */
export function limitOf(spec: Spec): Limit | undefined {
  return part?.float32Limits(spec)[0];
}

export function hasLimits(): boolean {
  return part !== null;
}

/**
 * Loads them and what makes stored sets of samples: a spec from outside is read after this.
 * @returns Whether they are there; the reader is told where they cannot be loaded.
 */
export async function loadLimits(): Promise<boolean> {
  part ??= await load(() => import('./other-runs'));
  return part !== null;
}
