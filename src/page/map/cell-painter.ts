import { contextOf, cssColor, html } from '../shared/dom';
import { MARK, type Raster } from './raster';

/**
 * A failed cell has a cross; where cells are narrower than this in pixels, neighbours share one.
 */
const CROSS = 8;

/** Least and largest distance of hatching's lines, in pixels across. */
const CLOSE_PITCH = 4;
const WIDE_PITCH = 10;

/**
 * Paints a map on a canvas: one rectangle a cell, none mixed with its neighbours, and patterns over
 * or in place of the colours.
 */
export class CellPainter {
  private readonly context: CanvasRenderingContext2D;
  /** One pixel a cell. */
  private readonly cells = html('canvas');
  /** As large as the picture: what is left of a pattern by a mask. */
  private readonly masked = html('canvas');

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.context = contextOf(canvas);
  }

  /** @param ratio  Pixels of the canvas for one of the page. */
  paint(raster: Raster, ratio: number): void {
    const { context, canvas } = this;
    context.clearRect(0, 0, canvas.width, canvas.height);
    this.stretch(context, raster.colors, raster);
    if (raster.marks.includes(MARK.notCounted))
      this.fillMarked(raster, MARK.notCounted, dots(cssColor('--field-line'), ratio));
    if (raster.marks.includes(MARK.noValue))
      this.fillMarked(raster, MARK.noValue, backDiagonals(cssColor('--field-line'), ratio));
    if (raster.marks.includes(MARK.hatched))
      this.fillMarked(raster, MARK.hatched, diagonals(this.pitch(raster, ratio), ratio));
    if (raster.marks.includes(MARK.failed)) this.drawCrosses(raster, ratio);
  }

  /** Lines lie so close that one crosses every cell that has room for it. */
  private pitch({ columns, rows }: Raster, ratio: number): number {
    const cell = Math.min(this.canvas.width / columns, this.canvas.height / rows);
    return Math.round(Math.min(WIDE_PITCH * ratio, Math.max(CLOSE_PITCH * ratio, cell)));
  }

  private stretch(
    context: CanvasRenderingContext2D,
    words: Uint32Array<ArrayBuffer>,
    { columns, rows }: Raster,
  ): void {
    this.cells.width = columns;
    this.cells.height = rows;
    const image = new ImageData(new Uint8ClampedArray(words.buffer), columns, rows);
    contextOf(this.cells).putImageData(image, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.cells, 0, 0, context.canvas.width, context.canvas.height);
  }

  private fillMarked(raster: Raster, mark: number, tile: HTMLCanvasElement): void {
    const { masked, canvas } = this;
    masked.width = canvas.width;
    masked.height = canvas.height;
    const context = contextOf(masked);
    const mask = new Uint32Array(raster.marks.length);
    for (let k = 0; k < mask.length; k++) if (raster.marks[k] === mark) mask[k] = 0xff000000;
    this.stretch(context, mask, raster);
    context.globalCompositeOperation = 'source-in';
    context.fillStyle = context.createPattern(tile, 'repeat')!;
    context.fillRect(0, 0, masked.width, masked.height);
    this.context.drawImage(masked, 0, 0);
  }

  private drawCrosses({ columns, rows, marks }: Raster, ratio: number): void {
    const { context, canvas } = this;
    const width = canvas.width / columns;
    const height = canvas.height / rows;
    const across = Math.ceil((CROSS * ratio) / width);
    const down = Math.ceil((CROSS * ratio) / height);
    const size = (CROSS / 2 - 1) * ratio;
    const done = new Set<number>();
    context.beginPath();
    for (let pixel = 0; pixel < marks.length; pixel++) {
      if (marks[pixel] !== MARK.failed) continue;
      const column = Math.floor((pixel % columns) / across);
      const row = Math.floor(Math.floor(pixel / columns) / down);
      if (done.has(row * columns + column)) continue;
      done.add(row * columns + column);
      const x = Math.min(canvas.width - size, (column + 0.5) * across * width);
      const y = Math.min(canvas.height - size, (row + 0.5) * down * height);
      context.moveTo(x - size, y - size);
      context.lineTo(x + size, y + size);
      context.moveTo(x - size, y + size);
      context.lineTo(x + size, y - size);
    }
    for (const [color, thickness] of [
      [cssColor('--halo'), 3.5],
      [cssColor('--ink'), 1.5],
    ] as const) {
      context.strokeStyle = color;
      context.lineWidth = thickness * ratio;
      context.stroke();
    }
  }
}

/** A dark line on a light one: seen on every colour. */
function diagonals(size: number, ratio: number): HTMLCanvasElement {
  const tile = html('canvas', { width: String(size), height: String(size) });
  const context = contextOf(tile);
  for (const [color, thickness] of [
    ['rgb(255 255 255 / 70%)', 2.2],
    ['rgb(10 12 16 / 85%)', 1],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = thickness * ratio;
    context.beginPath();
    // Corners belong to the neighbours, too.
    for (const shift of [-size, 0, size]) {
      context.moveTo(shift - 2, size + 2);
      context.lineTo(shift + size + 2, -2);
    }
    context.stroke();
  }
  return tile;
}

/** Thin lines the other way, on paper: there is no colour under them. */
function backDiagonals(color: string, ratio: number): HTMLCanvasElement {
  const size = Math.round(6 * ratio);
  const tile = html('canvas', { width: String(size), height: String(size) });
  const context = contextOf(tile);
  context.strokeStyle = color;
  context.lineWidth = ratio;
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - 2, -2);
    context.lineTo(shift + size + 2, size + 2);
  }
  context.stroke();
  return tile;
}

function dots(color: string, ratio: number): HTMLCanvasElement {
  const size = Math.round(6 * ratio);
  const tile = html('canvas', { width: String(size), height: String(size) });
  const context = contextOf(tile);
  context.fillStyle = color;
  context.globalAlpha = 0.6;
  const dot = Math.max(1, Math.round(1.2 * ratio));
  context.fillRect(Math.round(2 * ratio), Math.round(2 * ratio), dot, dot);
  return tile;
}
