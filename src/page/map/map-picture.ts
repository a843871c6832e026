import type { EngineIdentity } from '../../engine/engine';
import type { Response } from '../../spec/response';
import type { Area } from '../shared/curve';
import { contextOf, cssColor, html } from '../shared/dom';
import { escapeXml, markText } from '../shared/marks';
import { withPngText } from '../shared/png-text';
import { engineSummary } from '../shared/summary';
import { axisMarks, cellsArea } from './axis-marks';
import { barNames, barTicks } from './color-bar';
import { type ColorScale, colorAt } from './color-scale';
import type { Hatch } from './hatching';
import { isResponse, type Layer, type MapData } from './map-data';
import { keyEntries } from './map-key';
import { type Scales, scaleOf } from './map-scales';
import { markedCells, markedRuns, pictureCells } from './picture-cells';
import { MARK, type Raster, rasterOf } from './raster';
import { sweepWords } from './sweep-words';
import { thresholdMarks } from './threshold-marks';

/** Colours of the page that a picture takes along. */
export interface PictureColors {
  paper: string;
  ink: string;
  soft: string;
  line: string;
}

export interface MapPictureOptions {
  data: MapData;
  panels: readonly { layer: Layer; title: string; hatch: Hatch }[];
  curves: boolean;
  scales: Scales;
  /** What the side that A is compared with is called, "B" or "the other". */
  other: string;
  engine: EngineIdentity;
  link: string;
  /** What the map shows, in a sentence or two. */
  takeaway: string;
  colors: PictureColors;
}

const MARGIN = 28;
const GAP = 18;
const PANEL = { width: 400, height: 396 };
const SINGLE = { width: 620, height: 500 };
const TITLE = 24;
const BAR = { width: 300, height: 12 };
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";
/**
 * Mean width of a letter as a share of its size, on the safe side: of words, and of a link with its
 * digits.
 */
const LETTER = 0.56;
const LINK_LETTER = 0.66;
/** Lines of the key. */
const KEY_LINE = 19;

/** Colours of the page as it is now, light or dark. */
export function pictureColors(): PictureColors {
  return {
    paper: cssColor('--paper'),
    ink: cssColor('--ink'),
    soft: cssColor('--soft'),
    line: cssColor('--field-line'),
  };
}

/**
 * The panels of a map with axes, colour bars, key, and a caption that says what it is, as the text
 * of an SVG file that carries its link. Cells are rectangles up to 64 x 64 of them, else the pixels
 * of an embedded picture.
 */
export function mapSvg(options: MapPictureOptions): string {
  const { data, panels, link, colors, takeaway, engine, scales } = options;
  const size = panels.length === 1 ? SINGLE : PANEL;
  const across = panels.length === 1 ? 1 : panels.length % 3 === 0 || panels.length > 4 ? 3 : 2;
  const width = 2 * MARGIN + across * size.width + (across - 1) * GAP;
  const looks = looksOf(colors);
  const body: string[] = [];
  const rasters = panels.map(({ layer, hatch }) => rasterOf(data, layer, { hatch, ...scales }));
  for (const [k, panel] of panels.entries()) {
    const x = MARGIN + (k % across) * (size.width + GAP);
    const y = MARGIN + Math.floor(k / across) * (size.height + TITLE + GAP);
    body.push(
      `<g transform="translate(${x} ${y})">`,
      panelText(options, panel, rasters[k], size, k, looks),
      '</g>',
    );
  }
  let y = MARGIN + Math.ceil(panels.length / across) * (size.height + TITLE + GAP) - GAP + 16;
  const entries = entriesOf(options, rasters);
  const bars = new Set(panels.map(({ layer }) => layer.kind)).size;
  const beside = MARGIN + 14 + bars * (BAR.width + 70);
  // Right of the bars where there is room, else under them.
  const room = width - MARGIN - beside > 280;
  const keyTop = room ? y - 14 : y + 54;
  body.push(
    barTexts(options, y, looks),
    ...entries.map((entry, k) =>
      keyText(entry, room ? beside : MARGIN, keyTop + k * KEY_LINE, looks),
    ),
  );
  y = Math.max(y + 54, keyTop + entries.length * KEY_LINE) + 26;
  const words = sweepWords(data, askedOf(options));
  const caption = [...lines(takeaway, width, 15), '', ...lines(words, width, 13)];
  for (const [k, line] of caption.entries()) {
    const first = k < caption.indexOf('');
    body.push(
      textAt(
        line,
        MARGIN,
        y,
        `font-size="${first ? 15 : 13}" fill="${first ? colors.ink : colors.soft}"`,
      ),
    );
    y += line === '' ? 6 : first ? 21 : 18;
  }
  y += 6;
  const source = `Saddlescape ${engine.version}, ${engineSummary(engine)}. ${link}`;
  for (const line of lines(source, width, 11 * (LINK_LETTER / LETTER), /(?<=[& ])/)) {
    body.push(textAt(line, MARGIN, y, `font-size="11" fill="${colors.soft}"`));
    y += 15;
  }
  const height = Math.ceil(y + MARGIN - 15);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}">`,
    `<title>${escapeXml(panels.map(({ title }) => title).join(' | '))}</title>`,
    `<desc>${escapeXml([takeaway, words].join(' '))}</desc>`,
    `<metadata><permalink xmlns="urn:saddlescape">${escapeXml(link)}</permalink></metadata>`,
    patterns(colors),
    `<rect width="${width}" height="${height}" fill="${colors.paper}"/>`,
    ...body,
    '</svg>\n',
  ].join('\n');
}

