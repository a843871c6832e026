import { wilsonInterval } from '../../experiment/interval';
import { residualOf } from '../../experiment/sweep/exact-agreement';
import type { Response } from '../../spec/response';
import { BASES } from '../../theory/estimate';
import { find, html, setText } from '../shared/dom';
import { interval, number, percent, signed, whole } from '../shared/format';
import { capital } from '../shared/names';
import { sideLetter } from '../shared/side-letter';
import { withRoles } from '../shared/table-roles';
import { cellPlace, responseWords } from './cell-words';
import { comparisonOf } from './contrast';
import { type GrowthMap, isLimit, type MapData } from './map-data';
import { inPoints } from './points';
import { responseCells } from './response-cells';
import { contrastSign, responseName } from './response-words';
import { sideName } from './side-names';
import type { ExactCell } from './theory-protocol';

export interface ReadoutActions {
  /** Address of a side of a cell in Watch; null where it failed. */
  linkOf: (cell: number, side: number) => string | null;
  onExact: (cell: number) => void;
}

const COLUMNS = ['side', 'value', 'interval', 'against', 'growth', 'run', 'exact'] as const;
type Column = (typeof COLUMNS)[number];

/** Heads of the columns, where a response colours the map or null, where the share does. */
function headsOf(response: Response | null): Record<Column, string> {
  const comparison = response && comparisonOf(response);
  return {
    side: 'Side',
    value: response ? capital(responseName(response)) : 'Escaped',
    interval: '95 % interval',
    against: comparison
      ? `A ${contrastSign(comparison)} this (at least 90 %)`
      : 'A minus this, points',
    growth: 'Growth a step',
    run: 'Run',
    exact: 'Exact',
  };
}

/**
 * The cell under the cursor in numbers: a row for each side, and below them what does not fit one.
 */
export class CellReadout {
  private readonly place = html('p', { class: 'map-detail-title' });
  private readonly head = html('thead');
  private readonly body = html('tbody');
  private readonly notes = html('p', { class: 'hint map-readout-notes' });
  private rows: Record<Column, HTMLElement>[] = [];
  private data: MapData | null = null;
  private response: number | null = null;
  private cell = 0;
  /** What was found of the cell, by side. */
  private found: (ExactCell | null)[] = [];

  constructor(
    host: HTMLElement,
    private readonly actions: ReadoutActions,
  ) {
    const exact = html('button', { type: 'button', class: 'quiet' }, 'Exact probability');
    exact.addEventListener('click', () => this.actions.onExact(this.cell));
    host.append(
      html('div', { class: 'map-detail-head' }, this.place, exact),
      html(
        'div',
        {
          class: 'map-readout',
          tabindex: '0',
          role: 'region',
          'aria-label': 'Numbers of the cell',
        },
        withRoles(html('table', {}, this.head, this.body)),
      ),
      this.notes,
    );
  }

  /** @param response  Place of the response that colours the map; null where the share does. */
  open(data: MapData, response: number | null): void {
    if (data !== this.data) this.found = data.sides.map(() => null);
    this.data = data;
    this.response = response;
    const heads = headsOf(response === null ? null : data.responses[response]);
    this.head.replaceChildren(
      withRoles(
        html('tr', {}, ...COLUMNS.map((name) => html('th', { scope: 'col' }, heads[name]))),
      ),
    );
    this.body.replaceChildren();
    this.rows = data.sides.map((_, side) => {
      const row = Object.fromEntries(
        COLUMNS.map((name) => [
          name,
          html(
            name === 'side' ? 'th' : 'td',
            name === 'side' ? { scope: 'row' } : { 'data-label': heads[name] },
          ),
        ]),
      ) as unknown as Record<Column, HTMLElement>;
      row.run.append(html('a', {}, 'Watch'));
      find(row.run, 'a').setAttribute(
        'aria-label',
        `Open side ${sideLetter(side)} of this cell in Watch, where its replicas are the first particles`,
      );
      this.body.append(
        withRoles(
          html('tr', { class: `side-${sideLetter(side)}` }, ...COLUMNS.map((name) => row[name])),
        ),
      );
      return row;
    });
  }

  /** Takes what theory found of a side of the cell. */
  take(found: ExactCell): void {
    this.found[found.side] = found;
  }

  draw(cell: number): void {
    const { data } = this;
    if (!data) return;
    if (cell !== this.cell) this.found = data.sides.map(() => null);
    this.cell = cell;
    setText(this.place, cellPlace(data, cell));
    for (const [side, row] of this.rows.entries()) this.drawSide(data, cell, side, row);
    const notes = data.sides.flatMap((_, side) => this.notesOf(data, cell, side));
    setText(this.notes, notes.join(' '));
    this.notes.hidden = notes.length === 0;
  }

  private drawSide(
    data: MapData,
    cell: number,
    side: number,
    row: Record<Column, HTMLElement>,
  ): void {
    const { tallies, growth, exact } = data;
    const n = tallies.particles[cell];
    const failure = tallies.failure(cell, side);
    setText(row.side, `${sideLetter(side)} ${sideName(data.sides, side)}`);
    const escaped = tallies.escaped[side][cell];
    const [value, interval, against] = this.valueWords(data, cell, side);
    setText(row.value, failure ?? value);
    setText(row.interval, interval);
    setText(row.against, against);
    const exponent = growth[side]?.lyapunovExponent[cell] ?? Number.NaN;
    const own = growth[side];
    const word = own ? growthWord(own, cell) : '';
    setText(
      row.growth,
      own && word ? `${signed(exponent, 4)}${unitWords(own.exponentUnit)} ${word}` : '',
    );
    row.growth.dataset.verdict = word;
    setText(
      row.exact,
      failure === undefined ? this.exactWords(exact[side][cell], escaped, n, side) : '',
    );
    const link = this.actions.linkOf(cell, side);
    const anchor = find(row.run, 'a');
    anchor.hidden = link === null;
    if (link !== null && anchor.getAttribute('href') !== link) anchor.setAttribute('href', link);
  }

