import type { OptimizerKind } from '../../../models/registry';
import { parseSpec, SpecError } from '../../../spec/schema';
import type { Spec } from '../../../spec/spec';
import { withOptimizer } from '../../shared/change-kind';
import { COMPARED_PARTICLES } from './comparison-protocol';

/** Methods that a comparison begins with, as far as the spec takes them. */
const FIRST: readonly OptimizerKind[] = ['sgd', 'heavy-ball', 'perturbed', 'svrg'];

/**
 * The experiment with another method: learning rate, schedule and minibatch are its own, numbers of
 * the method their defaults. Nothing is recorded.
 * @param learningRate  In place of its own.
 * @returns Why it is refused, where it is.
 */
export function comparedSpec(
  base: Spec,
  kind: OptimizerKind,
  learningRate: number | null = null,
): { spec: Spec } | { refused: string } {
  const draft = structuredClone(withOptimizer(base, kind)) as unknown as Spec;
  delete draft.time.record;
  delete draft.time.levels;
  draft.ensemble.particles = Math.min(base.ensemble.particles, COMPARED_PARTICLES);
  if (learningRate !== null) draft.optimizer.learningRate = learningRate;
  try {
    return { spec: parseSpec(draft) };
  } catch (error) {
    if (error instanceof SpecError) return { refused: error.message };
    throw error;
  }
}

/** The method of the spec, and some that it is often compared with. */
export function firstCompared(base: Spec): OptimizerKind[] {
  const { kind } = base.optimizer;
  return [kind, ...FIRST.filter((other) => other !== kind)]
    .filter((each) => 'spec' in comparedSpec(base, each))
    .slice(0, 4);
}
