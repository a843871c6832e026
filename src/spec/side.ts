import type { Fields } from '../models/field';
import { NOISE_FIELDS, SHAKE } from '../models/noise/noise';
import { NOISE_MODELS, OPTIMIZER_MODELS, SCHEDULE_MODELS } from '../models/registry';
import './data-set';
import { isObject } from './is-object';
import { parseSpec } from './schema';
import type { Noise, Optimizer, Spec } from './spec';
import type { PartialSpec } from './sweep';

/**
 * The base with what `partial` says in place of its own. Throws SpecError as `parseSpec`, with
 * paths of the whole spec.
 */
export function withPartial(base: Spec, partial: PartialSpec): Spec {
  const draft: Record<string, unknown> = { ...base };
  for (const [group, given] of Object.entries(partial)) {
    const own = draft[group];
    draft[group] =
      isObject(own) && isObject(given) ? { ...kept(base, group, given), ...given } : given;
  }
  // A loss of another kind brings its own start, noise and histogram where it does not say them
  // itself.
  const { loss } = partial;
  if (isObject(loss) && loss.kind !== undefined && loss.kind !== base.loss.kind)
    for (const group of ['start', 'noise', 'histogram'] as const)
      if (partial[group] === undefined) delete draft[group];
  return parseSpec(draft);
}

/** Fields of a group of the base that still apply to the kind that is given. */
function kept(base: Spec, group: string, given: Record<string, unknown>): object {
  if (group === 'optimizer') return keptOptimizer(base.optimizer, given.kind, given.schedule);
  if (group === 'noise') return keptNoise(base.noise, given.law, given.data);
  const own = base[group as keyof Spec] as unknown as Record<string, unknown>;
  // A radius goes without its kind.
  const [kind, old] =
    group === 'escape' ? [given.region, own.region ?? 'radius'] : [given.kind, own.kind];
  return kind !== undefined && kind !== old ? {} : own;
}

/** Own fields of `old` that a model has too. */
function shared(old: object, fields: Fields): object {
  return Object.fromEntries(Object.entries(old).filter(([name]) => Object.hasOwn(fields, name)));
}

/**
 * What stays of a method when its kind changes: the fields that every method has, and own ones that
 * both have. This is the one rule for lists, sides and the panel of all parameters.
 * @param kind  May be anything: `parseSpec` refuses it later. Left out, the method stays of its kind.
 * @param schedule  The same.
 */
export function keptOptimizer(
  old: Optimizer,
  kind: unknown = old.kind,
  schedule: unknown = old.schedule,
): object {
  const { learningRate, batchSize } = old;
  const fields: Fields = {
    ...(isKind(OPTIMIZER_MODELS, kind) ? OPTIMIZER_MODELS[kind].fields : {}),
    ...(isKind(SCHEDULE_MODELS, schedule) ? SCHEDULE_MODELS[schedule].fields : {}),
  };
  return { kind, learningRate, schedule, batchSize, ...shared(old, fields) };
}

/** As `keptOptimizer`, of noise. A user's own samples, and others, bring their own scales. */
export function keptNoise(old: Noise, law: unknown = old.law, data?: unknown): object {
  const model = isKind(NOISE_MODELS, law) ? NOISE_MODELS[law] : null;
  const fields = model?.fields ?? {};
  const same = 'data' in old && (data === undefined || data === old.data);
  const own = model?.given && !same ? {} : NOISE_FIELDS;
  const common = shared(old, { ...own, shake: SHAKE });
  return { law, ...common, ...shared(old, fields) };
}

function isKind<M extends object>(models: M, kind: unknown): kind is keyof M {
  return typeof kind === 'string' && Object.hasOwn(models, kind);
}

/**
 * What `withPartial` must be given to make `spec` of `base`: the fields that differ, and of a group
 * of another kind the kind and what differs from what it would have. Seed and histogram are those
 * of the base.
 */
export function differenceOf(base: Spec, spec: Spec): PartialSpec {
  const partial: Record<string, Record<string, unknown>> = {};
  for (const group of ['loss', 'noise', 'optimizer', 'time', 'start', 'escape'] as const) {
    const fields = Object.entries(spec[group]).filter(
      ([name, value]) =>
        JSON.stringify(value) !==
        JSON.stringify((base[group] as unknown as Record<string, unknown>)[name]),
    );
    if (fields.length > 0) partial[group] = Object.fromEntries(fields);
  }
  return partial;
}
