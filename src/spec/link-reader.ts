import '../models/all-models';
import { NOISE_FIELDS } from '../models/noise/noise';
import { lossKinds, noiseLaws, optimizerKinds, REGIONS, scheduleKinds } from '../models/registry';
import './data-set';
import { namedNumbers, textsOf } from './exact-fragment';
import { isTracking, mendings } from './link-mending';
import {
  checkOf,
  fieldsOf,
  type Kinds,
  LINK_VERSION,
  type LinkField,
  linkFields,
  specInput,
  write,
} from './permalink';
import { visible } from './plain-text';
import { nameOf, parseSpec, SpecError, STARTS } from './schema';
import type { Spec } from './spec';

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

/** Fields of a link by their names, decoded; `v` and `check` are not among them. */
export type LinkFields = ReadonlyMap<string, string>;

/**
 * What a link asks for, and one sentence where it does not say so beyond doubt, or says more than
 * is read.
 */
export interface Opened<T> {
  asked: T;
  notice: string | null;
}

/**
 * Reads a spec from the fragment of a link. A whole address is fine too: what comes before its `#`
 * is left out. What was added or encoded on the way is taken off again where the check proves it,
 * or where it cannot be part of a link.
 *
 * @param address  The fragment with or without its `#`, or a whole address.
 * @returns The spec, every default written out.
 * @throws LinkError, a SpecError, when the link is cut, changed, lacks a field, has one twice, has
 * one that nobody knows, or was made by a newer version; SpecError as `parseSpec` when a value is
 * not accepted.
 */
export function fragmentToSpec(address: string): Spec {
  return readSpecLink(address).asked;
}

/** As `fragmentToSpec`, with what there is to say about it. */
export function readSpecLink(address: string): Opened<Spec> {
  return readLink(address, (fields, view) => {
    if (view === 'map')
      throw new LinkError(
        'link',
        view,
        'The link is to a map, not to a run; open it on the Map page.',
      );
    return specOfFields(fields);
  });
}

const KNOWN: Record<keyof Kinds, readonly string[]> = {
  loss: lossKinds(),
  noise: noiseLaws(),
  optimizer: optimizerKinds(),
  schedule: scheduleKinds(),
  start: STARTS,
  region: REGIONS,
};
/**
 * Longest link that is looked at: that of 64 coordinates and five sides is some 10,000 characters.
 */
const LONGEST = 100_000;

/**
 * Finds the reading of an address that its check proves; of a link without a check, the first that
 * makes something.
 * @param make  Makes what is asked for of decoded fields; throws SpecError.
 */
export function readLink<T>(
  address: string,
  make: (fields: LinkFields, view: string) => T,
): Opened<T> {
  let refusal: unknown = null;
  for (const { text, mended } of mendings(address)) {
    try {
      if (/\p{Surrogate}/u.test(text))
        throw new LinkError(
          'link',
          text,
          'The link holds half a letter; copy it again from its source.',
        );
      const link = splitLink(text);
      return { asked: openLink(link, make), notice: noticeOf(link, mended) };
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      // The plainest reading says best what is wrong.
      refusal ??= error;
    }
  }
  throw refusal;
}

interface Split {
  view: string;
  version: number;
  /** As they stand in the link. */
  raw: ReadonlyMap<string, string>;
  /** What follows the end. */
  rest: string;
}

function openLink<T>(
  { view, version, raw }: Split,
  make: (fields: LinkFields, view: string) => T,
): T {
  const fields = new Map(raw);
  fields.delete('v');
  if (version === 1) return make(plainFields(fields, betrayed(fields) ? 2 : 1), view);
  fields.delete('check');
  const check = raw.get('check')?.toLowerCase();
  if (check === undefined) throw missing('check');
  for (const spaces of [false, true])
    for (const times of [1, 0, 2, 3]) {
      const decoded = decodedFields(fields, times, spaces);
      if (decoded && checkOf(view, [['v', String(version)], ...decoded]) === check)
        return make(decoded, view);
    }
  // A value that is not accepted says more than a check that does not fit.
  make(plainFields(fields, 1), view);
  throw new LinkError(
    'check',
    check,
    'The link was changed on its way: its checksum does not match; copy it again from its source.',
  );
}

