import type { Area } from '../shared/curve';
import { html, setText } from '../shared/dom';
import { drawn, svg } from '../shared/svg';
import { axisMarks, cellsArea } from './axis-marks';
import { CellInput } from './cell-input';
import { CellPainter } from './cell-painter';
import { cellPlace, cellSentence } from './cell-words';
import { type CellRectangle, rectangleOf } from './cursor-moves';
import type { Hatch } from './hatching';
import type { GrowthMap, Layer, MapData } from './map-data';
import type { Scales } from './map-scales';
import { type Raster, rasterOf } from './raster';
import { thresholdMarks } from './threshold-marks';

export type { CellRectangle } from './cursor-moves';

export interface MapPlotOptions {
  layer: Layer;
  /** Name of the panel, such as "A: SGD". */
  title: string;
  /** The cell with the outline, here and in the other panels. */
  cursor: number | null;
  hatch: Hatch;
  /** Whether the lines of zero growth are drawn. */
  curves: boolean;
  scales: Scales;
}

export interface MapPlotActions {
  /**
   * The cursor goes to a cell. held: by a click, a tap or a key, to stay there; else a mouse is
   * over it.
   */
  onCursor: (cell: number, held: boolean) => void;
  /** A click, a tap or a key chose the cell with the cursor. */
  onHold: () => void;
  /** A rectangle was drawn by dragging, or by Shift and arrows and then Enter. */
  onSelect: (cells: CellRectangle) => void;
  /** Enter or a double click on the cell with the cursor. */
  onOpen: (cell: number, layer: Layer) => void;
}

/** A cursor is no smaller than this, so that it is seen where cells are tiny. In pixels. */
const LEAST_CURSOR = 9;

const HOW_TO =
  'Arrow keys, Page Up, Page Down, Home and End go from cell to cell; with Shift they draw a rectangle, which Enter takes. Enter alone opens the cell in Watch, Escape lets go.';

let plots = 0;

/**
 * One panel of a map: coloured cells, axes, lines of zero growth, and a cursor for mouse, finger
 * and keys.
 */
export class MapPlot {
  private readonly title = html('h3', { class: 'map-panel-title' });
  private readonly plot = html('div', { class: 'map-plot' });
  private readonly cells: HTMLElement;
  private readonly canvas = html('canvas');
  private readonly painter = new CellPainter(this.canvas);
  private readonly ink = svg('svg', { 'aria-hidden': 'true' });
  private readonly over = svg('svg', { 'aria-hidden': 'true', class: 'map-over' });
  private readonly clip = svg('rect');
  private readonly thresholds = svg('g');
  private readonly cursorMarks = [
    svg('rect', { class: 'cursor-halo' }),
    svg('rect', { class: 'cursor' }),
  ];
  private readonly selectionMarks = [
    svg('rect', { class: 'selection-halo' }),
    svg('rect', { class: 'selection' }),
  ];
  private readonly spoken = html('p', { class: 'visually-hidden', role: 'status' });
  /** Asking for the size in a frame that has drawn another panel would lay out the whole page. */
  private readonly resized = new ResizeObserver(([{ borderBoxSize }]) => {
    this.size = borderBoxSize[0];
    this.redraw();
  });
  /** Of the plot; null until it is known. */
  private size: ResizeObserverSize | null = null;
  private area: Area = { left: 0, top: 0, width: 1, height: 1 };
  private data: MapData | null = null;
  private raster: Raster | null = null;
  private options: MapPlotOptions | null = null;
  private cursor: number | null = null;
  private held = false;
  private selection: CellRectangle | null = null;
  /** What the axes and the lines of zero growth were drawn for. */
  private drawnAxes = '';
  private drawnGrowth: (GrowthMap | null)[] = [];
  private drawnLines = '';

  /** @param host  Filled with the panel. */
  constructor(
    private readonly host: HTMLElement,
    private readonly actions: MapPlotActions,
  ) {
    const id = `map-plot-${++plots}`;
    this.cells = html(
      'div',
      {
        class: 'map-cells',
        tabindex: '0',
        role: 'application',
        'aria-roledescription': 'heat map',
        'aria-describedby': `${id}-how`,
      },
      this.canvas,
    );
    const clipPath = svg('clipPath', { id: `${id}-clip` });
    clipPath.append(this.clip);
    this.thresholds.setAttribute('clip-path', `url(#${id}-clip)`);
    this.over.append(clipPath, this.thresholds, ...this.selectionMarks, ...this.cursorMarks);
    this.plot.append(this.ink, this.cells, this.over);
    this.host.classList.add('map-panel');
    this.host.append(
      this.title,
      this.plot,
      this.spoken,
      html('p', { class: 'visually-hidden', id: `${id}-how` }, HOW_TO),
    );
    this.wire();
    this.resized.observe(this.plot);
  }

  /** Empties the host. */
  destroy(): void {
    this.resized.disconnect();
    this.host.replaceChildren();
  }

  /**
   * Shows what is known of a map. To be called whenever counts, growth rates, options or the theme
   * changed.
   */
  draw(data: MapData, options: MapPlotOptions): void {
    // A rectangle or a place of another map means nothing here.
    if (data !== this.data) {
      this.selection = null;
      this.held = false;
    }
    this.data = data;
    this.options = options;
    this.cursor = options.cursor;
    setText(this.title, options.title);
    this.redraw();
  }

