import type { Spec } from '../../spec/spec';

/**
 * The same spec with plain descent, or with momentum, at `share` of its learning rate: what a method
 * is where its steps are linear.
 */
export function withMomentum(spec: Spec, share: number, beta: number): Spec {
  const { learningRate, batchSize } = spec.optimizer;
  const rest = { learningRate: learningRate * share, schedule: 'constant', batchSize } as const;
  const optimizer =
    beta === 0
      ? ({ kind: 'sgd', ...rest } as const)
      : ({ kind: 'heavy-ball', beta, ...rest } as const);
  return { ...spec, optimizer };
}
