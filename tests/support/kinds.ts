import '../../src/models/all-models';
import { lossKinds, noiseLaws, optimizerKinds, scheduleKinds } from '../../src/models/registry';
import type { Spec } from '../../src/spec/spec';

/**
 * Every loss, law, method and schedule of the registry. A preset shows each, and a claim puts each
 * to the test: a kind without either is one that nobody finds, or nobody can trust. Samples of one's
 * own are among them, as a spec that names no file has the example that comes with the program.
 */
export const REGISTERED: readonly string[] = [
  ...lossKinds().map((kind) => `loss ${kind}`),
  ...noiseLaws().map((law) => `noise ${law}`),
  ...optimizerKinds().map((kind) => `method ${kind}`),
  ...scheduleKinds().map((kind) => `schedule ${kind}`),
];

/** Kinds that a spec is made of, by their names in REGISTERED. */
export function kindsOf({ loss, noise, optimizer }: Spec): string[] {
  return [
    `loss ${loss.kind}`,
    `noise ${noise.law}`,
    `method ${optimizer.kind}`,
    `schedule ${optimizer.schedule}`,
  ];
}
