import { readJson } from './json-text';
import { knownPath } from './known-path';
import {
  LinkError,
  type LinkFields,
  missing,
  type Opened,
  parseNumber,
  readLink,
  specOfFields,
} from './link-reader';
import { fragmentOf, specPairs, write } from './permalink';
import { plain } from './plain-text';
import { SpecError } from './spec-error';
import { comparisons, SIDE_NAMES, type Sweep, type SweepAxis } from './sweep';
import { parseSweep } from './sweep-schema';

/**
 * The sweep as the fragment of a link: its base as in the link of a spec, then
 *
 *   xAxis=noise.sigma,linear,0,3,48&yAxis=loss.a.0,list,1,2,4&replicas=4096&sameNoise=true&b={"optimizer":{"kind":"svrg"}}
 *
 * with halfWidth and mostReplicas where cells are refined, responses, with commas between them,
 * where there are any, tied fields as JSON where there are any, and a partial spec as JSON for each
 * other side.
 */
const OWN = [
  'xAxis',
  'yAxis',
  'replicas',
  'sameNoise',
  'halfWidth',
  'mostReplicas',
  'responses',
  'tied',
  ...SIDE_NAMES.slice(1),
];

export const MAP_VIEW = 'map';

/** Writes a sweep as the fragment of a link, with the leading `#`. */
export function sweepToFragment(sweep: Sweep): string {
  const { base, x, y, replicas, sameNoise, halfWidth, mostReplicas, responses, tied } = sweep;
  const pairs = [
    `xAxis=${axisText(x)}`,
    `yAxis=${axisText(y)}`,
    `replicas=${write(replicas)}`,
    `sameNoise=${sameNoise}`,
    ...(halfWidth === undefined
      ? []
      : [`halfWidth=${write(halfWidth)}`, `mostReplicas=${write(mostReplicas)}`]),
    ...(responses === undefined ? [] : [`responses=${responses.join(',')}`]),
    ...(tied === undefined ? [] : [`tied=${encodeURIComponent(JSON.stringify(tied))}`]),
    ...comparisons(sweep).map(
      (partial, k) => `${SIDE_NAMES[k + 1]}=${encodeURIComponent(JSON.stringify(partial))}`,
    ),
  ];
  return fragmentOf(MAP_VIEW, [...specPairs(base), ...pairs]);
}

/**
 * Reads a sweep from the fragment of a link; a whole address is fine too.
 * @throws LinkError or another SpecError, as `fragmentToSpec` and `parseSweep`.
 */
export function fragmentToSweep(fragment: string): Sweep {
  return readSweepLink(fragment).asked;
}

/** As `fragmentToSweep`, with what there is to say about it. */
export function readSweepLink(fragment: string): Opened<Sweep> {
  return readLink(fragment, sweepOfFields);
}

function sweepOfFields(fields: LinkFields, view: string): Sweep {
  if (view !== MAP_VIEW)
    throw new LinkError(
      'link',
      view,
      'The link is to a run, not to a map; open it on the Watch page.',
    );
  for (const key of ['xAxis', 'yAxis', 'replicas', 'sameNoise'])
    if (!fields.has(key)) throw missing(key);
  const text = (key: string) => fields.get(key)!;
  const optional = (key: string) => (fields.has(key) ? { [key]: parseNumber(text(key), key) } : {});
  const sides = SIDE_NAMES.slice(1).filter((name) => fields.has(name));
  const compare = sides.map((name, k) => {
    if (name !== SIDE_NAMES[k + 1]) throw missing(SIDE_NAMES[k + 1]);
    return readJson(text(name), { what: `side ${name}` });
  });
  const same = text('sameNoise');
  if (same !== 'true' && same !== 'false') throw new SpecError('sameNoise', same, 'true or false');
  return parseSweep({
    version: 1,
    base: specOfFields(fields, OWN),
    x: axisOf(text('xAxis'), 'xAxis'),
    y: axisOf(text('yAxis'), 'yAxis'),
    replicas: parseNumber(text('replicas'), 'replicas'),
    sameNoise: same === 'true',
    ...optional('halfWidth'),
    ...optional('mostReplicas'),
    ...(fields.has('responses') ? { responses: text('responses').split(',') } : {}),
    ...(fields.has('tied') ? { tied: readJson(text('tied'), { what: 'field tied' }) } : {}),
    ...(compare.length === 0 ? {} : { compare: compare.length === 1 ? compare[0] : compare }),
  });
}

/** Square brackets do not survive in every place that a link is pasted to. */
function axisText(axis: SweepAxis): string {
  const { group, name, index } = knownPath(axis.path);
  const path = `${group}.${name}${index === null ? '' : `.${index}`}`;
  const numbers = axis.scale === 'list' ? axis.values : [axis.from, axis.to, axis.count];
  return [path, axis.scale, ...numbers.map(write)].join(',');
}

function axisOf(text: string, key: string): unknown {
  const [path, scale, ...rest] = text.split(',');
  const numbers = rest.map((item) => parseNumber(item, key));
  if (scale === 'list') return { path, scale, values: numbers };
  if (numbers.length !== 3)
    throw new LinkError(
      key,
      text,
      `The link has "${plain(text, 40)}" for ${key}, where a path, a scale, two ends and a count should be.`,
    );
  return { path, scale, from: numbers[0], to: numbers[1], count: numbers[2] };
}
