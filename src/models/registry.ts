import type { Fields, NumberField, ValuesOf } from './field';
import type { LATER_LOSSES, LATER_NOISES, LATER_OPTIMIZERS, LATER_SCHEDULES } from './later-kinds';
import type { LossModel, LossText } from './loss/loss';
import { saddle, saddleText } from './loss/saddle';
import { gaussian, gaussianText } from './noise/gaussian';
import type { NoiseModel, NoiseText } from './noise/noise';
import { gd, gdText } from './optimizer/gd';
import type { OptimizerModel, OptimizerText } from './optimizer/optimizer';
import { sgd, sgdText } from './optimizer/sgd';
import { coordinate } from './region/coordinate';
import { lossLevel } from './region/loss';
import { radius } from './region/radius';
import type { RegionModel } from './region/region';
import { constant, constantText } from './schedule/constant';
import type { ScheduleModel, ScheduleText } from './schedule/schedule';

/**
 * Every kind there is, in the order of lists. What is known of a kind is in its file and nowhere
 * else: schema and type of the spec, links, controls, axes, files of kernels and tables of the docs
 * are made from it.
 *
 * The kinds of the opening run of Watch are here; all others are in later-kinds.ts and come by
 * all-models.ts, so that the first load does not grow with the number of kinds.
 */
const OPENING_LOSSES = { saddle };
const OPENING_NOISES = { gaussian };
const OPENING_OPTIMIZERS = { gd, sgd };
const OPENING_SCHEDULES = { constant };

type Losses = typeof OPENING_LOSSES & typeof LATER_LOSSES;
type Noises = typeof OPENING_NOISES & typeof LATER_NOISES;
type Optimizers = typeof OPENING_OPTIMIZERS & typeof LATER_OPTIMIZERS;
type Schedules = typeof OPENING_SCHEDULES & typeof LATER_SCHEDULES;

export const LOSS_MODELS = { ...OPENING_LOSSES } as Losses;
export const NOISE_MODELS = { ...OPENING_NOISES } as Noises;
export const OPTIMIZER_MODELS = { ...OPENING_OPTIMIZERS } as Optimizers;
export const SCHEDULE_MODELS = { ...OPENING_SCHEDULES } as Schedules;
export const REGION_MODELS = { radius, coordinate, loss: lossLevel };

export type LossKind = keyof Losses;
export type NoiseLaw = keyof Noises;
export type OptimizerKind = keyof Optimizers;
export type ScheduleKind = keyof Schedules;
export type RegionKind = keyof typeof REGION_MODELS;

/** Kinds of a spec that names none. */
export const DEFAULT_KINDS = { loss: 'saddle', optimizer: 'sgd' } as const;

/** Values of a kind's own fields in a spec. */
export type OwnFields<M> = M extends { fields: infer F extends Fields } ? ValuesOf<F> : never;

type NumberNames<F> = { [N in keyof F]: F[N] extends NumberField ? N : never }[keyof F] & string;

/** Names of the own numbers of all methods. */
export type OptimizerField = {
  [K in OptimizerKind]: NumberNames<Optimizers[K]['fields']>;
}[OptimizerKind];

/** Names of the own fields of all schedules. */
export type ScheduleField = {
  [K in ScheduleKind]: keyof Schedules[K]['fields'] & string;
}[ScheduleKind];

/** Own fields of a method and of the schedule that it follows. */
export const optimizerFields = (optimizer: {
  kind: OptimizerKind;
  schedule: ScheduleKind;
}): Fields => ({ ...optimizerModel(optimizer).fields, ...scheduleModel(optimizer).fields });

/** Own fields of every schedule that is there. */
export const scheduleFields = ofAllKinds((): ScheduleModel['fields'] =>
  Object.assign({}, ...Object.values(SCHEDULE_MODELS).map(({ fields }) => fields)),
);

/** Values that schedules add to those of a method; each only with its own. */
export type ScheduleValues = Partial<Record<ScheduleField, number>>;

/** How often kinds or texts came. */
let arrivals = 0;

/** What is made of every kind that is there: once, and anew when others have come. */
export function ofAllKinds<T>(make: () => T): () => T {
  let made: { of: number; value: T } | null = null;
  return () => {
    if (made?.of !== arrivals) made = { of: arrivals, value: make() };
    return made.value;
  };
}

