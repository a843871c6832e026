import { comparisonOf } from './contrast';
import type { MapData, ResponseLayer } from './map-data';
import { contrastInterval, contrastText, responseInterval, responseNumber } from './response-words';

/**
 * A response of a side of a cell as cells of a table: its value, its 95 % interval, and A's against
 * it with what holds of that; empty where there is none.
 */
export function responseCells(
  data: MapData,
  cell: number,
  side: number,
  response: number,
): [value: string, interval: string, against: string] {
  const own: ResponseLayer = { kind: 'response', side, response };
  const asked = data.responses[response];
  if (!data.has(own, cell)) return ['not measured yet', '', ''];
  const values = data.responseValues(own, cell);
  const value = values[0] === null ? 'no value' : responseNumber(asked, values[0]);
  return [
    value,
    responseInterval(asked, values),
    against(data, cell, { ...own, kind: 'contrast' }),
  ];
}

function against(data: MapData, cell: number, layer: ResponseLayer): string {
  if (layer.side === 0 || data.failure(layer, cell) !== undefined || !data.has(layer, cell))
    return '';
  const asked = data.responses[layer.response];
  const comparison = comparisonOf(asked);
  const values = data.responseValues(layer, cell);
  if (values[0] === null) return 'no value';
  const interval = contrastInterval(asked, comparison, values);
  return `${contrastText(asked, comparison, values[0])}${interval && ` (${interval})`}`;
}
