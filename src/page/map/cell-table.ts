import { wilsonInterval } from '../../experiment/interval';
import { html } from '../dom';
import { number, percent, signed, whole } from '../format';
import { interval } from '../numbers';
import { fieldTitle } from './field-names';
import type { MapData } from './map-data';
import { sideLetter } from './side-names';

/** Rows of a page: the document never holds more. Every cell is in the CSV. */
const PAGE = 50;

type Order = 'place' | 'share' | 'width' | 'difference';

/** The map as a table, for who cannot see it or wants the numbers. It is a still: Refresh takes what is counted since. */
export class CellTable {
  private order: Order = 'place';
  private page = 0;
  private cells: number[] = [];
  private data: MapData | null = null;

  /** @param onCell  Told of a cell that is chosen. */
  constructor(
    private readonly host: HTMLElement,
    private readonly onCell: (cell: number) => void,
  ) {}

  open(data: MapData): void {
    this.data = data;
    this.page = 0;
    if (!this.host.hidden) this.refresh();
  }

  /** @returns Whether it is shown now. */
  toggle(): boolean {
    this.host.hidden = !this.host.hidden;
    if (this.host.hidden) this.host.replaceChildren();
    else this.refresh();
    return !this.host.hidden;
  }

  private refresh(): void {
    const { data } = this;
    if (!data) return;
    const key = keyOf(data, this.order);
    const all = Array.from({ length: data.cells }, (_, cell) => cell);
    const keys = all.map(key);
    this.cells = this.order === 'place' ? all : all.sort((p, q) => keys[q] - keys[p]);
    this.show(data);
  }

  private show(data: MapData): void {
    const first = this.page * PAGE;
    const shown = this.cells.slice(first, first + PAGE);
    const body = html('tbody', {}, ...shown.map((cell) => this.row(data, cell)));
    const table = html(
      'table',
      {},
      html(
        'caption',
        {},
        `Cells ${whole(first + 1)} to ${whole(first + shown.length)} of ${whole(data.cells)}`,
      ),
      html('thead', {}, html('tr', {}, ...this.heads(data))),
      body,
    );
    this.host.replaceChildren(
      this.tools(data),
      html(
        'div',
        { class: 'map-table-scroll', tabindex: '0', role: 'region', 'aria-label': 'Map as a table' },
        table,
      ),
    );
  }

  private heads({ sweep, sides }: MapData): HTMLElement[] {
    const plain = (name: string) => html('th', { scope: 'col' }, name);
    const x = this.sortable(fieldTitle(sweep.x.path), 'place', 'ascending');
    return [
      x,
      plain(fieldTitle(sweep.y.path)),
      ...sides.flatMap((_, side) => {
        const letter = sideLetter(side);
        const share = side === 0 ? this.sortable(`${letter} escaped`, 'share') : plain(`${letter} escaped`);
        const width = side === 0 ? this.sortable('95 % interval', 'width') : plain('95 % interval');
        const own = [share, plain('of replicas'), width];
        if (side === 0) return own;
        const name = `A − ${letter}, points`;
        return [...own, side === 1 ? this.sortable(name, 'difference') : plain(name)];
      }),
    ];
  }

  private sortable(
    name: string,
    order: Order,
    direction: 'ascending' | 'descending' = 'descending',
  ): HTMLElement {
    const button = html('button', { type: 'button', class: 'quiet' }, name);
    button.addEventListener('click', () => {
      this.order = order;
      this.page = 0;
      this.refresh();
    });
    return html('th', { scope: 'col', 'aria-sort': order === this.order ? direction : 'none' }, button);
  }

  private row(data: MapData, cell: number): HTMLTableRowElement {
    const { columns, x, y, tallies, sides } = data;
    const n = tallies.particles[cell];
    const choose = html('button', { type: 'button', class: 'quiet' }, number(x[cell % columns], 4));
    choose.addEventListener('click', () => this.onCell(cell));
    const cells = sides.flatMap((_, side) => {
      const failure = tallies.failure(cell, side);
      const blank = side === 0 ? ['', '', ''] : ['', '', '', ''];
      if (failure !== undefined) return ['failed', failure, ...blank.slice(2)];
      if (n === 0) return ['not yet', ...blank.slice(1)];
      const escaped = tallies.escaped[side][cell];
      const { low, high } = wilsonInterval(escaped, n);
      const own = [percent(escaped / n), `${whole(escaped)} of ${whole(n)}`, interval(low, high)];
      if (side === 0) return own;
      return [...own, tallies.failure(cell, 0) === undefined ? difference(data, side, cell) : ''];
    });
    return html(
      'tr',
      {},
      html('th', { scope: 'row' }, choose),
      html('td', {}, number(y[Math.floor(cell / columns)], 4)),
      ...cells.map((text) => html('td', {}, text)),
    );
  }

  private tools(data: MapData): HTMLElement {
    const pages = Math.ceil(data.cells / PAGE);
    const button = (name: string, enabled: boolean, run: () => void) => {
      const made = html('button', { type: 'button', class: 'quiet' }, name);
      made.disabled = !enabled;
      made.addEventListener('click', run);
      return made;
    };
    const go = (page: number) => {
      this.page = page;
      this.show(data);
    };
    return html(
      'div',
      { class: 'map-table-tools' },
      button('Refresh', true, () => this.refresh()),
      button('Back', this.page > 0, () => go(this.page - 1)),
      html('span', {}, `page ${whole(this.page + 1)} of ${whole(pages)}`),
      button('Next', this.page < pages - 1, () => go(this.page + 1)),
    );
  }
}

function difference(data: MapData, side: number, cell: number): string {
  const found = data.differenceAt(side, cell);
  const points = (share: number) => signed(100 * share, 1);
  return `${points(found.difference)} (${points(found.low)} to ${points(found.high)})`;
}

/** What rows are ordered by, largest first. */
function keyOf(data: MapData, order: Order): (cell: number) => number {
  const { particles, escaped } = data.tallies;
  return (cell) => {
    const n = particles[cell];
    if (order === 'place') return -cell;
    if (n === 0) return Number.NEGATIVE_INFINITY;
    if (order === 'share') return escaped[0][cell] / n;
    if (order === 'difference') return data.sides.length > 1 ? data.differenceAt(1, cell).difference : 0;
    const { low, high } = wilsonInterval(escaped[0][cell], n);
    return high - low;
  };
}
