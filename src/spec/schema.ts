import * as v from 'valibot';
import { LARGEST_MAGNITUDE, MOST_RUN_STEPS, numberOf } from '../models/field';
import { MOST_COORDINATES } from '../models/loss/loss';
import { NOISE_FIELDS, SHAKE } from '../models/noise/noise';
import { OPTIMIZER_FIELDS } from '../models/optimizer/optimizer';
import {
  lossKinds,
  lossModel,
  noiseLaws,
  noiseModel,
  ofAllKinds,
  optimizerKinds,
  optimizerModel,
  REGIONS,
  regionModel,
  scheduleFields,
  scheduleKinds,
  scheduleModel,
} from '../models/registry';
import { unlisted } from './check-lists';
import { checkEdges, checkTogether } from './check-together';
import { fieldSchema, fieldSchemas } from './field-schema';
import { givenSamplesOf } from './given-samples';
import { fillRecord } from './record';
import { choice, coordinates, object, positive, real, wholeFrom, within } from './schema-parts';
import { LONGEST_SEED } from './seed';
import {
  type Axis,
  type CommonNoise,
  dimensionOf,
  type Escape,
  type Loss,
  type LossValues,
  type Noise,
  type Optimizer,
  type Spec,
} from './spec';
import { SpecError, shorten, UnknownField } from './spec-error';

export { SpecError };

/** Largest magnitude a particle may start at, or spread by: below where the engine freezes it. */
const LARGEST_START = 1e28;
export const MOST_PARTICLES = 2 ** 26;
/** A cell's number is a word of the position of its noise. */
export const MOST_CELL = 2 ** 32 - 1;
/** Counters of a workgroup: bins and six more (shaders/histogram.wgsl) fill the 16 KiB that every WebGPU device has. */
export const MOST_BINS = 4090;

const SEED_ACCEPTED = `a text of 1 to ${LONGEST_SEED} characters`;

/** Range of the histogram that is taken when the spec leaves it out. */
export const DEFAULT_RANGE: Record<Axis, { min: number; max: number }> = {
  linear: { min: -10, max: 10 },
  asinh: { min: -100, max: 100 },
  'log-abs': { min: 1e-6, max: 1e6 },
};

const startValue = within(-LARGEST_START, LARGEST_START, 'a number between -1e28 and 1e28');
const startSpread = within(0, LARGEST_START, 'a number from 0 to 1e28');

const StartSchema = v.variant(
  'kind',
  [
    object({ kind: v.literal('point'), x: v.optional(coordinates(startValue)) }),
    object({
      kind: v.literal('gaussian'),
      mean: v.optional(coordinates(startValue)),
      standardDeviation: v.optional(coordinates(startSpread)),
    }),
    object({
      kind: v.literal('uniform'),
      low: v.optional(coordinates(startValue)),
      high: v.optional(coordinates(startValue)),
    }),
  ],
  '"point" or "gaussian" or "uniform"',
);

export const STARTS = ['point', 'gaussian', 'uniform'] as const;
const oneOf = (options: readonly string[]) => options.map((o) => `"${o}"`).join(' or ');

const lossSchema = () =>
  v.variant(
    'kind',
    lossKinds().map((kind) =>
      object({ kind: v.literal(kind), ...fieldSchemas(lossModel({ kind }).fields) }),
    ),
    oneOf(lossKinds()),
  );

/** Fields of noise whose default the loss or a user's own samples say. */
const GIVEN_NOISE = {
  ...NOISE_FIELDS,
  rho: { ...NOISE_FIELDS.rho, default: null },
  shake: { ...SHAKE, default: null },
};

const noiseSchema = () =>
  v.variant(
    'law',
    noiseLaws().map((law) =>
      object({
        law: v.literal(law),
        ...fieldSchemas(GIVEN_NOISE),
        ...fieldSchemas(noiseModel({ law }).fields),
      }),
    ),
    oneOf(noiseLaws()),
  );

/** Fields of schedules, which only some have: `fillSchedule` says their defaults. */
const scheduleSchemas = () =>
  fieldSchemas(
    Object.fromEntries(
      Object.entries(scheduleFields()).map(([name, field]) => [name, { ...field, default: null }]),
    ),
  );

const optimizerSchema = () =>
  v.variant(
    'kind',
    optimizerKinds().map((kind) => {
      const fields = {
        kind: v.literal(kind),
        learningRate: fieldSchema(OPTIMIZER_FIELDS.learningRate),
        schedule: v.optional(choice(scheduleKinds()), 'constant'),
        batchSize: fieldSchema(OPTIMIZER_FIELDS.batchSize),
        ...fieldSchemas(optimizerModel({ kind }).fields),
      };
      return object({ ...fields, ...scheduleSchemas() }, Object.keys(fields));
    }),
    oneOf(optimizerKinds()),
  );

