import { isSurface, type Spec } from '../spec/spec';
import { type Draft, plainLearningRate, withOptimizer } from './change-kind';
import { number } from './format';

/** One change that is said to help a method out of a saddle, or back to where it was. */
export interface Strategy {
  /** The spec after it. */
  apply: (spec: Spec) => Draft;
  /** What changes, small under the name of its button. */
  note: (spec: Spec) => string;
  /** Whether it can be tried at all. */
  applies?: (spec: Spec) => boolean;
}

const KICKS = 1;
const BETA = 0.9;
const EPOCH = 100;

function optimizer(spec: Spec, changes: Partial<Spec['optimizer']>): Draft {
  return { ...spec, optimizer: { ...spec.optimizer, ...changes } };
}

/** By the `data-strategy` of their buttons. */
export const STRATEGIES: Record<string, Strategy> = {
  batch: {
    // Gradient descent has no minibatch: it becomes SGD.
    apply: (spec) => {
      const { kind, batchSize } = spec.optimizer;
      return optimizer(spec, { kind: kind === 'gd' ? 'sgd' : kind, batchSize: batchSize * 3 });
    },
    note: ({ optimizer: { batchSize } }) => `B → ${batchSize * 3}`,
    applies: ({ loss }) => !isSurface(loss),
  },
  rate: {
    apply: (spec) => optimizer(spec, { learningRate: round(spec.optimizer.learningRate * 0.4) }),
    note: ({ optimizer: { learningRate } }) => `h → ${number(learningRate * 0.4, 2)}`,
  },
  svrg: {
    apply: (spec) => withOptimizer(spec, 'svrg'),
    note: ({ optimizer: { epochLength } }) => `L = ${epochLength ?? EPOCH}`,
  },
  perturbed: {
    apply: (spec) => withOptimizer(spec, 'perturbed'),
    note: ({ optimizer: { perturbation } }) => `κ = ${number(perturbation ?? KICKS)}`,
  },
  momentum: {
    apply: (spec) => withOptimizer(spec, 'heavy-ball'),
    note: ({ optimizer: { beta } }) => `β = ${number(beta ?? BETA)}`,
  },
  anneal: {
    apply: (spec) => optimizer(spec, { schedule: 'inverse-time' }),
    note: () => 'h / n',
  },
  plain: {
    apply: (spec) => ({
      ...spec,
      optimizer: { kind: 'sgd', learningRate: plainLearningRate(spec), schedule: 'constant', batchSize: 1 },
    }),
    note: (spec) => `h = ${number(plainLearningRate(spec))}`,
  },
};

export function round(value: number): number {
  return Number(value.toPrecision(10));
}
