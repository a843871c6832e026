import { LAWS, LOSSES, OPTIMIZERS, parseSpec, SpecError, STARTS } from './schema';
import type { Spec } from './spec';

/**
 * The spec as the fragment of a link, readable and complete:
 *
 *   #watch?v=1&loss=saddle&a=1&noise=gaussian&sigma=2& ... &bins=512&end
 *
 * The part before `?` names the view. The version comes first, every field is always written, so that a link means
 * the same when a default changes, and `end` proves that nothing was cut off on the way.
 */
const LINK_VERSION = 1;

/** A link was refused. The message is one sentence that says what is wrong with it. */
export class LinkError extends SpecError {
  constructor(
    path: string,
    found: unknown,
    readonly sentence: string,
  ) {
    super(path, found, 'a whole link');
    this.message = sentence;
    this.name = 'LinkError';
  }
}

interface Field {
  key: string;
  path: readonly string[];
  type: 'number' | 'list' | 'text';
  /** The kinds that have this field, by the key of the field that names them; all have it where this is left out. */
  only?: { key: 'loss' | 'noise' | 'optimizer' | 'start'; kinds: readonly string[] };
  /** Only some runs have it: it is written where the spec has it. */
  optional?: true;
}

const only = (key: NonNullable<Field['only']>['key'], ...kinds: string[]) => ({ only: { key, kinds } });

const FIELDS: readonly Field[] = [
  { key: 'loss', path: ['loss', 'kind'], type: 'text' },
  { key: 'a', path: ['loss', 'a'], type: 'list', ...only('loss', 'saddle', 'relu-saddle', 'linear-network') },
  { key: 'depth', path: ['loss', 'depth'], type: 'number', ...only('loss', 'linear-network') },
  { key: 'noise', path: ['noise', 'law'], type: 'text' },
  { key: 'sigma', path: ['noise', 'sigma'], type: 'number' },
  { key: 'tau', path: ['noise', 'tau'], type: 'number' },
  { key: 'rho', path: ['noise', 'rho'], type: 'number' },
  { key: 'samples', path: ['noise', 'samples'], type: 'number', ...only('noise', 'dataset') },
  {
    key: 'shake',
    path: ['noise', 'shake'],
    type: 'number',
    ...only('loss', 'double-well', 'spike-and-wells'),
  },
  { key: 'optimizer', path: ['optimizer', 'kind'], type: 'text' },
  { key: 'learningRate', path: ['optimizer', 'learningRate'], type: 'number' },
  { key: 'schedule', path: ['optimizer', 'schedule'], type: 'text' },
  { key: 'batchSize', path: ['optimizer', 'batchSize'], type: 'number' },
  {
    key: 'perturbation',
    path: ['optimizer', 'perturbation'],
    type: 'number',
    ...only('optimizer', 'perturbed'),
  },
  { key: 'epochLength', path: ['optimizer', 'epochLength'], type: 'number', ...only('optimizer', 'svrg') },
  {
    key: 'beta',
    path: ['optimizer', 'beta'],
    type: 'number',
    ...only('optimizer', 'heavy-ball', 'nesterov'),
  },
  { key: 'dt', path: ['time', 'dt'], type: 'number' },
  { key: 'steps', path: ['time', 'steps'], type: 'number' },
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
  { key: 'radius', path: ['escape', 'radius'], type: 'number' },
  { key: 'particles', path: ['ensemble', 'particles'], type: 'number' },
  { key: 'seed', path: ['ensemble', 'seed'], type: 'text' },
  { key: 'cell', path: ['ensemble', 'cell'], type: 'number', optional: true },
  { key: 'coordinate', path: ['histogram', 'coordinate'], type: 'number' },
  { key: 'axis', path: ['histogram', 'axis'], type: 'text' },
  { key: 'min', path: ['histogram', 'min'], type: 'number' },
  { key: 'max', path: ['histogram', 'max'], type: 'number' },
  { key: 'bins', path: ['histogram', 'bins'], type: 'number' },
];

const KNOWN: Record<keyof Kinds, readonly string[]> = {
  loss: LOSSES,
  noise: LAWS,
  optimizer: OPTIMIZERS,
  start: STARTS,
};

export type LinkFields = ReadonlyMap<string, string>;

/** From each older version to the next one: keys are the version a step starts from. There is only version 1 yet. */
const UPGRADES: Record<number, (fields: LinkFields) => LinkFields> = {};

/**
 * Writes a spec as the fragment of a link, with the leading `#`.
 *
 * @param view  Which view opens it. Small letters.
 */
export function specToFragment(spec: Spec, view = 'watch'): string {
  return fragmentOf(view, specPairs(spec));
}

/** A fragment of fields, written as name=value, between the version and the end. */
export function fragmentOf(view: string, pairs: readonly string[]): string {
  return `#${view}?${[`v=${LINK_VERSION}`, ...pairs, 'end'].join('&')}`;
}

/** Every field of a spec as name=value. */
export function specPairs(spec: Spec): string[] {
  const kinds = {
    loss: spec.loss.kind,
    noise: spec.noise.law,
    optimizer: spec.optimizer.kind,
    start: spec.start.kind,
  };
  return fieldsOf(kinds)
    .filter(({ path, optional }) => !optional || read(spec, path) !== undefined)
    .map(({ key, path }) => `${key}=${write(read(spec, path))}`);
}

/**
 * Reads a spec from the fragment of a link. A whole address is fine too: what comes before its `#` is left out.
 *
 * @throws LinkError, a SpecError, when the link is cut, lacks a field, has one twice, has one that nobody
 *   knows, or was made by a newer version; SpecError as `parseSpec` when a value is not accepted.
 */
export function fragmentToSpec(fragment: string): Spec {
  return specOfFields(linkFields(fragment));
}