/** Whether a link was encoded once more than it should be: only a seed may have a percent sign. */
function betrayed(fields: LinkFields): boolean {
  return [...fields].some(([key, value]) => key !== 'seed' && /%25[\da-f]{2}/i.test(value));
}

/** @returns null where some value is not in percent-encoding. */
function decodedFields(fields: LinkFields, times: number, spaces: boolean): LinkFields | null {
  try {
    const decoded = new Map<string, string>();
    for (const [key, value] of fields) {
      let text = spaces ? value.replaceAll('+', ' ') : value;
      for (let time = 0; time < times; time++) text = decodeURIComponent(text);
      decoded.set(key, text);
    }
    return decoded;
  } catch {
    return null;
  }
}

/** @throws SpecError naming the first value that is not in percent-encoding. */
function plainFields(fields: LinkFields, times: number): LinkFields {
  const decoded = decodedFields(fields, times, false);
  if (decoded) return decoded;
  const [key, value] = [...fields].find((pair) => !decodedFields(new Map([pair]), times, false))!;
  const path =
    linkFields()
      .find((field) => field.key === key)
      ?.path.join('.') ?? nameOf(key);
  throw new SpecError(path, value, 'a text in percent-encoding');
}

/** What there is to say about a link that was opened. */
function noticeOf({ version, raw, rest }: Split, mended: boolean): string | null {
  const added = /^\W*(\w+)=/.exec(rest)?.[1];
  // How much a page shows is said after the end: page/watch/layout-choice.ts.
  if (added && !['ui', 'version'].includes(added) && !isTracking(added))
    return `The link has more text after &end, from ${quote(added)} on, which is ignored.`;
  if (version > 1) return null;
  // Only texts may have become others: a number is a number.
  const plain = [...raw].every(
    ([key, text]) =>
      !/^(seed|[b-f])$/.test(key) ||
      (write(safely(text)) === upperEscapes(text) && !/%25[\da-f]{2}/i.test(text)),
  );
  if (plain && !mended) return null;
  const [seed] = plainFields(new Map([['seed', raw.get('seed')!]]), betrayed(raw) ? 2 : 1).values();
  return `The link is an old one without a checksum, and may have been changed on its way: the run shown has the seed ${quote(seed)}.`;
}

function safely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function upperEscapes(text: string): string {
  return text.replace(/%[\da-f]{2}/gi, (byte) => byte.toUpperCase());
}

/**
 * The spec that fields of a link make. Throws as `fragmentToSpec`.
 * @param others  Names of fields that are not of the spec.
 */
export function specOfFields(fields: LinkFields, others: readonly string[] = []): Spec {
  const wanted = fieldsOf(kindsOf(fields));
  for (const { key, optional } of wanted) if (!optional && !fields.has(key)) throw missing(key);
  for (const key of fields.keys())
    if (!others.includes(key) && !wanted.some((field) => field.key === key))
      throw new LinkError(
        key,
        key,
        `The link has the unknown field ${quote(key)}; check that it was copied unchanged.`,
      );
  if (fields.has('every') && fields.has('record'))
    throw new LinkError(
      'record',
      fields.get('record'),
      'The link has both "every" and "record", which say what is recorded; keep one of them.',
    );
  const given = wanted.filter(({ key }) => fields.has(key));
  return parseSpec(specInput(given, (field) => parse(field, fields.get(field.key)!)));
}

/** Name of the view that a link opens: what stands before its `?`; empty where there is none. */
export function viewOf(fragment: string): string {
  return /^#?([a-z]+)\?/.exec(fragment)?.[1] ?? '';
}

/**
 * What a link says of its kinds. A kind that nobody knows is refused here: it would make the link's
 * own fields unknown.
 */