  /** What colours the map, with its interval and A's against it. */
  private valueWords(
    data: MapData,
    cell: number,
    side: number,
  ): [value: string, interval: string, against: string] {
    const { tallies } = data;
    const n = tallies.particles[cell];
    if (tallies.failure(cell, side) !== undefined) return ['', '', ''];
    if (n === 0) return ['not counted yet', '', ''];
    if (this.response !== null) return responseCells(data, cell, side, this.response);
    const escaped = tallies.escaped[side][cell];
    const { low, high } = wilsonInterval(escaped, n);
    const against =
      side > 0 && tallies.failure(cell, 0) === undefined ? differenceWords(data, side, cell) : '';
    return [
      `${percent(escaped / n)}, ${whole(escaped)} of ${whole(n)}`,
      interval(low, high),
      against,
    ];
  }

  /** The exact probability, and how far the count is from it in standard errors. */
  private exactWords(p: number, escaped: number, n: number, side: number): string {
    const found = this.found[side];
    if (Number.isNaN(p)) return found && 'reason' in found ? 'none' : '';
    return n > 0 ? `${percent(p, 2)}, z ${signed(residualOf(escaped, n, p), 1)}` : percent(p, 2);
  }

  /**
   * Why nothing exact is known of a side, what it would do in small steps, and whether these end
   * otherwise.
   */
  private notesOf(data: MapData, cell: number, side: number): string[] {
    const { growth } = data;
    const found = this.found[side];
    const parts: string[] = [];
    if (found && 'reason' in found) parts.push(found.reason);
    if (found && found.smallSteps !== null)
      parts.push(`In the limit of small steps ${percent(found.smallSteps, 2)} would escape.`);
    const own = growth[side];
    const rate = own?.sdeGrowthRate[cell] ?? Number.NaN;
    const word = own ? growthWord(own, cell) : '';
    if (own && word === NOT_KNOWN)
      parts.push(
        isLimit(own, cell)
          ? 'The exponent is that of a limit: what these steps do is not known.'
          : `The exponent is known to ±${number(own.exponentError[cell], 2)}.`,
      );
    if (
      word === NOT_KNOWN
        ? rate !== 0 && !Number.isNaN(rate)
        : word === (rate > 0 ? 'trapped' : 'escapes') && rate !== 0
    )
      parts.push(
        `Small steps would ${rate < 0 ? 'trap' : 'free'} it: growth ${signed(rate, 4)} a unit of time.`,
      );
    parts.push(...otherWords(data, cell, side, this.response));
    return parts.length === 0 ? [] : [`${sideLetter(side)}: ${parts.join(' ')}`];
  }
}

/**
 * What is known of a side of a cell beside what colours the map: each other response with its 95 %
 * interval, and the share that escaped where a response does.
 */
export function otherWords(
  data: MapData,
  cell: number,
  side: number,
  coloring: number | null,
): string[] {
  const { tallies, responses } = data;
  const values = tallies.responses.get(cell * tallies.sides + side);
  const others = responses.flatMap((response, k) =>
    values && k !== coloring ? [`${capital(responseWords(response, values[k]))}.`] : [],
  );
  const n = tallies.particles[cell];
  if (coloring === null || n === 0 || tallies.failure(cell, side) !== undefined) return others;
  const escaped = tallies.escaped[side][cell];
  const { low, high } = wilsonInterval(escaped, n);
  return [`${percent(escaped / n)} escaped (95 %: ${interval(low, high)}).`, ...others];
}

const NOT_KNOWN = 'not known';

/**
 * What an exponent says in the long run: a verdict from exact and bounded ones alone, and of a
 * bounded one where its bound excludes 0.
 */
export function growthWord(growth: GrowthMap, cell: number): string {
  const exponent = growth.lyapunovExponent[cell];
  if (Number.isNaN(exponent)) return '';
  const basis = BASES[growth.exponentBasis[cell]];
  const beyond = Math.abs(exponent) > growth.exponentError[cell];
  switch (basis) {
    case 'exact':
      if (!beyond) return 'critical';
      break;
    case 'bounded':
      if (!beyond) return NOT_KNOWN;
      break;
    case 'limit':
    case 'unknown':
      return NOT_KNOWN;
    default:
      return basis satisfies never;
  }
  return exponent > 0 ? 'escapes' : 'trapped';
}

/** What an exponent counts, where that is not ln |x| a step. */
function unitWords(unit: GrowthMap['exponentUnit']): string {
  switch (unit) {
    case null:
    case 'ln distance per step':
      return '';
    case 'ln distance per ln step':
      return ', a power of the step,';
    case 'distance per step':
      return ' of |x| a step,';
    case 'distance per ln step':
      return ' of |x| per ln n,';
    case 'distance per step far out':
      return ' of |x| a step far out,';
    default:
      return unit satisfies never;
  }
}

/** Side A's probability less another's, in points. */
function differenceWords(data: MapData, side: number, cell: number): string {
  const found = data.differenceAt(side, cell);
  const [difference, low, high] = inPoints(found.difference, found.low, found.high);
  return `${difference} (${low} to ${high})`;
}
