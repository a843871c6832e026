import { percent } from '../shared/format';
import { capital } from '../shared/names';
import { sideLetter } from '../shared/side-letter';
import { alike, comparisonOf } from './contrast';
import type { MapData, ResponseLayer } from './map-data';
import { numbersOf } from './map-scales';
import { comparedWords, responseName, responseNumber } from './response-words';
import { sideName } from './side-names';

/** What maps of a response show, in one or two sentences; empty where nothing is measured yet. */
export function responseTakeaway(data: MapData, response: number): string {
  const asked = data.responses[response];
  const own: ResponseLayer = { kind: 'response', side: 0, response };
  const measured = countOf(data, own);
  if (measured === 0) return '';
  const subject = `${capital(responseName(asked))} of ${sideName(data.sides, 0)}`;
  const values = [...numbersOf(data, own)];
  if (values.length === 0) return `${subject}: no cell has a value.`;
  const ends = [Math.min, Math.max].map((pick) =>
    responseNumber(
      asked,
      values.reduce((one, other) => pick(one, other)),
    ),
  );
  const where =
    values.length === measured
      ? 'over the cells'
      : `in the ${percent(values.length / measured, 0)} of the cells that have one`;
  const first = `${subject}: ${ends[0]} to ${ends[1]} ${where}.`;
  return [first, ...data.sides.slice(1).map((_, k) => comparison(data, k + 1, response))]
    .filter(Boolean)
    .join(' ');
}

/** Cells in which a layer is known. */
function countOf(data: MapData, layer: ResponseLayer): number {
  let count = 0;
  for (let cell = 0; cell < data.cells; cell++)
    if (data.has(layer, cell) && data.failure(layer, cell) === undefined) count++;
  return count;
}

/** Where the intervals leave no doubt which of A and another side is higher. */
function comparison(data: MapData, side: number, response: number): string {
  const asked = data.responses[response];
  const layer: ResponseLayer = { kind: 'contrast', side, response };
  const same = alike(comparisonOf(asked));
  let [both, lower, higher] = [0, 0, 0];
  for (let cell = 0; cell < data.cells; cell++) {
    if (!data.has(layer, cell) || data.failure(layer, cell) !== undefined) continue;
    const [value, low, high] = data.responseValues(layer, cell);
    if (value === null) continue;
    both++;
    if (low !== null && low > same) lower++;
    if (high !== null && high < same) higher++;
  }
  if (both === 0) return '';
  const [less, more] = comparedWords(asked);
  const name =
    data.sides.length === 2
      ? `${sideLetter(side)} (${sideName(data.sides, side)})`
      : sideLetter(side);
  return `${name} is ${less} in ${percent(lower / both, 0)} and ${more} in ${percent(higher / both, 0)} of the cells that have both.`;
}
