import { wilsonInterval } from '../../experiment/interval';
import { residualOf } from '../../experiment/sweep/agreement';
import { html, setText } from '../dom';
import { percent, signed, whole } from '../format';
import { interval } from '../numbers';
import { cellPlace } from './cell-words';
import type { MapData } from './map-data';
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
  'A minus it, 95 %',
  'Growth a step',
  'Run',
  'Exact',
] as const;

/** The cell under the cursor in numbers: a row for each side. */
export class CellReadout {
  private readonly place = html('p', { class: 'map-detail-title' });
  private readonly body = html('tbody');
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
        { class: 'map-readout', tabindex: '0', role: 'region', 'aria-label': 'Numbers of the cell' },
        html('table', {}, head, this.body),
      ),
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
          html(name === 'Side' ? 'th' : 'td', name === 'Side' ? { scope: 'row' } : { 'data-label': name }),
        ]),
      ) as unknown as Record<(typeof COLUMNS)[number], HTMLElement>;
      row.Run.append(html('a', {}, 'Watch'));
      row.Run.querySelector('a')!.setAttribute(
        'aria-label',
        `Open side ${sideLetter(side)} of this cell in Watch`,
      );
      this.body.append(
        html('tr', { class: `side-${sideLetter(side)}` }, ...COLUMNS.map((name) => row[name])),
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
      counted ? `${percent(escaped / n)}, ${whole(escaped)} of ${whole(n)}` : (failure ?? 'not counted yet'),
    );
    setText(row['95 % interval'], counted ? interval(low, high) : '');
    setText(
      row['A minus it, 95 %'],
      counted && side > 0 && tallies.failure(cell, 0) === undefined ? differenceWords(data, side, cell) : '',
    );
    const exponent = growth[side]?.lyapunovExponent[cell] ?? Number.NaN;
    const word = exponent > 0 ? 'escapes' : exponent < 0 ? 'trapped' : '';
    setText(row['Growth a step'], Number.isNaN(exponent) ? '' : `${signed(exponent, 4)} ${word}`);
    row['Growth a step'].dataset.verdict = word;
    setText(row.Exact, this.exactWords(exact[side][cell], escaped, n, side));
    const link = this.actions.linkOf(cell, side);
    const anchor = row.Run.querySelector('a')!;
    anchor.hidden = link === null;
    if (link !== null && anchor.getAttribute('href') !== link) anchor.setAttribute('href', link);
  }

  /** The exact probability with its distance from the count, and that of small steps, or why there is none. */
  private exactWords(p: number, escaped: number, n: number, side: number): string {
    const found = this.found[side];
    const parts: string[] = [];
    if (!Number.isNaN(p)) {
      const z = n > 0 && p > 0 && p < 1 ? `, z ${signed(residualOf(escaped, n, p), 1)}` : '';
      parts.push(`${percent(p, 2)}${z}`);
    } else if (found && 'reason' in found) parts.push(found.reason);
    if (found && found.smallSteps !== null) parts.push(`small steps ${percent(found.smallSteps, 2)}`);
    return parts.join('; ');
  }
}

/** Side A's probability less another's, in points. */
function differenceWords(data: MapData, side: number, cell: number): string {
  const { difference, low, high } = data.differenceAt(side, cell);
  const decimals = high - low < 0.001 ? 2 : 1;
  const points = (share: number) => signed(100 * share, decimals);
  return `${points(difference)} points, ${points(low)} to ${points(high)}`;
}
