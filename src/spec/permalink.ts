import type { Fields } from '../models/field';
import { NOISE_FIELDS } from '../models/noise/noise';
import { OPTIMIZER_FIELDS } from '../models/optimizer/optimizer';
import {
  lossKinds,
  lossModel,
  noiseLaws,
  noiseModel,
  ofAllKinds,
  optimizerKinds,
  optimizerModel,
  scheduleKinds,
  scheduleModel,
  shakenLosses,
} from '../models/registry';
import { sha256Hex } from './sha256';
import type { Spec } from './spec';

/**
 * The spec as the fragment of a link, readable and complete:
 *
 *   #watch?v=2&loss=saddle&a=1&noise=gaussian&sigma=2& ... &bins=512&check=0f3a9c71&end
 *
 * The part before `?` names the view. The version comes first, every field is always written, so
 * that a link means the same when a default changes, `check` proves that nothing was changed on the
 * way, and `end` that nothing was cut off. Version 1 has no check. link-reader.ts reads what was
 * changed on the way, and says what is wrong with it.
 */
export const LINK_VERSION = 2;

export interface LinkField {
  key: string;
  path: readonly string[];
  type: 'number' | 'list' | 'text' | 'named' | 'texts';
  /**
   * The kinds that have this field, by the key of the field that names them; all have it where this
   * is left out.
   */
  only?: {
    key: 'loss' | 'noise' | 'optimizer' | 'schedule' | 'start' | 'region';
    kinds: readonly string[];
  };
  /** Only some runs have it: it is written where the spec has it, as a list or not. */
  optional?: true;
}

const only = (key: NonNullable<LinkField['only']>['key'], ...kinds: string[]) => ({
  only: { key, kinds },
});

/** Fields that only some kinds of a group have, each once, in the order of the registry. */
function ownFields<K extends string>(
  group: 'loss' | 'noise' | 'optimizer',
  kinds: readonly K[],
  fieldsOf: (kind: K) => Fields,
  by: 'loss' | 'noise' | 'optimizer' | 'schedule' = group,
): LinkField[] {
  const found = new Map<
    string,
    { key: string; type: LinkField['type']; optional: boolean; kinds: K[] }
  >();
  for (const kind of kinds)
    for (const [name, own] of Object.entries(fieldsOf(kind))) {
      const field = found.get(name) ?? {
        key: ('link' in own && own.link) || name,
        type: own.type === 'whole' ? 'number' : own.type,
        optional: 'optional' in own && own.optional === true,
        kinds: [],
      };
      field.kinds.push(kind);
      found.set(name, field);
    }
  return Array.from(found, ([name, { key, type, optional, kinds }]) => ({
    key,
    path: [group, name],
    type,
    ...(optional ? { optional } : {}),
    ...only(by, ...kinds),
  }));
}

const common = (group: string, fields: Fields): LinkField[] =>
  Object.keys(fields).map((name) => ({ key: name, path: [group, name], type: 'number' }));

const { learningRate, batchSize } = OPTIMIZER_FIELDS;

/** Every field of links. */
export const linkFields = ofAllKinds((): readonly LinkField[] => [
  { key: 'loss', path: ['loss', 'kind'], type: 'text' },
  ...ownFields('loss', lossKinds(), (kind) => lossModel({ kind }).fields),
  { key: 'noise', path: ['noise', 'law'], type: 'text' },
  ...common('noise', NOISE_FIELDS),
  ...ownFields('noise', noiseLaws(), (law) => noiseModel({ law }).fields),
  { key: 'shake', path: ['noise', 'shake'], type: 'number', ...only('loss', ...shakenLosses()) },
  { key: 'optimizer', path: ['optimizer', 'kind'], type: 'text' },
  ...common('optimizer', { learningRate }),
  { key: 'schedule', path: ['optimizer', 'schedule'], type: 'text' },
  ...ownFields(
    'optimizer',
    scheduleKinds(),
    (schedule) => scheduleModel({ schedule }).fields,
    'schedule',
  ),
  ...common('optimizer', { batchSize }),
  ...ownFields('optimizer', optimizerKinds(), (kind) => optimizerModel({ kind }).fields),
  { key: 'dt', path: ['time', 'dt'], type: 'number' },
  { key: 'steps', path: ['time', 'steps'], type: 'number' },
  { key: 'every', path: ['time', 'record'], type: 'number', optional: true },
  { key: 'record', path: ['time', 'record'], type: 'list', optional: true },
  { key: 'levels', path: ['time', 'levels'], type: 'list', optional: true },
  { key: 'start', path: ['start', 'kind'], type: 'text' },
  { key: 'x', path: ['start', 'x'], type: 'list', ...only('start', 'point') },
  { key: 'mean', path: ['start', 'mean'], type: 'list', ...only('start', 'gaussian') },
  {
    key: 'standardDeviation',
    path: ['start', 'standardDeviation'],
    type: 'list',
    ...only('start', 'gaussian'),
  },
  { key: 'low', path: ['start', 'low'], type: 'list', ...only('start', 'uniform') },
  { key: 'high', path: ['start', 'high'], type: 'list', ...only('start', 'uniform') },
  { key: 'region', path: ['escape', 'region'], type: 'text', optional: true },
  { key: 'radius', path: ['escape', 'radius'], type: 'number', ...only('region', 'radius') },
  {
    key: 'regionCoordinate',
    path: ['escape', 'coordinate'],
    type: 'number',
    ...only('region', 'coordinate'),
  },
  { key: 'regionLow', path: ['escape', 'low'], type: 'number', optional: true },
  { key: 'regionHigh', path: ['escape', 'high'], type: 'number', optional: true },
  { key: 'particles', path: ['ensemble', 'particles'], type: 'number' },
  { key: 'seed', path: ['ensemble', 'seed'], type: 'text' },
  { key: 'cell', path: ['ensemble', 'cell'], type: 'number', optional: true },
  { key: 'coordinate', path: ['histogram', 'coordinate'], type: 'number' },
  { key: 'axis', path: ['histogram', 'axis'], type: 'text' },
  { key: 'min', path: ['histogram', 'min'], type: 'number' },
  { key: 'max', path: ['histogram', 'max'], type: 'number' },
  { key: 'bins', path: ['histogram', 'bins'], type: 'number' },
]);

