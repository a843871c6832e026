import { OPTIMIZER_FIELDS } from '../../spec/side';
import { isSurface, type Loss, type Noise, type OptimizerKind, type Spec } from '../../spec/spec';

/**
 * A spec with another kind of something, for parseSpec to complete: what still applies is kept,
 * what does not is dropped, and what is new is left out, so that it takes its default.
 */
export type Draft = Record<string, unknown>;

export function withOptimizer(spec: Spec, kind: OptimizerKind): Draft {
  const { learningRate, schedule, batchSize } = spec.optimizer;
  const own = OPTIMIZER_FIELDS[kind].filter((field) => spec.optimizer[field] !== undefined);
  const kept = Object.fromEntries(own.map((field) => [field, spec.optimizer[field]]));
  return { ...spec, optimizer: { kind, learningRate, schedule, batchSize, ...kept } };
}

export function withLaw(spec: Spec, law: Noise['law']): Draft {
  const { samples, ...common } = spec.noise;
  return { ...spec, noise: { ...common, law } };
}

/** A loss as it is chosen: saddles of one and of two coordinates are two entries of the list. */
export interface LossChoice {
  kind: Loss['kind'];
  /** saddle and relu-saddle only. */
  coordinates?: number;
}

/** Learning rate and time that show what a loss does. */
const SURFACE_RUNS: Record<
  'double-well' | 'spike-and-wells',
  { learningRate: number; steps: number }
> = {
  'double-well': { learningRate: 0.01, steps: 500 },
  'spike-and-wells': { learningRate: 0.1, steps: 500 },
};
const OTHER_RUN = { learningRate: 1, time: { dt: 0.001, steps: 20_000 } };

/** The learning rate of plain SGD. */
export function plainLearningRate({ loss }: Spec): number {
  return isSurface(loss) ? SURFACE_RUNS[loss.kind].learningRate : OTHER_RUN.learningRate;
}

export function withLoss(spec: Spec, choice: LossChoice): Draft {
  const { noise, optimizer } = spec;
  const kept = { version: 1, optimizer, escape: spec.escape, ensemble: spec.ensemble };
  const drafted = (parts: Draft): Draft => ({ ...kept, ...parts });
  if (choice.kind === 'double-well' || choice.kind === 'spike-and-wells') {
    const { learningRate, steps } = SURFACE_RUNS[choice.kind];
    return drafted({
      loss: { kind: choice.kind },
      noise: {
        law: noise.law === 'two-point' && choice.kind === 'double-well' ? noise.law : 'gaussian',
        ...(noise.shake === undefined ? {} : { shake: noise.shake }),
      },
      optimizer: { ...optimizer, learningRate, batchSize: 1 },
      time: { dt: 1, steps },
    });
  }
  const fromSurface = isSurface(spec.loss);
  const common = fromSurface
    ? { optimizer: { ...optimizer, learningRate: OTHER_RUN.learningRate }, time: OTHER_RUN.time }
    : { optimizer, time: spec.time };
  const { shake, ...linear } = noise;
  const noises = fromSurface ? { law: noise.law } : linear;
  const slopes = isSurface(spec.loss) ? [1] : spec.loss.a;
  if (choice.kind === 'linear-network')
    return drafted({
      ...common,
      loss: { kind: 'linear-network', a: [slopes[0]] },
      // Normal noise would make the square of some input negative.
      noise: fromSurface ? { ...noises, sigma: 0.5 } : { ...noises, tau: 0, rho: 0 },
    });
  const a = slopesFor(slopes, choice.coordinates ?? slopes.length);
  const sameShape =
    !fromSurface && spec.loss.kind !== 'linear-network' && a.length === slopes.length;
  return drafted({
    ...common,
    loss: { kind: choice.kind, a },
    noise: spec.loss.kind === 'linear-network' && noise.tau === 0 ? { ...noises, tau: 1 } : noises,
    ...(sameShape ? { start: spec.start, histogram: spec.histogram } : {}),
  });
}

/**
 * So many slopes: those there are, and after them their opposites in turn, so that two make a
 * saddle.
 */
function slopesFor(slopes: readonly number[], count: number): number[] {
  const found = slopes.slice(0, count);
  while (found.length < count) found.push(-found[found.length - 1] || -1);
  return found;
}
