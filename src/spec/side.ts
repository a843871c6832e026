import { parseSpec } from './schema';
import type { Noise, Optimizer, OptimizerKind, Spec } from './spec';
import type { PartialSpec } from './sweep';

/**
 * Fields that only some kinds have: what is dropped when a side is of another kind than its base.
 */
export const OPTIMIZER_FIELDS: Record<OptimizerKind, readonly (keyof Optimizer)[]> = {
  gd: [],
  sgd: [],
  perturbed: ['perturbation'],
  svrg: ['epochLength'],
  'heavy-ball': ['beta'],
  nesterov: ['beta'],
};

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
  if (group === 'optimizer') {
    const kind = given.kind ?? base.optimizer.kind;
    const { learningRate, schedule, batchSize } = base.optimizer;
    // Foreign: `kind` may be anything.
    const known = typeof kind === 'string' && Object.hasOwn(OPTIMIZER_FIELDS, kind);
    const own = (known ? OPTIMIZER_FIELDS[kind as OptimizerKind] : []).filter(
      (field) => base.optimizer[field] !== undefined,
    );
    return {
      kind,
      learningRate,
      schedule,
      batchSize,
      ...Object.fromEntries(own.map((field) => [field, base.optimizer[field]])),
    };
  }
  if (group === 'noise') {
    const { samples, ...common }: Noise = base.noise;
    const law = given.law ?? base.noise.law;
    return law === 'dataset' && samples !== undefined ? { ...common, samples } : common;
  }
  const own = base[group as keyof Spec] as unknown as Record<string, unknown>;
  const other = given.kind !== undefined && given.kind !== own.kind;
  return other ? {} : own;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
