import { html, setText } from '../shared/dom';
import { setDrawer } from '../shared/drawer';
import { number, whole } from '../shared/format';
import { sideLetter } from '../shared/side-letter';
import { fieldTitle } from './field-names';
import type { MapData } from './map-data';
import { sideName } from './side-names';
import { tableCells, tableColumns } from './table-columns';
import { type CellChoice, inOrder, listedCells, type TableOrder } from './table-order';

/** Rows of a page: the document never holds more. Every cell is in the CSV. */
const PAGE = 50;

const CHOICES: Record<CellChoice, string> = {
  all: 'all cells',
  row: 'the row of the cursor',
  column: 'the column of the cursor',
};

/**
 * The map as a table, for who cannot see it or wants the numbers. It is a still: Refresh takes what
 * is counted since.
 */
export class CellTable {
  private order: TableOrder = { by: 'y', side: 0, falling: false };
  private choice: CellChoice = 'all';
  private page = 0;
  private cells: number[] = [];
  private cursor = 0;
  private data: MapData | null = null;
  private response: number | null = null;

  private readonly caption = html('caption', { 'aria-live': 'polite' });
  private readonly head = html('thead');
  private readonly body = html('tbody');
  private readonly back = this.button('Back', () => this.turn(-1));
  private readonly next = this.button('Next', () => this.turn(1));
  private readonly where = html('span');
  private readonly parts: HTMLElement[];

  /** @param onCell  Told of a cell that is chosen. */
  constructor(
    private readonly host: HTMLElement,
    private readonly onCell: (cell: number) => void,
  ) {
    const select = html('select', { autocomplete: 'off' });
    for (const [value, text] of Object.entries(CHOICES))
      select.append(html('option', { value }, text));
    select.addEventListener('change', () => {
      this.choice = select.value as CellChoice;
      this.refresh();
    });
    const refresh = this.button('Refresh', () => this.refresh());
    this.parts = [
      html(
        'div',
        { class: 'map-table-tools' },
        html('label', { class: 'map-tool' }, 'Rows for ', select),
        refresh,
        this.back,
        this.where,
        this.next,
      ),
      html(
        'div',
        {
          class: 'map-table-scroll',
          tabindex: '0',
          role: 'region',
          'aria-label': 'Map as a table',
        },
        html('table', {}, this.caption, this.head, this.body),
      ),
    ];
  }

  /** @param response  Place of the response that it shows; null where it shows the share. */
  open(data: MapData, response: number | null): void {
    if (data !== this.data) this.cursor = 0;
    this.data = data;
    this.response = response;
    if (this.order.side >= data.sides.length) this.order = { by: 'y', side: 0, falling: false };
    this.head.replaceChildren(...this.heads(data));
    if (!this.host.hidden) this.refresh();
  }

  /** @param button  What opens and closes it. */
  toggle(button: HTMLElement): void {
    const open = Boolean(this.host.hidden);
    if (open) {
      this.host.replaceChildren(...this.parts);
      this.refresh();
    }
    setDrawer(button, this.host, open);
    if (!open) this.host.replaceChildren();
  }

  /** Follows the cursor where its row or column is what is listed. */
  setCursor(cell: number): void {
    const { data, cursor, choice } = this;
    this.cursor = cell;
    if (this.host.hidden || !data || cell === cursor) return;
    const [before] = listedCells(data, choice, cursor);
    const [after] = listedCells(data, choice, cell);
    if (before === after) this.mark();
    else this.refresh();
  }

  private refresh(): void {
    if (!this.data) return;
    this.page = 0;
    const listed = listedCells(this.data, this.choice, this.cursor);
    this.cells = inOrder(this.data, listed, this.order, this.response);
    this.show(this.data);
  }

  private turn(by: number): void {
    if (!this.data) return;
    this.page += by;
    this.show(this.data);
  }

  private show(data: MapData): void {
    const first = this.page * PAGE;
    const shown = this.cells.slice(first, first + PAGE);
    const pages = Math.ceil(this.cells.length / PAGE);
    setText(
      this.caption,
      `Cells ${whole(first + 1)} to ${whole(first + shown.length)} of ${whole(this.cells.length)}`,
    );
    setText(this.where, `page ${whole(this.page + 1)} of ${whole(pages)}`);
    this.body.replaceChildren(...shown.map((cell) => this.row(data, cell)));
    this.mark();
    const focused = document.activeElement;
    this.back.disabled = this.page === 0;
    this.next.disabled = this.page === pages - 1;
    // A button that can no longer be pressed would take the focus with it.
    if (focused === this.back && this.back.disabled) this.next.focus();
    if (focused === this.next && this.next.disabled) this.back.focus();
  }

  private mark(): void {
    for (const button of this.body.querySelectorAll('button'))
      if (button.dataset.cell === String(this.cursor)) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
  }

  private heads(data: MapData): HTMLElement[] {
    const { sweep, sides } = data;
    const { response } = this;
    const groups = sides.map((_, side) =>
      html(
        'th',
        {
          scope: 'colgroup',
          colspan: String(tableColumns(data, side, response).length),
          class: `map-table-side side-${sideLetter(side)}`,
        },
        `${sideLetter(side)} ${sideName(sides, side)}`,
      ),
    );
    const columns = sides.flatMap((_, side) =>
      tableColumns(data, side, response).map(({ head, label, by }) =>
        by ? this.sortable(head, label, by, side) : html('th', { scope: 'col' }, head),
      ),
    );
    return [
      html('tr', {}, html('th', { scope: 'colgroup', colspan: '2' }, 'Cell'), ...groups),
      html(
        'tr',
        {},
        this.sortable(fieldTitle(sweep.x.path), fieldTitle(sweep.x.path), 'x', 0),
        this.sortable(fieldTitle(sweep.y.path), fieldTitle(sweep.y.path), 'y', 0),
        ...columns,
      ),
    ];
  }

  /** A column's head that sorts by it, and the other way round when it does already. */
  private sortable(text: string, label: string, by: TableOrder['by'], side: number): HTMLElement {
    const place = by === 'x' || by === 'y';
    const button = html('button', { type: 'button', class: 'quiet', 'aria-label': label }, text);
    const head = html('th', { scope: 'col' }, button);
    const isOwn = () => this.order.by === by && this.order.side === side;
    const show = () =>
      head.setAttribute(
        'aria-sort',
        isOwn() ? (this.order.falling ? 'descending' : 'ascending') : 'none',
      );
    button.addEventListener('click', () => {
      this.order = { by, side, falling: isOwn() ? !this.order.falling : !place };
      for (const other of this.head.querySelectorAll('[aria-sort]'))
        other.setAttribute('aria-sort', 'none');
      show();
      this.refresh();
    });
    show();
    return head;
  }

  private row(data: MapData, cell: number): HTMLTableRowElement {
    const { columns, x, y, sides } = data;
    const place = number(x[cell % columns], 4);
    const choose = this.button(place, () => this.onCell(cell));
    choose.dataset.cell = String(cell);
    const cells = sides.flatMap((_, side) => tableCells(data, cell, side, this.response));
    return html(
      'tr',
      {},
      html('th', { scope: 'row' }, choose),
      html('td', {}, number(y[Math.floor(cell / columns)], 4)),
      ...cells.map((text) => html('td', {}, text)),
    );
  }

  private button(name: string, run: () => void): HTMLButtonElement {
    const made = html('button', { type: 'button', class: 'quiet' }, name);
    made.addEventListener('click', run);
    return made;
  }
}