/** Told by all-models.ts. */
export function provideModels(later: {
  losses: typeof LATER_LOSSES;
  noises: typeof LATER_NOISES;
  optimizers: typeof LATER_OPTIMIZERS;
  schedules: typeof LATER_SCHEDULES;
}): void {
  Object.assign(LOSS_MODELS, later.losses);
  Object.assign(NOISE_MODELS, later.noises);
  Object.assign(OPTIMIZER_MODELS, later.optimizers);
  Object.assign(SCHEDULE_MODELS, later.schedules);
  arrivals++;
}

/** Whether every kind of a spec is there: those of later-kinds.ts are from all-models.ts on. */
export function hasModelsOf(spec: {
  loss: { kind: LossKind };
  noise: { law: NoiseLaw };
  optimizer: { kind: OptimizerKind; schedule: ScheduleKind };
}): boolean {
  return (
    spec.loss.kind in LOSS_MODELS &&
    spec.noise.law in NOISE_MODELS &&
    spec.optimizer.kind in OPTIMIZER_MODELS &&
    spec.optimizer.schedule in SCHEDULE_MODELS
  );
}

const kinds = <K extends string>(models: Record<K, unknown>) =>
  ofAllKinds(() => Object.keys(models) as unknown as readonly K[]);
export const lossKinds = kinds(LOSS_MODELS);
/** Losses that a translation shakes. */
export const shakenLosses = ofAllKinds(() =>
  lossKinds().filter((kind) => LOSS_MODELS[kind].noise === 'shake'),
);
export const noiseLaws = kinds(NOISE_MODELS);
export const optimizerKinds = kinds(OPTIMIZER_MODELS);
export const scheduleKinds = kinds(SCHEDULE_MODELS);
export const REGIONS = /* @__PURE__ */ Object.keys(
  REGION_MODELS,
) as unknown as readonly RegionKind[];

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

type LossTexts = Record<LossKind, LossText>;
type NoiseTexts = Record<NoiseLaw, NoiseText>;
type OptimizerTexts = Record<OptimizerKind, OptimizerText>;
type ScheduleTexts = Record<ScheduleKind, ScheduleText>;

/** What people read of every kind; of those of later-kinds.ts from all-texts.ts on. */
export const LOSS_TEXTS = { saddle: saddleText } as LossTexts;
export const NOISE_TEXTS = { gaussian: gaussianText } as NoiseTexts;
export const OPTIMIZER_TEXTS = { gd: gdText, sgd: sgdText } as OptimizerTexts;
export const SCHEDULE_TEXTS = { constant: constantText } as ScheduleTexts;

/** Told by all-texts.ts. */
export function provideTexts(later: {
  losses: Omit<LossTexts, keyof typeof OPENING_LOSSES>;
  noises: Omit<NoiseTexts, keyof typeof OPENING_NOISES>;
  optimizers: Omit<OptimizerTexts, keyof typeof OPENING_OPTIMIZERS>;
  schedules: Omit<ScheduleTexts, keyof typeof OPENING_SCHEDULES>;
}): void {
  Object.assign(LOSS_TEXTS, later.losses);
  Object.assign(NOISE_TEXTS, later.noises);
  Object.assign(OPTIMIZER_TEXTS, later.optimizers);
  Object.assign(SCHEDULE_TEXTS, later.schedules);
  arrivals++;
}

export const lossText = ({ kind }: { kind: LossKind }): LossText =>
  lookUp(LOSS_TEXTS, 'text of the loss', kind);
export const noiseText = ({ law }: { law: NoiseLaw }): NoiseText =>
  lookUp(NOISE_TEXTS, 'text of the noise', law);
export const optimizerText = ({ kind }: { kind: OptimizerKind }): OptimizerText =>
  lookUp(OPTIMIZER_TEXTS, 'text of the optimizer', kind);
export const scheduleText = ({ schedule }: { schedule: ScheduleKind }): ScheduleText =>
  lookUp(SCHEDULE_TEXTS, 'text of the schedule', schedule);

/** @throws Error for a kind that is not in the registry: a fault of the program. */
function lookUp<M>(models: Readonly<Record<string, M>>, what: string, kind: string): M {
  if (!Object.hasOwn(models, kind)) throw new Error(`There is no ${what} "${kind}".`);
  return models[kind];
}
