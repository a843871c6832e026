import { wilsonInterval } from '../../experiment/interval';
import { residualOf } from '../../experiment/sweep/exact-agreement';
import { BASES } from '../../theory/estimate';
import { html, setText } from '../shared/dom';
import { interval, number, percent, signed, whole } from '../shared/format';
import { withRoles } from '../shared/table-roles';
import { cellPlace } from './cell-words';
import { type GrowthMap, isLimit, type MapData } from './map-data';
import { inPoints } from './points';
import { sideLetter, sideName } from './side-names';
import type { ExactCell } from './theory-protocol';

export interface ReadoutActions {
  /** Address of a side of a cell in Watch; null where it failed. */
  linkOf: (cell: number, side: number) => string | null;
  onExact: (cell: number) => void;
}

const COLUMNS = [
  'Side',
  'Escaped',
  '95 % interval',
  'A minus this, points',
  'Growth a step',
  'Run',
  'Exact',
] as const;

/**
 * The cell under the cursor in numbers: a row for each side, and below them what does not fit one.
 */
export class CellReadout {
  private readonly place = html('p', { class: 'map-detail-title' });
  private readonly body = html('tbody');
  private readonly notes = html('p', { class: 'hint map-readout-notes' });
  private rows: Record<(typeof COLUMNS)[number], HTMLElement>[] = [];
  private data: MapData | null = null;
  private cell = 0;
  /** What was found of the cell, by side. */
  private found: (ExactCell | null)[] = [];

  constructor(
    host: HTMLElement,
    private readonly actions: ReadoutActions,
  ) {
    const head = html(
      'thead',
      {},
      html('tr', {}, ...COLUMNS.map((name) => html('th', { scope: 'col' }, name))),
    );
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
        withRoles(html('table', {}, head, this.body)),
      ),
      this.notes,
    );
  }

  open(data: MapData): void {
    this.data = data;
    this.found = data.sides.map(() => null);
    this.body.replaceChildren();
    this.rows = data.sides.map((_, side) => {
      const row = Object.fromEntries(
        COLUMNS.map((name) => [
          name,
          html(
            name === 'Side' ? 'th' : 'td',
            name === 'Side' ? { scope: 'row' } : { 'data-label': name },
          ),
        ]),
      ) as unknown as Record<(typeof COLUMNS)[number], HTMLElement>;
      row.Run.append(html('a', {}, 'Watch'));
      row.Run.querySelector('a')!.setAttribute(
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
    row: Record<(typeof COLUMNS)[number], HTMLElement>,
  ): void {
    const { tallies, growth, exact } = data;
    const n = tallies.particles[cell];
    const failure = tallies.failure(cell, side);
    setText(row.Side, `${sideLetter(side)} ${sideName(data.sides, side)}`);
    const escaped = tallies.escaped[side][cell];
    const { low, high } = wilsonInterval(escaped, Math.max(1, n));
    const counted = n > 0 && failure === undefined;
    setText(
      row.Escaped,
      counted
        ? `${percent(escaped / n)}, ${whole(escaped)} of ${whole(n)}`
        : (failure ?? 'not counted yet'),
    );
    setText(row['95 % interval'], counted ? interval(low, high) : '');
    setText(
      row['A minus this, points'],
      counted && side > 0 && tallies.failure(cell, 0) === undefined
        ? differenceWords(data, side, cell)
        : '',
    );
    const exponent = growth[side]?.lyapunovExponent[cell] ?? Number.NaN;
    const own = growth[side];
    const word = own ? growthWord(own, cell) : '';
    setText(
      row['Growth a step'],
      own && word ? `${signed(exponent, 4)}${unitWords(own.exponentUnit)} ${word}` : '',
    );
    row['Growth a step'].dataset.verdict = word;
    setText(
      row.Exact,
      failure === undefined ? this.exactWords(exact[side][cell], escaped, n, side) : '',
    );
    const link = this.actions.linkOf(cell, side);
    const anchor = row.Run.querySelector('a')!;
    anchor.hidden = link === null;
    if (link !== null && anchor.getAttribute('href') !== link) anchor.setAttribute('href', link);
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
    parts.push(...responseWords(data, cell, side));
    return parts.length === 0 ? [] : [`${sideLetter(side)}: ${parts.join(' ')}`];
  }
}

/** Each response of a side of a cell, with its 95 % interval. */
export function responseWords({ sweep, tallies }: MapData, cell: number, side: number): string[] {
  const { responses = [] } = sweep;
  const values = tallies.responses.get(cell * tallies.sides + side);
  if (!values) return [];
  const end = (x: number | null) => (x === null ? 'not known' : number(x, 4));
  return responses.map((name, k) => {
    const [value, low, high] = values[k];
    return value === null && low === null && high === null
      ? `${name}: not known.`
      : `${name}: ${end(value)} (${end(low)} to ${end(high)}).`;
  });
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
