import { DEFAULT_KINDS, lossText, noiseText } from '../../models/registry';
import { COORDINATE_COUNT, isCoordinateCount } from '../../spec/coordinate-count';
import { numericPaths, pathText, readNumber } from '../../spec/field-path';
import { knownPath } from '../../spec/known-path';
import type { Response } from '../../spec/response';
import { isShaken, type Spec } from '../../spec/spec';
import { axisCount, type Sweep, type SweepAxis } from '../../spec/sweep';
import { number, whole } from '../shared/format';
import { outsideWords } from '../shared/names';
import { sideLetter } from '../shared/side-letter';
import { fieldSymbol, fieldTitle } from './field-names';
import type { MapData } from './map-data';
import { responseName, responseUnit } from './response-words';
import { sideName } from './side-names';

/**
 * What a map is of, in sentences for a caption: what is counted, what varies, what does not, and
 * how many replicas there are.
 * @param response  What colours the map; null where the share that escaped does.
 */
export function sweepWords(data: MapData, response: Response | null = null): string {
  const { sweep, sides } = data;
  return [
    countedWords(sweep),
    response ? `Colours: ${responseName(response)}${unitWords(response)}.` : '',
    `Across: ${axisWords(sweep.x)}; up: ${axisWords(sweep.y)}.`,
    ...Object.entries(sweep.tied ?? {}).map(([path, text]) => `${fieldTitle(path)} = ${text}.`),
    sides.length > 1
      ? `${sides.map((_, k) => `${sideLetter(k)}: ${sideName(sides, k)}`).join('; ')}.`
      : '',
    otherCoordinates(sweep),
    `${fixedWords(sweep)}.`,
    `${replicaWords(data)}${sides.length > 1 ? `, ${sweep.sameNoise ? 'the same noise on every side' : 'noise of its own on every side'}` : ''}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function unitWords(response: Response): string {
  const unit = responseUnit(response);
  return unit && `, ${unit}`;
}

/** The radius and the steps belong to any share that escaped. */
function countedWords(sweep: Sweep): string {
  const { base } = sweep;
  const value = (path: string, number_: number, unit = '') =>
    isAxis(sweep, path) ? fieldSymbol(path) : `${number(number_, 4)}${unit}`;
  const steps = isAxis(sweep, 'time.steps') ? 'so many steps' : `${whole(base.time.steps)} steps`;
  const x =
    isShaken(base) ||
    base.start.kind !== 'point' ||
    base.start.x.length > 1 ||
    isAxis(sweep, pathText(COORDINATE_COUNT))
      ? 'a coordinate'
      : '|x|';
  if (base.escape.region !== undefined)
    return `Share of runs that left their region, ${outsideWords(base)}, within ${steps} of dt\u00a0=\u00a0${value('time.dt', base.time.dt)}.`;
  return `Share of runs in which ${x} exceeded ${value('escape.radius', base.escape.radius)} within ${steps} of dt\u00a0=\u00a0${value('time.dt', base.time.dt)}.`;
}

function axisWords(axis: SweepAxis): string {
  const name = fieldTitle(axis.path);
  const cells = `${whole(axisCount(axis))} cells`;
  if (axis.scale === 'list') {
    const { values } = axis;
    return `${name} ${values.length > 9 ? `${number(values[0], 4)} to ${number(values[values.length - 1], 4)}` : values.map((value) => number(value, 4)).join(', ')} (${cells})`;
  }
  return `${name} ${number(axis.from, 4)} to ${number(axis.to, 4)} (${cells}${axis.scale === 'log' ? ', logarithmic' : ''})`;
}

function fixedWords(sweep: Sweep): string {
  const { base } = sweep;
  const told = ['escape.radius', 'time.steps', 'time.dt'];
  const numbers = numericPaths(base)
    .filter((path) => path.index !== null || !isList(base, path))
    .filter((path) => !told.includes(pathText(path)) && !isAxis(sweep, pathText(path)))
    .map(
      (path) =>
        `${path.group === 'start' ? fieldTitle(pathText(path)) : fieldSymbol(pathText(path))}\u00a0=\u00a0${number(readNumber(base, path)!, 4)}`,
    );
  const kinds = [
    base.loss.kind === DEFAULT_KINDS.loss ? '' : lossText(base.loss).name,
    isShaken(base) ? '' : `${noiseText(base.noise).name} noise`,
  ].filter(Boolean);
  const sentence = [...kinds, ...numbers, `seed ${base.ensemble.seed}`].join(', ');
  return sentence[0].toUpperCase() + sentence.slice(1);
}

/** Where coordinates are added, what they have of what an axis or a formula sets in the first one. */
function otherCoordinates({ base, x, y, tied = {} }: Sweep): string {
  const paths = [x.path, y.path, ...Object.keys(tied)].map((text) => knownPath(text));
  if (!paths.some(isCoordinateCount)) return '';
  const set = paths
    .filter(({ index }) => index !== null)
    .map(({ group, name }) => {
      const path = { group, name, index: null };
      return `${fieldSymbol(pathText(path))}\u00a0=\u00a0${number(readNumber(base, path)!, 4)}`;
    });
  return set.length > 0 ? `Every coordinate but the first: ${set.join(', ')}.` : '';
}

function replicaWords({ tallies: { particles } }: MapData): string {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const n of particles) {
    if (n < least) least = n;
    if (n > most) most = n;
  }
  return least === most
    ? `${whole(most)} replicas a cell`
    : `${whole(least)} to ${whole(most)} replicas a cell`;
}

/** Whether it varies, by itself or along with the axes. */
function isAxis({ x, y, tied = {} }: Sweep, path: string): boolean {
  // An axis of a whole list is one of each of its entries.
  return [x.path, y.path, ...Object.keys(tied)].some(
    (axis) => axis === path || axis === path.replace(/\[\d+\]$/, ''),
  );
}

function isList(spec: Spec, { group, name }: { group: string; name: string }): boolean {
  return Array.isArray((spec as unknown as Record<string, Record<string, unknown>>)[group][name]);
}