  /** Moves the outline. @param held  A mouse that only passes by leaves the cursor where it is. */
  setCursor(cell: number | null, held = false): void {
    this.held = held;
    this.cursor = cell;
    const { data, options } = this;
    if (!data || !options) return;
    const { columns } = data;
    const place =
      cell === null
        ? null
        : {
            i0: cell % columns,
            i1: cell % columns,
            j0: Math.floor(cell / columns),
            j1: Math.floor(cell / columns),
          };
    this.outline(this.cursorMarks, place, LEAST_CURSOR);
    const sentence = cell === null ? '' : cellSentence(data, options.layer, cell);
    this.cells.setAttribute(
      'aria-label',
      sentence ? `${options.title}. ${sentence}` : options.title,
    );
  }

  private select(cells: CellRectangle | null): void {
    this.selection = cells;
    this.outline(this.selectionMarks, cells, 0);
  }

  /** Whether some cell has a mark of MARK. */
  shows(mark: number): boolean {
    return this.raster?.marks.includes(mark) ?? false;
  }

  private redraw(): void {
    const { data, options } = this;
    if (!data || !options) return;
    // The legend asks for its marks before the first size is known.
    this.raster = rasterOf(data, options.layer, { hatch: options.hatch, ...options.scales });
    if (!this.size?.inlineSize) return;
    this.layout(data, this.size.inlineSize, this.size.blockSize);
    this.painter.paint(this.raster, this.ratio);
    this.drawThresholds(data, options);
    this.setCursor(this.cursor, this.held);
    this.select(this.selection);
  }

  private get ratio(): number {
    return window.devicePixelRatio || 1;
  }

  private layout(data: MapData, width: number, height: number): void {
    const { x, y } = data.sweep;
    const key = JSON.stringify([x, y, width, height, this.ratio]);
    if (key === this.drawnAxes) return;
    this.drawnAxes = key;
    this.area = cellsArea(data.sweep, width, height);
    const { area } = this;
    for (const side of ['left', 'top', 'width', 'height'] as const)
      this.cells.style[side] = `${area[side]}px`;
    this.canvas.width = Math.round(area.width * this.ratio);
    this.canvas.height = Math.round(area.height * this.ratio);
    for (const [name, value] of Object.entries({
      x: area.left,
      y: area.top,
      width: area.width,
      height: area.height,
    }))
      this.clip.setAttribute(name, String(value));
    this.ink.replaceChildren(...drawn(axisMarks(data.sweep, area)));
    this.drawnLines = '';
  }

  private drawThresholds(data: MapData, { layer, curves }: MapPlotOptions): void {
    const key = JSON.stringify([layer, curves, this.drawnAxes]);
    if (
      key === this.drawnLines &&
      data.growth.every((growth, side) => growth === this.drawnGrowth[side])
    )
      return;
    this.drawnLines = key;
    this.drawnGrowth = [...data.growth];
    const marks = curves ? thresholdMarks(data, layer, this.area) : [];
    this.thresholds.replaceChildren(...drawn(marks));
  }

  private outline(marks: SVGRectElement[], cells: CellRectangle | null, least: number): void {
    const { area, data } = this;
    for (const mark of marks) {
      mark.style.display = cells ? '' : 'none';
      if (!cells || !data) continue;
      const cellWidth = area.width / data.columns;
      const cellHeight = area.height / data.rows;
      const width = Math.max(least, (cells.i1 - cells.i0 + 1) * cellWidth);
      const height = Math.max(least, (cells.j1 - cells.j0 + 1) * cellHeight);
      const middleX = area.left + ((cells.i0 + cells.i1 + 1) / 2) * cellWidth;
      const middleY = area.top + area.height - ((cells.j0 + cells.j1 + 1) / 2) * cellHeight;
      const box = { x: middleX - width / 2, y: middleY - height / 2, width, height };
      for (const [name, value] of Object.entries(box)) mark.setAttribute(name, value.toFixed(1));
    }
  }

  private wire(): void {
    const { onCursor, onHold, onSelect, onOpen } = this.actions;
    new CellInput(
      this.cells,
      {
        hover: (cell) => {
          if (!this.held && cell !== this.cursor) onCursor(cell, false);
        },
        go: (cell) => {
          this.select(null);
          onCursor(cell, true);
          onHold();
          this.say(cell);
        },
        draw: (from, to, how) => {
          const { data } = this;
          if (!data) return;
          this.select(rectangleOf(from, to, data.columns));
          if (how === 'done') onSelect(this.selection!);
          else onCursor(to, true);
          if (how === 'key')
            setText(
              this.spoken,
              `Rectangle from ${cellPlace(data, from)} to ${cellPlace(data, to)}`,
            );
        },
        enter: () => {
          if (this.selection) onSelect(this.selection);
          else if (this.cursor !== null && this.options) onOpen(this.cursor, this.options.layer);
        },
        release: () => {
          if (this.selection) this.select(null);
          else if (this.held && this.cursor !== null) onCursor(this.cursor, false);
          else return false;
          return true;
        },
      },
      () =>
        this.data
          ? { columns: this.data.columns, rows: this.data.rows, cursor: this.cursor }
          : null,
    );
  }

  /** A name that changes is not read aloud by itself. */
  private say(cell: number): void {
    if (this.data && this.options)
      setText(this.spoken, cellSentence(this.data, this.options.layer, cell));
  }
}
