import type { Limit } from '../../spec/float32-limits';
import type { Spec } from '../../spec/spec';
import { load } from '../shared/boot';

let part: typeof import('./other-runs') | null = null;

/**
 * What float32 rounds first of a run, so far that it shows. The opening run, the only one that the
 * page shows before `loadOtherRuns`, has nothing of the kind.
 */
export function limitOf(spec: Spec): Limit | undefined {
  return part?.float32Limits(spec)[0];
}

export function hasOtherRuns(): boolean {
  return part !== null;
}

/**
 * `parseSpec`.
 * @throws Error before `loadOtherRuns`: a fault of the program.
 */
export function checkedSpec(input: unknown): Spec {
  if (!part) throw new Error('What reads specs is not loaded.');
  return part.parseSpec(input);
}

/**
 * Loads what any run but the opening one needs: what reads specs, what makes stored sets of samples,
 * and the limits of float32.
 * @returns Whether they are there; the reader is told where they cannot be loaded.
 */
export async function loadOtherRuns(): Promise<boolean> {
  part ??= await load(() => import('./other-runs'));
  return part !== null;
}
