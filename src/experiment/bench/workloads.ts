import '../../models/all-texts';
import type { Engine, Tuning } from '../../engine/engine';
import { BLOCK_STEPS } from '../../engine/open';
import { DEFAULT_KINDS, optimizerKinds, optimizerText } from '../../models/registry';
import { type Spec, withParticles } from '../../spec/spec';
import { withSpecWhenAsked } from '../../spec/spec-when-asked';
import type { Task } from './sampling';

/** What is timed: a spec, and how it is asked for. */
export interface Workload {
  id: string;
  title: string;
  /**
   * population: `Ensemble.advance`, first passage at every step. replicas: `Engine.countEscapes`,
   * as a map of many cells does.
   */
  kind: 'population' | 'replicas';
  spec: Spec;
  /**
   * Steps of each call of `advance`, waited for one by one; as many as fill a sample where left
   * out.
   */
  stepsPerCall?: number;
}

/** Steps of a replica. */
const REPLICA_STEPS = 256;
const SEED = 'bench';

function population(id: string, title: string, document: object): Workload {
  return withSpecWhenAsked({ id, title, kind: 'population' as const }, () => ({
    ensemble: { seed: SEED },
    ...document,
  }));
}

/** Two normals a step: the product's plainest run, and the one that the headline is about. */
export const PLAIN = population('sgd-gaussian', 'SGD, Gaussian noise, two normals a step', {});

/** As PLAIN, waiting for the device after so many steps. */
export const DISPATCHES: readonly Workload[] = [16, 64, 256, 1024].map((steps) => ({
  id: `steps-${steps}`,
  title: `${steps} steps a dispatch`,
  kind: PLAIN.kind,
  get spec() {
    return PLAIN.spec;
  },
  stepsPerCall: steps,
}));

/** All over a surface, so that every part of it is computed. */
const EVERYWHERE = { kind: 'uniform', low: [-2, -2], high: [2, 2] };

/**
 * Each optimizer, noise law and loss, one change from PLAIN at a time; all stay within the range of
 * float32.
 */
const LISTED: readonly Workload[] = [
  // So gentle a slope that x stays a normal number for any number of steps.
  population('gd', 'Gradient descent, no noise', {
    loss: { a: [-1e-4] },
    optimizer: { kind: 'gd' },
  }),
  population('sgd-two-point', 'SGD, two-point noise', { noise: { law: 'two-point' } }),
  population('sgd-dataset', 'SGD, single samples of a data set', { noise: { law: 'dataset' } }),
  population('sgd-inverse-time', 'SGD, learning rate 1/n', {
    optimizer: { schedule: 'inverse-time' },
  }),
  population('sgd-coordinates', 'SGD, eight coordinates', {
    loss: { a: [1, 1, 1, 1, 1, 1, 1, 1] },
  }),
  population('perturbed', 'Perturbed gradient descent', {
    loss: { a: [-1] },
    optimizer: { kind: 'perturbed', perturbation: 1 },
  }),
  population('svrg', 'SVRG', { loss: { a: [-1] }, optimizer: { kind: 'svrg', epochLength: 64 } }),
  population('heavy-ball', 'Heavy ball', {
    loss: { a: [-1] },
    optimizer: { kind: 'heavy-ball', beta: 0.9 },
  }),
  population('nesterov', 'Nesterov', {
    loss: { a: [-1] },
    optimizer: { kind: 'nesterov', beta: 0.9 },
  }),
  population('relu-saddle', 'ReLU saddle', { loss: { kind: 'relu-saddle', a: [-1] } }),
  population('double-well', 'Double well', { loss: { kind: 'double-well' }, start: EVERYWHERE }),
  population('spike-and-wells', 'Spike and wells', {
    loss: { kind: 'spike-and-wells' },
    start: EVERYWHERE,
  }),
  population('linear-network', 'Linear network of two weights', {
    loss: { kind: 'linear-network', depth: 2 },
    optimizer: { learningRate: 0.1 },
  }),
];

/** Methods of the registry that no workload above runs, on a convex slope. */
const OTHERS: readonly Workload[] = optimizerKinds()
  .filter((kind) => kind !== DEFAULT_KINDS.optimizer && !LISTED.some(({ id }) => id === kind))
  .map((kind) => {
    const { name } = optimizerText({ kind });
    return population(kind, name, { loss: { a: [-1] }, optimizer: { kind, learningRate: 0.01 } });
  });

export const METHODS: readonly Workload[] = [...LISTED, ...OTHERS];

/** A run of the user's. */
export function workloadOf({ ensemble, ...spec }: Spec): Workload {
  const { cell: _, ...population } = ensemble;
  return {
    id: 'experiment',
    title: 'The experiment of the link',
    kind: 'population',
    spec: { ...spec, ensemble: population },
  };
}

/** What a map does, where nothing escapes: every replica takes all its steps. */
export const REPLICAS: Workload = withSpecWhenAsked(
  { id: 'replicas', title: 'Replicas of a map that never escape', kind: 'replicas' as const },
  () => ({
    time: { steps: REPLICA_STEPS },
    escape: { radius: 1e6 },
    ensemble: { seed: SEED },
  }),
);

/** A task that does a workload with so many particles, or replicas at a time, on an engine. */
export async function taskOf(
  engine: Engine,
  workload: Workload,
  particles: number,
  tuning?: Tuning,
): Promise<Task> {
  const { spec, stepsPerCall } = workload;
  if (workload.kind === 'replicas') {
    let done = 0;
    return {
      work: particles * REPLICA_STEPS,
      async run(units) {
        const first = done;
        done = (done + units * particles) % 2 ** 31;
        await engine.countEscapes([{ specs: [spec], first, end: first + units * particles }]);
      },
      destroy() {},
    };
  }
  const ensemble = await engine.create(withParticles(spec, particles), {
    submitMilliseconds: 50,
    ...tuning,
  });
  const steps = stepsPerCall ?? BLOCK_STEPS;
  return {
    work: particles * steps,
    async run(units) {
      if (stepsPerCall === undefined) await ensemble.advance(ensemble.step + units * steps);
      else for (let unit = 0; unit < units; unit++) await ensemble.advance(ensemble.step + steps);
    },
    destroy: () => ensemble.destroy(),
  };
}