/** LinkFields of a link by their names, as of the present version. Throws LinkError as `fragmentToSpec`. */
export function linkFields(fragment: string): LinkFields {
  return upgrade(splitLink(fragment));
}

/**
 * The spec that fields of a link make. Throws as `fragmentToSpec`.
 * @param others  Names of fields that are not of the spec.
 */
export function specOfFields(fields: LinkFields, others: readonly string[] = []): Spec {
  const wanted = fieldsOf(kindsOf(fields));
  for (const { key, optional } of wanted) if (!optional && !fields.has(key)) throw missing(key);
  for (const key of fields.keys())
    if (key !== 'v' && !others.includes(key) && !wanted.some((field) => field.key === key))
      throw new LinkError(
        key,
        key,
        `The link has the unknown field ${quote(key)}; check that it was copied as it was.`,
      );
  const input: Record<string, Record<string, unknown>> = {};
  for (const field of wanted.filter(({ key }) => fields.has(key))) {
    const [group, name] = field.path;
    input[group] ??= {};
    input[group][name] = parse(field, fields.get(field.key)!);
  }
  return parseSpec({ version: 1, ...input });
}

/** Name of the view that a link opens: what stands before its `?`; empty where there is none. */
export function viewOf(fragment: string): string {
  return /^#?([a-z]+)\?/.exec(afterHash(fragment))?.[1] ?? '';
}

type Kinds = Record<NonNullable<Field['only']>['key'], string>;

/** What a link says of its kinds. A kind that nobody knows is refused here: it would make the link's own fields unknown. */
function kindsOf(fields: LinkFields): Kinds {
  const kind = (key: keyof Kinds, path: string) => {
    const found = fields.get(key);
    if (found === undefined) throw missing(key);
    const named = decode(found, path);
    if (!KNOWN[key].includes(named))
      throw new SpecError(path, named, KNOWN[key].map((one) => `"${one}"`).join(' or '));
    return named;
  };
  return {
    loss: kind('loss', 'loss.kind'),
    noise: kind('noise', 'noise.law'),
    optimizer: kind('optimizer', 'optimizer.kind'),
    start: kind('start', 'start.kind'),
  };
}

/** LinkFields of a link with these kinds. */
function fieldsOf(kinds: Kinds): readonly Field[] {
  return FIELDS.filter(({ only }) => only === undefined || only.kinds.includes(kinds[only.key]));
}

function afterHash(address: string): string {
  return address.slice(address.indexOf('#') + 1);
}

function splitLink(address: string): LinkFields {
  const fragment = afterHash(address.trim());
  const view = viewOf(fragment);
  const tokens = fragment.slice(view.length + 1).split('&');
  const version = /^v=(\d{1,9})$/.exec(tokens[0]);
  if (!view || !version)
    throw new LinkError(
      'link',
      fragment,
      `${quote(fragment)} is not a link to a Saddlescape run, or is cut off near its start; give one that begins with #watch?v=${LINK_VERSION}& and ends with &end.`,
    );
  if (Number(version[1]) > LINK_VERSION)
    throw new LinkError(
      'v',
      Number(version[1]),
      `The link was made with a newer Saddlescape: it is of version ${version[1]}, and this one reads up to version ${LINK_VERSION}.`,
    );
  if (tokens.at(-1) !== 'end') {
    const last = tokens.at(-2)?.split('=')[0] ?? 'v';
    throw new LinkError(
      'link',
      tokens.at(-1),
      `The link is cut off after the field ${quote(last)}; copy it whole, up to &end.`,
    );
  }
  const fields = new Map<string, string>();
  for (const token of tokens.slice(0, -1)) {
    const equals = token.indexOf('=');
    const key = equals < 0 ? token : token.slice(0, equals);
    if (equals < 0)
      throw new LinkError(
        key,
        token,
        `The link has ${quote(token)} where a field and its value, name=value, should be.`,
      );
    if (fields.has(key)) throw new LinkError(key, token, `The link gives the field ${quote(key)} twice.`);
    fields.set(key, token.slice(equals + 1));
  }
  return fields;
}

function upgrade(fields: LinkFields): LinkFields {
  let upgraded = fields;
  for (let version = Number(fields.get('v')); version < LINK_VERSION; version++) {
    const step = UPGRADES[version];
    if (!step) throw new LinkError('v', version, `The link is of version ${version}, which never was.`);
    upgraded = step(upgraded);
  }
  return upgraded;
}

function read(spec: Spec, [group, name]: readonly string[]): unknown {
  return (spec as unknown as Record<string, Record<string, unknown>>)[group][name];
}

export function write(value: unknown): string {
  if (Array.isArray(value)) return value.map(write).join(',');
  // A plus sign would be read as a space by some who pass a link on: 1e21, not 1e+21.
  if (typeof value === 'number') return String(value).replace('+', '');
  return encodeURIComponent(String(value));
}

function parse(field: Field, text: string): unknown {
  const path = field.path.join('.');
  const decoded = decode(text, path);
  if (field.type === 'text') return decoded;
  if (field.type === 'number') return parseNumber(decoded, path);
  return decoded.split(',').map((item, i) => parseNumber(item, `${path}[${i}]`));
}

export function decode(text: string, path: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new SpecError(path, text, 'a text in percent-encoding');
  }
}

export function parseNumber(text: string, path: string): number {
  if (!/^-?\d+(\.\d+)?(e-?\d+)?$/.test(text))
    throw new SpecError(path, text, 'a number such as 2, -0.5 or 1e-3');
  return Number(text);
}

export function missing(key: string): LinkError {
  return new LinkError(
    key,
    undefined,
    `The link lacks the field ${quote(key)}; every field is written in a whole link.`,
  );
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text);
}