/**
 * Writes a spec as the fragment of a link, with the leading `#`.
 *
 * @param spec  A whole spec, as `parseSpec` gives it.
 * @param view  Which view opens it. Small letters.
 * @param version  Of the form of links, 1 or 2; 2 has a check.
 * @returns The fragment, in letters that every address may have.
 */
export function specToFragment(spec: Spec, view = 'watch', version = LINK_VERSION): string {
  return fragmentOf(view, specPairs(spec), version);
}

/** A fragment of fields, written as name=value, between the version and the end. */
export function fragmentOf(view: string, pairs: readonly string[], version = LINK_VERSION): string {
  const all = [`v=${version}`, ...pairs];
  if (version > 1) all.push(`check=${checkOf(view, all.map(decodedPair))}`);
  return `#${view}?${[...all, 'end'].join('&')}`;
}

export function decodedPair(pair: string): [string, string] {
  const equals = pair.indexOf('=');
  return [pair.slice(0, equals), decodeURIComponent(pair.slice(equals + 1))];
}

/**
 * What `check` says: the first 32 bits of the SHA-256 of view, version and fields in their order,
 * each value percent-encoded once.
 * @param fields  Values are decoded.
 */
export function checkOf(view: string, fields: Iterable<readonly [string, string]>): string {
  const pairs = Array.from(fields, ([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return sha256Hex(`${view}?${pairs.join('&')}`).slice(0, 8);
}

/** Every field of a spec as name=value. */
export function specPairs(spec: Spec): string[] {
  const kinds = {
    loss: spec.loss.kind,
    noise: spec.noise.law,
    optimizer: spec.optimizer.kind,
    schedule: spec.optimizer.schedule,
    start: spec.start.kind,
    region: spec.escape.region ?? 'radius',
  };
  return fieldsOf(kinds)
    .filter(({ path, type, optional }) => {
      const value = read(spec, path);
      return !optional || (value !== undefined && Array.isArray(value) === (type === 'list'));
    })
    .map(({ key, path, type }) => {
      const value = read(spec, path);
      return `${key}=${write(type === 'texts' ? (value as string[]).join(';') : value)}`;
    });
}

/** What `parseSpec` takes, of values for some fields. */
export function specInput(
  fields: readonly LinkField[],
  value: (field: LinkField) => unknown,
): object {
  const input: Record<string, Record<string, unknown>> = {};
  for (const field of fields) {
    const [group, name] = field.path;
    input[group] ??= {};
    input[group][name] = value(field);
  }
  return { version: 1, ...input };
}

export type Kinds = Record<NonNullable<LinkField['only']>['key'], string>;

/** Fields of a link with these kinds. */
export function fieldsOf(kinds: Kinds): readonly LinkField[] {
  return linkFields().filter(
    ({ only }) => only === undefined || only.kinds.includes(kinds[only.key]),
  );
}

function read(spec: Spec, [group, name]: readonly string[]): unknown {
  return (spec as unknown as Record<string, Record<string, unknown>>)[group][name];
}

export function write(value: unknown): string {
  if (Array.isArray(value)) return value.map(write).join(',');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, entry]) => [name, ...Object.values(entry as object)].map(write).join('~'))
      .join(',');
  // A plus sign would be read as a space by some who pass a link on: 1e21, not 1e+21.
  if (typeof value === 'number') return String(value).replace('+', '');
  return encodeURIComponent(String(value));
}
