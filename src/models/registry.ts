import type { Fields, NumberField, ValuesOf } from './field';
import { doubleWell, doubleWellText } from './loss/double-well';
import { linearNetwork, linearNetworkText } from './loss/linear-network';
import type { LossModel, LossText } from './loss/loss';
import { reluSaddle, reluSaddleText } from './loss/relu-saddle';
import { saddle, saddleText } from './loss/saddle';
import { spikeAndWells, spikeAndWellsText } from './loss/spike-and-wells';
import { dataset, datasetText } from './noise/dataset';
import { gaussian, gaussianText } from './noise/gaussian';
import type { NoiseModel, NoiseText } from './noise/noise';
import { twoPoint, twoPointText } from './noise/two-point';
import { gd, gdText } from './optimizer/gd';
import { heavyBall, heavyBallText } from './optimizer/heavy-ball';
import { nesterov, nesterovText } from './optimizer/nesterov';
import type { OptimizerModel, OptimizerText } from './optimizer/optimizer';
import { perturbed, perturbedText } from './optimizer/perturbed';
import { rmsprop, rmspropText } from './optimizer/rmsprop';
import { sgd, sgdText } from './optimizer/sgd';
import { svrg, svrgText } from './optimizer/svrg';
import { coordinate } from './region/coordinate';
import { lossLevel } from './region/loss';
import { radius } from './region/radius';
import type { RegionModel } from './region/region';
import { constant, constantText } from './schedule/constant';
import { inverseTime, inverseTimeText } from './schedule/inverse-time';
import type { ScheduleModel, ScheduleText } from './schedule/schedule';

/**
 * Every kind there is, in the order of lists. What is known of a kind is in its file and nowhere
 * else: schema and type of the spec, links, controls, axes, files of kernels and tables of the docs
 * are made from it.
 */
export const LOSS_MODELS = {
  saddle,
  'relu-saddle': reluSaddle,
  'double-well': doubleWell,
  'spike-and-wells': spikeAndWells,
  'linear-network': linearNetwork,
};
export const NOISE_MODELS = { gaussian, 'two-point': twoPoint, dataset };
export const OPTIMIZER_MODELS = {
  gd,
  sgd,
  perturbed,
  svrg,
  'heavy-ball': heavyBall,
  nesterov,
  rmsprop,
};
export const SCHEDULE_MODELS = { constant, 'inverse-time': inverseTime };
export const REGION_MODELS = { radius, coordinate, loss: lossLevel };

export type LossKind = keyof typeof LOSS_MODELS;
export type NoiseLaw = keyof typeof NOISE_MODELS;
export type OptimizerKind = keyof typeof OPTIMIZER_MODELS;
export type ScheduleKind = keyof typeof SCHEDULE_MODELS;
export type RegionKind = keyof typeof REGION_MODELS;

/** Kinds of a spec that names none. */
export const DEFAULT_KINDS = { loss: 'saddle', optimizer: 'sgd' } as const;

/** Values of a kind's own fields in a spec. */
export type OwnFields<M> = M extends { fields: infer F extends Fields } ? ValuesOf<F> : never;

/** Names of the own fields of all methods. */
export type OptimizerField = {
  [K in OptimizerKind]: keyof (typeof OPTIMIZER_MODELS)[K]['fields'] & string;
}[OptimizerKind];

const kinds = <K extends string>(models: Record<K, unknown>) => Object.keys(models) as K[];
export const LOSSES = kinds(LOSS_MODELS);
/** Losses that a translation shakes. */
export const SHAKEN = LOSSES.filter((kind) => LOSS_MODELS[kind].noise === 'shake');
export const LAWS = kinds(NOISE_MODELS);
export const OPTIMIZERS = kinds(OPTIMIZER_MODELS);
export const SCHEDULES = kinds(SCHEDULE_MODELS);
export const REGIONS = /* @__PURE__ */ kinds(REGION_MODELS);

export function lossModel({ kind }: { kind: LossKind }): LossModel {
  return lookUp<LossModel>(LOSS_MODELS, 'loss', kind);
}
export function noiseModel({ law }: { law: NoiseLaw }): NoiseModel {
  return lookUp<NoiseModel>(NOISE_MODELS, 'noise', law);
}
export function optimizerModel({ kind }: { kind: OptimizerKind }): OptimizerModel {
  return lookUp<OptimizerModel>(OPTIMIZER_MODELS, 'optimizer', kind);
}
export function scheduleModel({ schedule }: { schedule: ScheduleKind }): ScheduleModel {
  return lookUp<ScheduleModel>(SCHEDULE_MODELS, 'schedule', schedule);
}

/** A region whose kind is left out is a radius. */
export function regionModel({
  region = 'radius',
}: {
  region?: RegionKind | undefined;
}): RegionModel {
  return lookUp<RegionModel>(REGION_MODELS, 'region', region);
}

/**
 * Own fields of all methods, each once, in the order of the registry. Kinds that share a name share
 * its meaning.
 */
export const OPTIMIZER_OWN = Object.entries(
  Object.assign({}, ...Object.values(OPTIMIZER_MODELS).map(({ fields }) => fields)),
) as readonly [name: OptimizerField, field: NumberField][];

/** What people read of every kind. */
export const LOSS_TEXTS: Record<LossKind, LossText> = {
  saddle: saddleText,
  'relu-saddle': reluSaddleText,
  'double-well': doubleWellText,
  'spike-and-wells': spikeAndWellsText,
  'linear-network': linearNetworkText,
};
export const NOISE_TEXTS: Record<NoiseLaw, NoiseText> = {
  gaussian: gaussianText,
  'two-point': twoPointText,
  dataset: datasetText,
};
export const OPTIMIZER_TEXTS: Record<OptimizerKind, OptimizerText> = {
  gd: gdText,
  sgd: sgdText,
  perturbed: perturbedText,
  svrg: svrgText,
  'heavy-ball': heavyBallText,
  nesterov: nesterovText,
  rmsprop: rmspropText,
};
export const SCHEDULE_TEXTS: Record<ScheduleKind, ScheduleText> = {
  constant: constantText,
  'inverse-time': inverseTimeText,
};

export const lossText = ({ kind }: { kind: LossKind }): LossText => LOSS_TEXTS[kind];
export const noiseText = ({ law }: { law: NoiseLaw }): NoiseText => NOISE_TEXTS[law];
export const optimizerText = ({ kind }: { kind: OptimizerKind }): OptimizerText =>
  OPTIMIZER_TEXTS[kind];
export const scheduleText = ({ schedule }: { schedule: ScheduleKind }): ScheduleText =>
  SCHEDULE_TEXTS[schedule];

/** @throws Error for a kind that is not in the registry: a fault of the program. */
function lookUp<M>(models: Readonly<Record<string, M>>, what: string, kind: string): M {
  if (!Object.hasOwn(models, kind)) throw new Error(`There is no ${what} "${kind}".`);
  return models[kind];
}
