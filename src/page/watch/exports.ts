import { exportName, histogramToCsv, resultToJson } from '../../experiment/export';
import type { RunResult } from '../../experiment/run';
import { html } from '../shared/dom';
import { withPngText } from '../shared/png-text';
import { save } from '../shared/save';
import { drawPicture, type PictureOptions } from './picture';
import { pictureSvg } from './picture/picture-svg';
import { specSummary } from './spec-summary';

/** Loaded when something is first exported. */
export async function exportPicture(options: PictureOptions, result: RunResult): Promise<void> {
  save(await pictureFile(options), exportName(result, 'png'), 'image/png');
}

export function exportSvg(options: PictureOptions, result: RunResult): void {
  save(pictureSvg(options), exportName(result, 'svg'), 'image/svg+xml');
}

export function exportCsv(result: RunResult): void {
  save(histogramToCsv(result), exportName(result, 'csv'), 'text/csv');
}

export function exportJson(result: RunResult): void {
  save(resultToJson(result), exportName(result, 'json'), 'application/json');
}

/** The picture as a PNG file that carries the link to its run. */
export async function pictureFile(options: PictureOptions): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = html('canvas');
  drawPicture(canvas, options);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The browser could not make a picture of this size.');
  let png: Uint8Array<ArrayBuffer> = new Uint8Array(await blob.arrayBuffer());
  png = withPngText(png, 'Software', `Saddlescape ${options.engine.version}`);
  png = withPngText(
    png,
    'Description',
    specSummary(options.reading.spec)
      .replaceAll('σ', 'sigma')
      .replaceAll('τ', 'tau')
      .replaceAll('ρ', 'rho'),
  );
  return withPngText(png, 'Permalink', options.link);
}