const EscapeSchema = v.variant(
  'region',
  REGIONS.map((region) =>
    object({
      region: region === 'radius' ? v.optional(v.literal(region)) : v.literal(region),
      ...fieldSchemas(regionModel({ region }).fields),
    }),
  ),
  oneOf(REGIONS),
);

/**
 * What each field may be by itself, group by group.
 * @internal
 */
export const specSchema = ofAllKinds(() =>
  object({
    version: v.optional(v.literal(1, '1, the only version there is'), 1),
    loss: v.optional(lossSchema(), { kind: 'saddle' }),
    noise: v.optional(noiseSchema(), { law: 'gaussian' }),
    optimizer: v.optional(optimizerSchema(), { kind: 'sgd' }),
    time: v.optional(
      object({
        dt: v.optional(positive, 0.001),
        steps: v.optional(wholeFrom(1, MOST_RUN_STEPS), 10_000),
        record: v.optional(v.unknown()),
        levels: v.optional(v.unknown()),
      }),
      {},
    ),
    start: v.optional(StartSchema, { kind: 'point' }),
    escape: v.optional(EscapeSchema, { region: 'radius' }),
    ensemble: v.optional(
      object({
        particles: v.optional(wholeFrom(1, MOST_PARTICLES), 2 ** 20),
        seed: v.optional(
          v.pipe(
            v.string(SEED_ACCEPTED),
            v.check(
              (text) =>
                text.length >= 1 && text.length <= LONGEST_SEED && !/\p{Surrogate}/u.test(text),
              SEED_ACCEPTED,
            ),
          ),
          '1',
        ),
        cell: v.optional(wholeFrom(0, MOST_CELL)),
      }),
      {},
    ),
    histogram: v.optional(
      object({
        coordinate: v.optional(wholeFrom(0, MOST_COORDINATES - 1), 0),
        axis: v.optional(choice(['linear', 'asinh', 'log-abs'])),
        min: v.optional(real),
        max: v.optional(real),
        bins: v.optional(wholeFrom(1, MOST_BINS), 512),
      }),
      {},
    ),
  }),
);

/**
 * Makes a full spec of untrusted input: every left-out field takes its documented default.
 *
 * @param input  Any value, usually parsed JSON.
 * @returns A new object with every field written out.
 * @throws SpecError naming the first offending field, what was found and what would be accepted.
 */
export function parseSpec(input: unknown): Spec {
  refuseLists(input);
  const parsed = v.safeParse(specSchema(), withKinds(input), { abortEarly: true });
  if (!parsed.success) throw refusal(parsed.issues[0]);
  const { time, start, escape: region, ensemble, histogram, ...rest } = parsed.output;
  const { cell, ...population } = ensemble;
  // The registry makes schema and type alike; fields whose default depends on the loss come below.
  const loss = fillNamed(parsed.output.loss as Loss);
  const optimizer = fillNamed(fillSchedule(parsed.output.optimizer as Optimizer));
  const noise = parsed.output.noise as GivenNoise;
  const spec: Spec = {
    ...rest,
    version: 1,
    loss,
    noise: fillNoise(noise, loss),
    optimizer,
    time: fillRecord(time),
    start: fillStart(start, loss),
    escape: fillEscape(region),
    // Cell 0 is what a run without a cell has.
    ensemble: cell ? { ...population, cell } : population,
    histogram: fillHistogram(histogram, loss),
  };
  checkTogether(spec);
  checkEdges(spec.histogram);
  return spec;
}

/**
 * The sentence for what the schema found first.
 * @internal
 * @param root  Name of the whole document.
 */
