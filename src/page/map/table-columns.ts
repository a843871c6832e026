import { wilsonInterval } from '../../experiment/interval';
import { interval, percent, whole } from '../shared/format';
import { capital } from '../shared/names';
import { sideLetter } from '../shared/side-letter';
import { comparisonOf } from './contrast';
import type { MapData } from './map-data';
import { inPoints } from './points';
import { responseCells } from './response-cells';
import { contrastSign, responseName } from './response-words';
import type { TableOrder } from './table-order';

/** A column of a side of a table of cells; `by` where rows can be ordered by it. */
export interface TableColumn {
  head: string;
  /** Its head where there is no group over it. */
  label: string;
  by?: TableOrder['by'];
}

/** @param response  Place of the response that the table shows; null where it shows the share. */
export function tableColumns(data: MapData, side: number, response: number | null): TableColumn[] {
  const letter = sideLetter(side);
  const width: TableColumn = {
    head: '95 % interval',
    label: `${letter}, width of the 95 % interval`,
    by: 'width',
  };
  if (response !== null) {
    const asked = data.responses[response];
    const name = responseName(asked);
    const against = `A ${contrastSign(comparisonOf(asked))} ${letter}`;
    return [
      { head: capital(name), label: `${letter}, ${name}`, by: 'value' },
      width,
      ...(side === 0 ? [] : [{ head: against, label: against, by: 'against' } as const]),
    ];
  }
  const difference = `A − ${letter}, points`;
  return [
    { head: 'escaped', label: `${letter} escaped`, by: 'value' },
    { head: 'of replicas', label: `${letter}, of replicas` },
    width,
    ...(side === 0 ? [] : [{ head: difference, label: difference, by: 'against' } as const]),
  ];
}

/** What stands in the columns of a side of a cell. */
export function tableCells(
  data: MapData,
  cell: number,
  side: number,
  response: number | null,
): string[] {
  const { tallies } = data;
  const columns = tableColumns(data, side, response).length;
  const blank = (words: string[]) => [...words, ...Array(columns - words.length).fill('')];
  const n = tallies.particles[cell];
  const failure = tallies.failure(cell, side);
  if (failure !== undefined) return blank(['failed', failure]);
  if (n === 0) return blank(['not yet']);
  if (response !== null) return responseCells(data, cell, side, response).slice(0, columns);
  const escaped = tallies.escaped[side][cell];
  const { low, high } = wilsonInterval(escaped, n);
  const own = [percent(escaped / n), `${whole(escaped)} of ${whole(n)}`, interval(low, high)];
  if (side === 0) return own;
  return [...own, tallies.failure(cell, 0) === undefined ? difference(data, side, cell) : ''];
}

function difference(data: MapData, side: number, cell: number): string {
  const found = data.differenceAt(side, cell);
  const [value, low, high] = inPoints(found.difference, found.low, found.high);
  return `${value} (${low} to ${high})`;
}
