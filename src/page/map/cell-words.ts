import type { Response, ResponseValue } from '../../spec/response';
import { interval, number, percent, signed, whole } from '../shared/format';
import { sideLetter } from '../shared/side-letter';
import { comparisonOf } from './contrast';
import { fieldTitle } from './field-names';
import {
  type CellValue,
  isResponse,
  type Layer,
  type MapData,
  type ResponseLayer,
} from './map-data';
import { inPoints } from './points';
import {
  contrastInterval,
  contrastSign,
  contrastText,
  noValueWords,
  responseInterval,
  responseName,
  responseNumber,
} from './response-words';

/** Where a cell is: "noise σ 1.2, push a 0.25". */
export function cellPlace({ sweep, x, y, columns }: MapData, cell: number): string {
  const i = cell % columns;
  const j = Math.floor(cell / columns);
  return `${fieldTitle(sweep.x.path)} ${number(x[i], 4)}, ${fieldTitle(sweep.y.path)} ${number(y[j], 4)}`;
}

/**
 * What a layer shows in a cell: "73.0 % escaped (95 %: 70.1 to 75.7 %), 700 of 959", "A − B +3.1
 * points (95 %: ...), 959 pairs", or why there is nothing.
 */
export function cellWords(data: MapData, layer: Layer, cell: number): string {
  const failure = data.failure(layer, cell);
  if (failure !== undefined) return `failed: ${failure}`;
  if (isResponse(layer)) return responseLayerWords(data, layer, cell);
  const found = data.valueAt(layer, cell);
  if (!found) return layer.kind === 'residual' ? 'no exact probability yet' : 'not counted yet';
  if (layer.kind === 'residual') {
    const exact = data.exact[layer.side][cell];
    const escaped = data.tallies.escaped[layer.side][cell];
    return `${whole(escaped)} of ${whole(found.particles)} escaped, ${percent(exact, 2)} exactly: z ${signed(found.value, 1)}`;
  }
  const words =
    layer.kind === 'difference' ? differenceWords(found, layer.side) : shareWords(found);
  return found.source === cell ? words : `${words}; of the block around it so far`;
}

function responseLayerWords(data: MapData, layer: ResponseLayer, cell: number): string {
  const found = data.responseAt(layer, cell);
  if (!found) return data.tallies.particles[cell] > 0 ? 'not measured yet' : 'not counted yet';
  const response = data.responses[layer.response];
  const words =
    layer.kind === 'contrast'
      ? contrastWords(response, found.values, layer.side)
      : responseWords(response, found.values);
  return found.source === cell ? words : `${words}; of the block around it so far`;
}

/** "median escape time 12.5 (95 %: 11.9 to 13.2)". */
export function responseWords(response: Response, values: ResponseValue): string {
  const [value] = values;
  const name = responseName(response);
  const interval = responseInterval(response, values);
  const bounds = interval ? ` (95 %: ${interval})` : '';
  return value === null
    ? `${name}: ${noValueWords(response)}${bounds}`
    : `${name} ${responseNumber(response, value)}${bounds}`;
}

/** "median escape time A ÷ B 1.52 (at least 90 %: 1.31 to 1.77)". */
function contrastWords(response: Response, values: ResponseValue, side: number): string {
  const [value] = values;
  const comparison = comparisonOf(response);
  const name = `${responseName(response)} A ${contrastSign(comparison)} ${sideLetter(side)}`;
  if (value === null) return `${name}: no value`;
  const interval = contrastInterval(response, comparison, values);
  const bounds = interval ? ` (at least 90 %: ${interval})` : '';
  return `${name} ${contrastText(response, comparison, value)}${bounds}`;
}

/** A cell's place and value in one sentence, as screen readers hear it. */
export function cellSentence(data: MapData, layer: Layer, cell: number): string {
  return `${cellPlace(data, cell)}: ${cellWords(data, layer, cell)}`;
}

function shareWords({ value, low, high, particles }: CellValue): string {
  return `${percent(value)} escaped (95 %: ${interval(low, high)}), ${whole(value * particles)} of ${whole(particles)}`;
}

/** In percentage points. */
function differenceWords({ value, low, high, particles }: CellValue, side: number): string {
  const [difference, from, to] = inPoints(value, low, high);
  return `A − ${sideLetter(side)} ${difference} points (95 %: ${from} to ${to}), ${whole(particles)} pairs`;
}