export function refusal(issue: v.BaseIssue<unknown>, root = ''): SpecError {
  const keys = (issue.path ?? []).map((item) => item.key);
  const path = keys
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i > 0 ? '.' : ''}${nameOf(key)}`))
    .join('');
  // The input of an issue about an unknown field is the field's name, and not its value.
  const unknown = issue.type === 'strict_object' && issue.expected === 'never';
  const missing = issue.type === 'strict_object' && issue.input === undefined;
  return new SpecError(
    path || root,
    unknown ? new UnknownField() : issue.input,
    missing ? 'one: it has no default' : issue.message,
  );
}

/** A field's name as the user wrote it; quoted and cut where it is not one word. */
export function nameOf(key: unknown): string {
  const name = String(key);
  return /^[\w$-]{1,60}$/.test(name) ? name : shorten(JSON.stringify(name));
}

/**
 * Lists are objects to JavaScript, and an empty one would pass for an object with every field left
 * out.
 */
export function refuseLists(input: unknown, name = '', listed: readonly string[] = []): void {
  const fields =
    Array.isArray(input) || typeof input !== 'object' || input === null
      ? []
      : Object.entries(input);
  for (const [path, value] of [[name, input], ...fields] as [string, unknown][])
    if (Array.isArray(value) && !listed.includes(path))
      throw new SpecError(path && nameOf(path), value, 'an object');
}

/** Fields that say which other fields there are, written out where they were left out. */
export const KINDS: Record<string, Record<string, string>> = {
  loss: { kind: 'saddle' },
  noise: { law: 'gaussian' },
  optimizer: { kind: 'sgd' },
  start: { kind: 'point' },
};

function withKinds(input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input;
  const filled: Record<string, unknown> = { ...input };
  for (const [group, kind] of Object.entries(KINDS)) {
    const given = filled[group];
    if (typeof given === 'object' && given !== null) filled[group] = { ...kind, ...given };
  }
  return filled;
}

type Parsed = v.InferOutput<ReturnType<typeof specSchema>>;

type GivenNoise = Omit<Noise, 'sigma' | 'tau' | 'rho'> & Partial<CommonNoise>;

/** Parameters of formulas that are numbers alone take a range of their size. */
function fillNamed<G extends object>(group: G): G {
  if (!('parameters' in group)) return group;
  const parameters = Object.entries(group.parameters as object).map(
    ([name, given]: [string, unknown]) => {
      if (typeof given !== 'number') return [name, given];
      const size = 2 * Math.max(1, Math.min(Math.abs(given), LARGEST_MAGNITUDE / 2));
      return [name, { value: given, min: -size, max: size }];
    },
  );
  return { ...group, parameters: Object.fromEntries(parameters) };
}

/** Fields of the schedule, and no other's. */
function fillSchedule(optimizer: Optimizer): Optimizer {
  const { schedule, kind } = optimizer;
  const { fields } = scheduleModel(optimizer);
  const own = optimizerModel({ kind }).fields;
  for (const name of Object.keys(scheduleFields()))
    if (!Object.hasOwn(fields, name) && !Object.hasOwn(own, name) && Object.hasOwn(optimizer, name))
      throw new SpecError(
        `optimizer.${name}`,
        numberOf(optimizer, name),
        `no ${name} with the schedule ${schedule}`,
      );
  const values = Object.entries(fields).map(([name, field]) => [
    name,
    numberOf(optimizer, name) ?? field.default,
  ]);
  return { ...optimizer, ...Object.fromEntries(values) };
}

/** Noise that the loss has, or a user's own samples, and what is given. */
function fillNoise({ sigma, tau, rho, shake, law, ...own }: GivenNoise, loss: Loss): Noise {
  const { defaults, noise } = lossModel(loss);
  const samples = noise === 'slopes' ? givenSamplesOf({ noise: own }) : null;
  return unlisted(
    {
      law,
      sigma: sigma ?? samples?.deviation[0] ?? defaults.sigma,
      tau: tau ?? samples?.deviation[1] ?? defaults.tau,
      rho: rho ?? samples?.correlation ?? defaults.rho ?? NOISE_FIELDS.rho.default,
      ...own,
      ...(noise === 'shake' || shake !== undefined ? { shake: shake ?? SHAKE.default } : {}),
    } as Noise,
    loss,
  );
}

function fillStart(start: Parsed['start'], loss: Loss): Spec['start'] {
  const fill = (value: number) => new Array<number>(dimensionOf({ loss })).fill(value);
  if (start.kind === 'point')
    return {
      kind: 'point',
      x: start.x ?? lossModel(loss).defaults.point(loss as LossValues),
    };
  if (start.kind === 'gaussian')
    return {
      kind: 'gaussian',
      mean: start.mean ?? fill(0),
      standardDeviation: start.standardDeviation ?? fill(1),
    };
  return { kind: 'uniform', low: start.low ?? fill(-1), high: start.high ?? fill(1) };
}

/** A radius goes without its kind. */
function fillEscape({ region, ...fields }: { region?: string | undefined } = {}): Escape {
  const plain = region === undefined || region === 'radius';
  return (plain ? fields : { region, ...fields }) as unknown as Escape;
}

function fillHistogram(histogram: Parsed['histogram'], loss: Loss): Spec['histogram'] {
  const { defaults } = lossModel(loss);
  const axis = histogram.axis ?? defaults.axis;
  const range = (axis === 'linear' && defaults.linearRange) || DEFAULT_RANGE[axis];
  const { coordinate, bins } = histogram;
  return {
    coordinate,
    axis,
    min: histogram.min ?? range.min,
    max: histogram.max ?? range.max,
    bins,
  };
}