/**
 * The same picture as a PNG file, with the link in its text.
 * @param ratio  Pixels of the file for one of the layout.
 * @throws Error when the browser can make no picture of that size.
 */
export async function mapPng(
  options: MapPictureOptions,
  ratio: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const url = URL.createObjectURL(new Blob([mapSvg(options)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = html('canvas');
    canvas.width = Math.round(image.naturalWidth * ratio);
    canvas.height = Math.round(image.naturalHeight * ratio);
    contextOf(canvas).drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('The browser could not make a picture of this size.');
    const png = new Uint8Array(await blob.arrayBuffer());
    return withPngText(
      withPngText(png, 'Software', `Saddlescape ${options.engine.version}`),
      'Permalink',
      options.link,
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

type Looks = Record<string, string>;

/** What the style sheet says on the page, as attributes. */
function looksOf({ ink, soft, line }: PictureColors): Looks {
  const halo =
    'fill="none" stroke="#ffffff" stroke-opacity="0.85" stroke-width="5" stroke-linejoin="round"';
  const curve = 'fill="none" stroke="#101317" stroke-width="2" stroke-linejoin="round"';
  return {
    axis: `fill="none" stroke="${line}"`,
    tick: `stroke="${line}"`,
    'axis-label': `fill="${soft}" font-size="12.5"`,
    'axis-name': `fill="${ink}" font-size="13.5"`,
    'threshold steps': curve,
    'threshold sde': `${curve} stroke-dasharray="6 4"`,
    'threshold limit': `${curve} stroke-dasharray="0.1 4" stroke-linecap="round"`,
    'threshold-halo steps': halo,
    'threshold-halo limit': halo,
    'threshold-halo sde': halo,
    'threshold-name':
      'fill="#101317" font-size="13" font-weight="600" paint-order="stroke" stroke="#ffffff" stroke-opacity="0.9" stroke-width="4" stroke-linejoin="round"',
    'bar-text': `fill="${soft}" font-size="12.5"`,
    'bar-name': `fill="${ink}" font-size="13"`,
  };
}

function patterns({ line }: PictureColors): string {
  return [
    '<defs>',
    '<pattern id="hatched" width="7" height="7" patternUnits="userSpaceOnUse">',
    '<path d="M-2 9L9 -2M-2 2L2 -2M5 9L9 5" stroke="#ffffff" stroke-opacity="0.7" stroke-width="2.2"/>',
    '<path d="M-2 9L9 -2M-2 2L2 -2M5 9L9 5" stroke="#0a0c10" stroke-width="1"/>',
    '</pattern>',
    `<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse"><rect x="2" y="2" width="1.3" height="1.3" fill="${line}"/></pattern>`,
    `<pattern id="none" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M-1 -1L7 7M-1 5L1 7M5 -1L7 1" stroke="${line}"/></pattern>`,
    '</defs>',
  ].join('\n');
}

function panelText(
  { data, curves, colors }: MapPictureOptions,
  { layer, title }: { layer: Layer; title: string },
  raster: Raster,
  size: { width: number; height: number },
  index: number,
  looks: Looks,
): string {
  const area = cellsArea(data.sweep, size.width, size.height);
  const thresholds = curves ? thresholdMarks(data, layer, area) : [];
  return [
    textAt(
      shortened(title, size.width, 16),
      0,
      14,
      `font-size="16" font-weight="600" fill="${colors.ink}"`,
    ),
    `<g transform="translate(0 ${TITLE})">`,
    pictureCells(raster, area),
    marked(raster, area, colors),
    `<clipPath id="cells-${index}"><rect x="${area.left}" y="${area.top}" width="${area.width}" height="${area.height}"/></clipPath>`,
    `<g clip-path="url(#cells-${index})">`,
    ...thresholds.map((mark) => markText(mark, looks)),
    '</g>',
    ...axisMarks(data.sweep, area).map((mark) => markText(mark, looks)),
    '</g>',
  ].join('\n');
}

/** Hatching, dots where nothing is counted, crosses where a cell failed. */
function marked(raster: Raster, area: Area, { ink }: PictureColors): string {
  const hatched = markedRuns(raster, area, MARK.hatched);
  const empty = markedRuns(raster, area, MARK.notCounted);
  const none = markedRuns(raster, area, MARK.noValue);
  const crosses = markedCells(raster, area, MARK.failed)
    .map(
      ({ x, y, size }) =>
        `M${x - size} ${y - size}l${2 * size} ${2 * size}m0 ${-2 * size}l${-2 * size} ${2 * size}`,
    )
    .join('');
  return [
    hatched && `<path d="${hatched}" fill="url(#hatched)"/>`,
    empty && `<path d="${empty}" fill="url(#dots)"/>`,
    none && `<path d="${none}" fill="url(#none)"/>`,
    crosses && `<path d="${crosses}" fill="none" stroke="${ink}" stroke-width="1.3"/>`,
  ]
    .filter(Boolean)
    .join('\n');
}

function barTexts(
  { panels, scales: all, other }: MapPictureOptions,
  y: number,
  looks: Looks,
): string {
  const scales: ColorScale[] = [];
  for (const { layer } of panels)
    if (!scales.some(({ kind }) => kind === layer.kind)) scales.push(scaleOf(layer, all));
  return scales
    .map((scale, k) => {
      const left = MARGIN + 14 + k * (BAR.width + 70);
      const { name, low, high } = barNames({ ...scale, other });
      const names =
        low === ''
          ? [barText(name, left, y, 'start', 'bar-name', looks)]
          : [
              barText(low, left, y, 'start', 'bar-name', looks),
              barText(name, left + BAR.width / 2, y, 'middle', 'bar-name', looks),
              barText(high, left + BAR.width, y, 'end', 'bar-name', looks),
            ];
      const stops = Array.from({ length: 33 }, (_, i) => {
        const color = colorAt(scale, Math.floor((i / 32) * 255 + 0.5));
        return `<stop offset="${i / 32}" stop-color="${color}"/>`;
      });
      return [
        `<linearGradient id="bar-${k}">${stops.join('')}</linearGradient>`,
        ...names,
        `<rect x="${left}" y="${y + 9}" width="${BAR.width}" height="${BAR.height}" fill="url(#bar-${k})"/>`,
        markText(
          {
            name: 'rect',
            attributes: { class: 'axis', x: left, y: y + 9, width: BAR.width, height: BAR.height },
          },
          looks,
        ),
        ...barTicks(scale).map(({ at, label }) =>
          barText(label, left + at * BAR.width, y + 37, 'middle', 'bar-text', looks),
        ),
      ].join('\n');
    })
    .join('\n');
}

function barText(
  text: string,
  x: number,
  y: number,
  anchor: string,
  look: string,
  looks: Looks,
): string {
  return markText(
    { name: 'text', attributes: { class: look, x, y, 'text-anchor': anchor }, text },
    looks,
  );
}

type Entry = ReturnType<typeof keyEntries>[number];

/** The response that colours the panels; null where the share that escaped does. */
function askedOf({ data, panels }: MapPictureOptions): Response | null {
  const asked = panels.map(({ layer }) => layer).find(isResponse);
  return asked ? data.responses[asked.response] : null;
}

function entriesOf(options: MapPictureOptions, rasters: readonly Raster[]): Entry[] {
  const { data, curves, panels } = options;
  const has = (mark: number) => rasters.some(({ marks }) => marks.includes(mark));
  return keyEntries({
    hatch: panels.find(({ hatch }) => hatch)?.hatch ?? null,
    curves,
    limits: data.hasOtherRuns,
    notCounted: has(MARK.notCounted),
    failed: has(MARK.failed),
    noValue: has(MARK.noValue) ? askedOf(options) : null,
  });
}

function keyText({ look, text }: Entry, x: number, y: number, looks: Looks): string {
  const ground = '<rect width="28" height="14" fill="#7c7b78"/>';
  const frame = `<rect width="28" height="14" ${looks.axis}/>`;
  const swatch = {
    steps: `${ground}${curveSwatch('steps', looks)}`,
    limit: `${ground}${curveSwatch('limit', looks)}`,
    sde: `${ground}${curveSwatch('sde', looks)}`,
    hatched: `${ground}<rect width="28" height="14" fill="url(#hatched)"/>`,
    notCounted: `<rect width="28" height="14" fill="url(#dots)"/>${frame}`,
    noValue: `<rect width="28" height="14" fill="url(#none)"/>${frame}`,
    failed: `${frame}<path d="M11 4l6 6m0 -6l-6 6" ${looks.tick}/>`,
  }[look];
  return `<g transform="translate(${x} ${y})">${swatch}${barText(text, 36, 11, 'start', 'bar-text', looks)}</g>`;
}

function curveSwatch(look: string, looks: Looks): string {
  return ['threshold-halo', 'threshold']
    .map((kind) =>
      markText({ name: 'path', attributes: { class: `${kind} ${look}`, d: 'M0 7h28' } }, looks),
    )
    .join('');
}

function textAt(text: string, x: number, y: number, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escapeXml(text)}</text>`;
}

function shortened(text: string, width: number, size: number): string {
  const most = Math.floor(width / (size * LETTER));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** A text in lines that fit between the margins. */
function lines(text: string, width: number, size: number, gaps = /(?<= )/): string[] {
  const most = Math.floor((width - 2 * MARGIN) / (size * LETTER));
  const result: string[] = [];
  let line = '';
  for (const part of text.split(gaps)) {
    if (line && line.length + part.trimEnd().length > most) {
      result.push(line.trimEnd());
      line = '';
    }
    line += part;
  }
  return line ? [...result, line] : result;
}