function kindsOf(fields: LinkFields): Kinds {
  const kind = (key: keyof Kinds, path: string, otherwise?: string) => {
    const named = fields.get(key) ?? otherwise;
    if (named === undefined) throw missing(key);
    if (!KNOWN[key].includes(named))
      throw new SpecError(path, named, KNOWN[key].map((one) => `"${one}"`).join(' or '));
    return named;
  };
  return {
    loss: kind('loss', 'loss.kind'),
    noise: kind('noise', 'noise.law'),
    optimizer: kind('optimizer', 'optimizer.kind'),
    schedule: kind('schedule', 'optimizer.schedule'),
    start: kind('start', 'start.kind'),
    region: kind('region', 'escape.region', 'radius'),
  };
}

function splitLink(fragment: string): Split {
  const view = viewOf(fragment);
  const body = fragment.slice(view.length + 1);
  const version = /^v=(\d{1,9})(?=&|$)/.exec(body)?.[1];
  if (fragment.length > LONGEST)
    throw new LinkError(
      'link',
      fragment.length,
      `The link has ${fragment.length} characters, and none has more than ${LONGEST}; check that it was copied unchanged.`,
    );
  if (!view || !version)
    throw new LinkError(
      'link',
      fragment,
      `${quote(fragment)} is not a link to a Saddlescape run, or is cut off near its start; give one that begins with #watch?v=${LINK_VERSION}& and ends with &end.`,
    );
  if (Number(version) > LINK_VERSION)
    throw new LinkError(
      'v',
      Number(version),
      `The link was made with a newer Saddlescape: it is of version ${version}, and this page reads up to version ${LINK_VERSION}.`,
    );
  if (Number(version) === 0)
    throw new LinkError('v', 0, 'The link is of version 0, which does not exist.');
  const end = /&end(?![\da-z]*=)/i.exec(body)?.index;
  const tokens = body.slice(0, end).split('&');
  if (end === undefined) throw cutOff(tokens);
  const raw = new Map<string, string>();
  for (const token of tokens) {
    const equals = token.indexOf('=');
    const key = equals < 0 ? token : token.slice(0, equals);
    if (equals < 0)
      throw new LinkError(
        key,
        token,
        `The link has ${quote(token)} where a field and its value, name=value, should be.`,
      );
    if (raw.has(key))
      throw new LinkError(key, token, `The link gives the field ${quote(key)} twice.`);
    raw.set(key, token.slice(equals + 1));
  }
  return { view, version: Number(version), raw, rest: body.slice(end + '&end'.length) };
}

/** A link without its end: a value that is none, however it would have gone on, comes first. */
function cutOff(tokens: readonly string[]): SpecError {
  for (const [i, token] of tokens.entries()) {
    const [key, text = ''] = token.split('=');
    const field = linkFields().find((one) => one.key === key);
    if (!field || field.type === 'text') continue;
    if (i === tokens.length - 1 && /^[-\d.,e]*$/.test(safely(text))) continue;
    try {
      parse(field, safely(text));
    } catch (error) {
      if (error instanceof SpecError) return error;
      throw error;
    }
  }
  const last = tokens.at(-2)?.split('=')[0] ?? 'v';
  return new LinkError(
    'link',
    tokens.at(-1),
    `The link is cut off after the field ${quote(last)}; copy it whole, up to &end.`,
  );
}

function parse(field: LinkField, text: string): unknown {
  const path = field.path.join('.');
  if (field.type === 'text') return text;
  const isList = text.includes(',') && Object.hasOwn(NOISE_FIELDS, field.key);
  if (field.type === 'number' && !isList) return parseNumber(text, path);
  if (field.type === 'texts') return textsOf(text);
  if (field.type === 'named') return namedNumbers(text, (number) => parseNumber(number, path));
  return text.split(',').map((item, i) => parseNumber(item, `${path}[${i}]`));
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
  return visible(JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text));
}
