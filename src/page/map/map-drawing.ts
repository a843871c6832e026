import { showFilled } from '../shared/filled';
import type { CellViews } from './cell-views';
import type { MapData } from './map-data';
import type { PanelLook, Panels } from './panels';

/** Time of a frame that panels may be drawn in. */
const FRAME_MILLISECONDS = 16;
/** Longest that an empty map waits for its first cells. */
const EMPTY_MILLISECONDS = 80;

/** Draws the open map, its panels and what is beside them, with the next frame. */
export class MapDrawing {
  readonly look: PanelLook = {
    curves: true,
    hatching: 'wide',
    counting: false,
    show: 'shares',
    response: null,
  };
  cursor: number | null = null;
  private drawing = false;
  private soon: ReturnType<typeof setTimeout> | null = null;
  private drawingViews = false;

  /** @param data  Of the map that is open; null while the first one is being opened. */
  constructor(
    private readonly panels: Panels,
    private readonly views: CellViews,
    private readonly data: () => MapData | null,
  ) {}

  /**
   * Draws a map that has been opened, which as a rule has its first cells in a moment: drawn empty,
   * it would take as long as with them, and keep them waiting.
   */
  drawSoon(): void {
    this.soon ??= setTimeout(() => this.draw(), EMPTY_MILLISECONDS);
  }

  draw(): void {
    if (this.soon !== null) clearTimeout(this.soon);
    this.soon = null;
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      // What comes in from here on is drawn after this.
      this.drawing = false;
      const data = this.data();
      if (!data) return;
      this.views.draw(this.cursor);
      this.drawPanels(this.panels.draw(this.look), data);
    });
  }

  /** Goes on with the panels until a frame's time is used, and with the rest in the next one. */
  private drawPanels(pieces: Generator<void>, data: MapData): void {
    const started = performance.now();
    while (data === this.data()) {
      if (pieces.next().done) {
        showFilled();
        return;
      }
      if (performance.now() - started > FRAME_MILLISECONDS) {
        requestAnimationFrame(() => this.drawPanels(pieces, data));
        return;
      }
    }
  }

  /** Draws what is beside the maps alone. */
  private drawViews(): void {
    if (this.soon !== null || this.drawing || this.drawingViews) return;
    this.drawingViews = true;
    requestAnimationFrame(() => {
      this.drawingViews = false;
      this.views.draw(this.cursor);
    });
  }

  setCursor(cell: number): void {
    this.cursor = cell;
    this.panels.setCursor(cell);
    this.drawViews();
  }
}
