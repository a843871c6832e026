import '../../models/all-texts';
import { numberOf } from '../../models/field';
import { scheduleText } from '../../models/registry';
import { isSteady, seesNoise } from '../../spec/rates';
import { isShaken, type Optimizer, type OptimizerKind, type Spec } from '../../spec/spec';
import { type Draft, plainLearningRate, withOptimizer, withSchedule } from '../shared/change-kind';
import { number } from '../shared/format';

/**
 * One change that is said to help a method out of a saddle. It is a switch: whether it is on can be
 * read off the spec, and off is what plain SGD does. Nothing is remembered, so links, sliders and
 * undo show it as well.
 */
export interface Strategy {
  on: (spec: Spec) => boolean;
  /** The spec with it switched over. */
  toggle: (spec: Spec) => Draft;
  /** What it sets, small under the name of its button. */
  note: (spec: Spec) => string;
  /** Whether it can be tried at all. */
  applies?: (spec: Spec) => boolean;
}

const BATCH = 3;
const SMALLER = 0.4;
const KICKS = 1;
const BETA = 0.9;
const EPOCH = 100;

function withFields(spec: Spec, changes: Partial<Optimizer>): Draft {
  return { ...spec, optimizer: { ...spec.optimizer, ...changes } };
}

/** "B = 20" while it is on, "B → 3" while it is not. */
function told(symbol: string, on: boolean, value: string): string {
  return `${symbol} ${on ? '=' : '→'} ${value}`;
}

/** As `told`, of a field that the method may have. */
function toldOf(symbol: string, optimizer: object, field: string, otherwise: number): string {
  const own = numberOf(optimizer, field);
  return told(symbol, own !== undefined, number(own ?? otherwise));
}

/**
 * A method in place of plain SGD; the three exclude each other. Gradient descent has none of the
 * noise they deal with.
 */
function method(kinds: readonly OptimizerKind[], note: Strategy['note']): Strategy {
  const on = ({ optimizer }: Spec) => kinds.includes(optimizer.kind);
  return {
    on,
    toggle: (spec) => withOptimizer(spec, on(spec) ? 'sgd' : kinds[0]),
    note,
    applies: seesNoise,
  };
}

/** By the `data-strategy` of their buttons. */
export const STRATEGIES: Record<string, Strategy> = {
  batch: {
    on: ({ optimizer }) => optimizer.batchSize > 1,
    toggle: (spec) => withFields(spec, { batchSize: STRATEGIES.batch.on(spec) ? 1 : BATCH }),
    note: (spec) => {
      const on = STRATEGIES.batch.on(spec);
      return told('B', on, number(on ? spec.optimizer.batchSize : BATCH));
    },
    applies: (spec) => !isShaken(spec) && seesNoise(spec),
  },
  rate: {
    on: (spec) => spec.optimizer.learningRate < plainLearningRate(spec),
    toggle: (spec) =>
      withFields(spec, {
        learningRate: round(plainLearningRate(spec) * (STRATEGIES.rate.on(spec) ? 1 : SMALLER)),
      }),
    note: (spec) => {
      const on = STRATEGIES.rate.on(spec);
      return told(
        'h',
        on,
        number(on ? spec.optimizer.learningRate : plainLearningRate(spec) * SMALLER, 2),
      );
    },
  },
  svrg: method(['svrg'], ({ optimizer }) => toldOf('L', optimizer, 'epochLength', EPOCH)),
  perturbed: method(['perturbed'], ({ optimizer }) =>
    toldOf('κ', optimizer, 'perturbation', KICKS),
  ),
  momentum: method(['heavy-ball', 'nesterov'], ({ optimizer }) =>
    toldOf('β', optimizer, 'beta', BETA),
  ),
  anneal: {
    on: (spec) => !isSteady(spec),
    toggle: (spec) => withSchedule(spec, STRATEGIES.anneal.on(spec) ? 'constant' : 'inverse-time'),
    note: (spec) => (isSteady(spec) ? 'h / n' : scheduleText(spec.optimizer).rate),
  },
};

function round(value: number): number {
  return Number(value.toPrecision(10));
}
