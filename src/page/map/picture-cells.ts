import type { Area } from '../shared/curve';
import { pngFile } from './png-file';
import type { Raster } from './raster';

/** Cells in a row or a column up to which each is a rectangle of its own. */
const MOST_RECTANGLES = 64;
/** A cross is no smaller than this, from its middle to its ends. */
const LEAST_CROSS = 3;

/**
 * The colours of a map in SVG: a rectangle a cell, or an embedded picture of one pixel a cell,
 * never smoothed.
 */
export function pictureCells(raster: Raster, area: Area): string {
  const { columns, rows, colors } = raster;
  if (Math.max(columns, rows) <= MOST_RECTANGLES) return rectangles(raster, area);
  const png = pngFile(colors, columns, rows);
  let text = '';
  for (let at = 0; at < png.length; at += 8192)
    text += String.fromCharCode(...png.subarray(at, at + 8192));
  return `<image x="${area.left}" y="${area.top}" width="${area.width}" height="${area.height}" preserveAspectRatio="none" image-rendering="pixelated" href="data:image/png;base64,${btoa(text)}"/>`;
}

function rectangles({ columns, rows, colors }: Raster, area: Area): string {
  const bytes = new Uint8Array(colors.buffer);
  const width = area.width / columns;
  const height = area.height / rows;
  const parts: string[] = [];
  for (let pixel = 0; pixel < columns * rows; pixel++) {
    if (bytes[4 * pixel + 3] === 0) continue;
    const hex = Array.from(bytes.subarray(4 * pixel, 4 * pixel + 3), (byte) =>
      byte.toString(16).padStart(2, '0'),
    );
    const x = area.left + (pixel % columns) * width;
    const y = area.top + Math.floor(pixel / columns) * height;
    parts.push(
      `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="#${hex.join('')}"/>`,
    );
  }
  return `<g shape-rendering="crispEdges">\n${parts.join('\n')}\n</g>`;
}

/** Path data of the cells with a mark, neighbours in a row as one. */
export function markedRuns({ columns, rows, marks }: Raster, area: Area, mark: number): string {
  const width = area.width / columns;
  const height = area.height / rows;
  let d = '';
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const first = column;
      while (column < columns && marks[row * columns + column] === mark) column++;
      if (column === first) continue;
      const long = (column - first) * width;
      d += `M${short(area.left + first * width)} ${short(area.top + row * height)}h${short(long)}v${short(height)}h${short(-long)}z`;
    }
  return d;
}

/** Middles of the cells with a mark, and how far a cross in them reaches. */
export function markedCells(
  { columns, rows, marks }: Raster,
  area: Area,
  mark: number,
): { x: number; y: number; size: number }[] {
  const width = area.width / columns;
  const height = area.height / rows;
  const size = Math.round(Math.max(LEAST_CROSS, Math.min(5, width / 3, height / 3)));
  const found = [];
  for (let pixel = 0; pixel < marks.length; pixel++)
    if (marks[pixel] === mark)
      found.push({
        x: short(area.left + ((pixel % columns) + 0.5) * width),
        y: short(area.top + (Math.floor(pixel / columns) + 0.5) * height),
        size,
      });
  return found;
}

function short(value: number): number {
  return Math.round(value * 1000) / 1000;
}
