import { cellUnder, movedCursor } from './cursor-moves';

/** What a reader does on the cells of a panel. */
export interface CellActions {
  /** A mouse or pen is over a cell. */
  hover: (cell: number) => void;
  /** A click, a tap or a key goes to a cell to stay there. */
  go: (cell: number) => void;
  /**
   * A rectangle between two cells is being dragged or done, or was changed by a key: then Enter
   * says that it is done.
   */
  draw: (from: number, to: number, how: 'dragged' | 'done' | 'key') => void;
  /** Enter or a double click. */
  enter: () => void;
  /** Escape. Returns whether there was something to let go of. */
  release: () => boolean;
}

/** What input needs to know of the map at the moment. */
export interface CellGrid {
  columns: number;
  rows: number;
  /** Where keys start from. */
  cursor: number | null;
}

/** A finger held down so long draws a rectangle; before, it scrolls the page. */
const LONG_PRESS_MILLISECONDS = 500;
/** A finger that moves further does not rest, in pixels. */
const REST = 10;

/** Mouse, pen, finger and keys on an element that holds exactly the cells. */
export class CellInput {
  /** Cell in which a press began, and where on the screen. */
  private press: { cell: number; x: number; y: number } | null = null;
  private drawing = false;
  private longPress = 0;
  /** The corner that stays while Shift and arrows draw a rectangle. */
  private anchor: number | null = null;

  constructor(
    private readonly element: HTMLElement,
    private readonly actions: CellActions,
    private readonly grid: () => CellGrid | null,
  ) {
    element.addEventListener('pointerdown', (event) => this.down(event));
    element.addEventListener('pointermove', (event) => this.move(event));
    element.addEventListener('pointerup', (event) => this.up(event));
    element.addEventListener('pointercancel', () => this.end());
    element.addEventListener('dblclick', () => actions.enter());
    element.addEventListener('keydown', (event) => this.key(event));
    // While a finger draws, it does not scroll.
    element.addEventListener('touchmove', (event) => this.drawing && event.preventDefault(), {
      passive: false,
    });
    element.addEventListener('contextmenu', (event) => this.drawing && event.preventDefault());
  }

  private down(event: PointerEvent): void {
    const cell = this.cellOf(event);
    if (cell === null || event.button !== 0 || !event.isPrimary) return;
    this.press = { cell, x: event.clientX, y: event.clientY };
    this.anchor = null;
    if (event.pointerType === 'touch') {
      this.longPress = window.setTimeout(() => this.draw(cell), LONG_PRESS_MILLISECONDS);
      return;
    }
    this.element.setPointerCapture(event.pointerId);
  }

  private move(event: PointerEvent): void {
    const cell = this.cellOf(event);
    if (cell === null) return;
    const { press } = this;
    if (!press) {
      if (event.pointerType !== 'touch') this.actions.hover(cell);
    } else if (this.drawing) this.draw(cell);
    else if (event.pointerType === 'touch') {
      if (Math.hypot(event.clientX - press.x, event.clientY - press.y) > REST) this.end();
    } else if (cell !== press.cell) this.draw(cell);
  }

  private draw(cell: number): void {
    this.drawing = true;
    this.actions.draw(this.press!.cell, cell, 'dragged');
  }

  private up(event: PointerEvent): void {
    const { press, drawing } = this;
    this.end();
    const cell = this.cellOf(event);
    if (!press || cell === null) return;
    if (drawing) this.actions.draw(press.cell, cell, 'done');
    else this.actions.go(cell);
  }

  private end(): void {
    window.clearTimeout(this.longPress);
    this.press = null;
    this.drawing = false;
  }

  private key(event: KeyboardEvent): void {
    const grid = this.grid();
    if (!grid || event.altKey) return;
    const { key, shiftKey, ctrlKey, metaKey } = event;
    if (key === 'Enter') this.actions.enter();
    else if (key === 'Escape') {
      this.anchor = null;
      if (!this.actions.release()) return;
    } else {
      const start = grid.cursor ?? middleCell(grid);
      const moved =
        grid.cursor === null ? start : movedCursor(start, key, ctrlKey || metaKey, grid);
      if (moved === null || movedCursor(start, key, false, grid) === null) return;
      if (shiftKey) {
        this.anchor ??= start;
        this.actions.draw(this.anchor, moved, 'key');
      } else {
        this.anchor = null;
        this.actions.go(moved);
      }
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private cellOf({ clientX, clientY }: PointerEvent): number | null {
    const grid = this.grid();
    if (!grid) return null;
    const { left, top, width, height } = this.element.getBoundingClientRect();
    return cellUnder((clientX - left) / width, (clientY - top) / height, grid);
  }
}

function middleCell({ columns, rows }: CellGrid): number {
  return Math.floor(rows / 2) * columns + Math.floor(columns / 2);
}
