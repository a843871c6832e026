import { type LossKind, lossModel, lossText, noiseModel } from '../../models/registry';
import { keptNoise, keptOptimizer } from '../../spec/side';
import {
  type NoiseLaw,
  type OptimizerKind,
  type ScheduleKind,
  type Spec,
  slopesOf,
} from '../../spec/spec';

/**
 * A spec with another kind of something, for parseSpec to complete: what still applies is kept,
 * what does not is dropped, and what is new is left out, so that it takes its default.
 */
export type Draft = Record<string, unknown>;

export function withOptimizer(spec: Spec, kind: OptimizerKind): Draft {
  return { ...spec, optimizer: keptOptimizer(spec.optimizer, kind) };
}

export function withSchedule(spec: Spec, schedule: ScheduleKind): Draft {
  return { ...spec, optimizer: keptOptimizer(spec.optimizer, spec.optimizer.kind, schedule) };
}

export function withLaw(spec: Spec, law: NoiseLaw): Draft {
  return { ...spec, noise: keptNoise(spec.noise, law) };
}

/** A loss as it is chosen: those of one and of two coordinates are two entries of the list. */
export interface LossChoice {
  kind: LossKind;
  /** Losses whose coordinates move apart only. */
  coordinates?: number;
}

/** Learning rate and time of losses that have none of their own. */
const OTHER_RUN = { learningRate: 1, dt: 0.001, steps: 20_000 };

/** The learning rate of plain SGD. */
export function plainLearningRate({ loss }: Spec): number {
  return (lossText(loss).run ?? OTHER_RUN).learningRate;
}

export function withLoss(spec: Spec, choice: LossChoice): Draft {
  const { noise, optimizer } = spec;
  const model = lossModel(choice);
  const kept = { version: 1, optimizer, escape: spec.escape, ensemble: spec.ensemble };
  const drafted = (parts: Draft): Draft => ({ ...kept, ...parts });
  const { run } = lossText(choice);
  if (run) {
    const { learningRate, dt, steps } = run;
    const shakes = model.noise === 'shake';
    const { batchSize } = optimizer;
    return drafted({
      loss: { kind: choice.kind },
      noise: {
        law: lawFor(spec, choice),
        ...(shakes && noise.shake !== undefined ? { shake: noise.shake } : {}),
      },
      optimizer: {
        ...optimizer,
        learningRate,
        batchSize: shakes ? 1 : Math.min(batchSize, model.bySample?.mostInBatch ?? batchSize),
      },
      time: { dt, steps },
    });
  }
  const fromSurface = lossText(spec.loss).run !== null;
  const { learningRate, ...time } = OTHER_RUN;
  const common = fromSurface
    ? { optimizer: { ...optimizer, learningRate }, time }
    : { optimizer, time: spec.time };
  const { shake, ...linear } = noise;
  const noises = fromSurface ? { law: noise.law } : linear;
  const slopes = fromSurface ? [1] : slopesOf(spec);
  const from = lossModel(spec.loss).slopes;
  if (model.slopes === 'product')
    return drafted({
      ...common,
      loss: { kind: choice.kind, a: [slopes[0]] },
      // Normal noise would make the square of some input negative.
      noise: fromSurface
        ? { ...noises, sigma: 0.5 }
        : { ...noises, ...(model.additive ? {} : { tau: 0, rho: 0 }) },
    });
  const a = slopesFor(slopes, choice.coordinates ?? slopes.length);
  const sameShape = !fromSurface && from !== 'product' && a.length === slopes.length;
  return drafted({
    ...common,
    loss: { kind: choice.kind, a },
    noise: from === 'product' && noise.tau === 0 ? { ...noises, tau: 1 } : noises,
    ...(sameShape ? { start: spec.start, histogram: spec.histogram } : {}),
  });
}

/** The law of a spec where the loss takes it; else normal noise, or a stored set. */
function lawFor({ noise: { law }, optimizer, time }: Spec, loss: LossChoice): NoiseLaw {
  if (lossModel(loss).bySample) return noiseModel({ law }).toldFile ? law : 'dataset';
  const refused = lossModel(loss).refuses({
    loss,
    noise: { law, sigma: 0, tau: 0, rho: 0, shake: 1 },
    // Whatever the method is, so that a change of method is not refused later.
    gradient: 'full',
    optimizer: { kind: optimizer.kind, batchSize: 1 },
    time,
    region: 'radius',
    start: [],
    largest: () => Number.POSITIVE_INFINITY,
  });
  return refused || noiseModel({ law }).shakes === false ? 'gaussian' : law;
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
