import type { EngineIdentity } from '../../engine/engine';
import { type Area, curvePieces } from '../shared/curve';
import { contextOf, cssColor } from '../shared/dom';
import { interval, number, percent, whole } from '../shared/format';
import { outsideWords } from '../shared/names';
import { histogramScale, type ShareScale, shareHeight, shareTicks } from '../shared/scales';
import { engineSummary } from '../shared/summary';
import { axisTitle } from './density-plot';
import { AGREEMENT_WORDS, hasAtoms, inSymbols, type Reading } from './reading';
import { specSummary } from './spec-summary';
import { verdictWords } from './verdict';

const WIDTH = 1280;
const HEIGHT = 720;
const AREA: Area = { left: 84, top: 150, width: 1156, height: 410 };
/** The letters of the page. */
const FONT = getComputedStyle(document.body).fontFamily;

export interface PictureOptions {
  reading: Reading;
  scale: ShareScale;
  engine: EngineIdentity;
  link: string;
  /** Whether the theory is drawn, where there is one. */
  theory: boolean;
  /** Pixels of the file for one of the layout. */
  ratio: number;
}

/**
 * The plot as a picture for slides and papers: bars, theory, axes, verdict, and a caption that says
 * what it is.
 */
export function drawPicture(canvas: HTMLCanvasElement, options: PictureOptions): void {
  canvas.width = WIDTH * options.ratio;
  canvas.height = HEIGHT * options.ratio;
  const context = contextOf(canvas);
  context.scale(options.ratio, options.ratio);
  context.fillStyle = cssColor('--paper');
  context.fillRect(0, 0, WIDTH, HEIGHT);
  drawHead(context, options);
  drawAxes(context, options);
  drawBars(context, options);
  drawCurve(context, options);
  drawCaption(context, options);
}

function drawHead(context: CanvasRenderingContext2D, { reading }: PictureOptions): void {
  const { spec, theory } = reading;
  const ended = reading.sample.counts.step >= spec.time.steps;
  const { word, why, horizon, tone } = verdictWords(
    spec,
    theory,
    ended ? reading.escaped.share : null,
  );
  context.textBaseline = 'alphabetic';
  context.font = `800 60px ${FONT}`;
  context.fillStyle = cssColor(`--${tone}`);
  context.fillText(word, 40, 78);
  const right = 40 + context.measureText(word).width + 28;
  context.fillStyle = cssColor('--ink');
  context.font = `17px ${FONT}`;
  writeLines(context, `${why} ${horizon}`, right, 52, WIDTH - right - 40, 24);
  context.font = `15px ${FONT}`;
  context.fillStyle = cssColor('--soft');
  context.fillText(
    `${specSummary(spec)}; t = ${number(reading.time, 4)} (step ${whole(reading.sample.counts.step)})`,
    40,
    118,
  );
}

function drawAxes(context: CanvasRenderingContext2D, { reading, scale }: PictureOptions): void {
  const { left, top, width, height } = AREA;
  const bottom = top + height;
  context.font = `14px ${FONT}`;
  context.lineWidth = 1;
  for (const { at, label } of shareTicks(scale)) {
    const y = Math.round(bottom - at * height) + 0.5;
    context.strokeStyle = cssColor('--line');
    line(context, left, y, left + width, y);
    context.fillStyle = cssColor('--soft');
    context.textAlign = 'right';
    context.fillText(label, left - 10, y + 5);
  }
  context.strokeStyle = cssColor('--field-line');
  line(context, left, bottom + 0.5, left + width, bottom + 0.5);
  context.textAlign = 'center';
  for (const { at, label } of histogramScale(reading.spec.histogram).ticks(width)) {
    const x = Math.round(left + at * width) + 0.5;
    line(context, x, bottom, x, bottom + (label ? 7 : 4));
    context.fillText(label, x, bottom + 24);
  }
  context.fillText(axisTitle(reading.spec), left + width / 2, bottom + 46);
  context.textAlign = 'left';
  context.fillText('share of particles in each bin', left + 8, top - 8);
}

function drawBars(context: CanvasRenderingContext2D, { reading, scale }: PictureOptions): void {
  const { left, top, width, height } = AREA;
  const { counts, particles } = {
    counts: reading.sample.counts.counts,
    particles: reading.sample.particles,
  };
  context.fillStyle = cssColor('--bars');
  context.beginPath();
  context.moveTo(left, top + height);
  counts.forEach((count, bin) => {
    const y = top + (1 - shareHeight(scale, count / particles)) * height;
    context.lineTo(left + (bin / counts.length) * width, y);
    context.lineTo(left + ((bin + 1) / counts.length) * width, y);
  });
  context.lineTo(left + width, top + height);
  context.fill();
}

function drawCurve(
  context: CanvasRenderingContext2D,
  { reading, scale, theory }: PictureOptions,
): void {
  const { left, top, width, height } = AREA;
  const lawTitle = inSymbols(reading.theory.law?.title ?? '');
  const x = left + width - 8;
  context.font = `600 16px ${FONT}`;
  context.textAlign = 'right';
  const key = (text: string, y: number, swatch: () => void) => {
    context.fillStyle = cssColor('--ink');
    context.fillText(text, x, y);
    context.save();
    context.translate(x - context.measureText(text).width - 40, y - 5);
    swatch();
    context.restore();
  };
  key(`simulation: ${whole(reading.sample.particles)} particles`, top + 22, () => {
    context.fillStyle = cssColor('--bars');
    context.fillRect(0, -6, 30, 12);
  });
  const stroke = () => {
    context.setLineDash(reading.theory.lawBasis === 'limit' ? [2, 5] : [9, 5]);
    context.lineWidth = 2.5;
    context.strokeStyle = cssColor('--curve');
  };
  if (reading.expected && theory) {
    const trace = () => {
      for (const piece of curvePieces(
        reading.expected!.bins,
        scale,
        AREA,
        hasAtoms(reading.theory),
      )) {
        context.beginPath();
        for (let i = 0; i < piece.length; i += 2) context.lineTo(piece[i], piece[i + 1]);
        context.stroke();
      }
    };
    context.save();
    context.beginPath();
    context.rect(left, top - 4, width, height + 6);
    context.clip();
    context.lineJoin = 'round';
    context.strokeStyle = cssColor('--halo');
    context.globalAlpha = 0.75;
    context.lineWidth = 5;
    trace();
    context.globalAlpha = 1;
    stroke();
    trace();
    context.restore();
    key(`theory: ${lawTitle}`, top + 48, () => {
      stroke();
      line(context, 0, 0, 30, 0);
      context.setLineDash([]);
    });
  }
  context.textAlign = 'left';
}

function drawCaption(
  context: CanvasRenderingContext2D,
  { reading, engine, link }: PictureOptions,
): void {
  context.font = `15px ${FONT}`;
  context.fillStyle = cssColor('--ink');
  const { spec } = reading;
  const escaped = `Had ${outsideWords(spec)} at least once by t = ${number(reading.time, 3)}: ${percent(reading.escaped.share)} (95 %: ${interval(reading.escaped.low, reading.escaped.high)}).`;
  writeLines(
    context,
    `${AGREEMENT_WORDS[reading.agreement]} ${reading.takeaway} ${escaped}`,
    40,
    634,
    WIDTH - 80,
    21,
  );
  context.font = `12px ${FONT}`;
  context.fillStyle = cssColor('--soft');
  writeLines(
    context,
    `Saddlescape ${engine.version}, ${engineSummary(engine)}. ${link}`,
    40,
    686,
    WIDTH - 80,
    16,
    true,
  );
}

function line(
  context: CanvasRenderingContext2D,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

function writeLines(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  width: number,
  lineHeight: number,
  anywhere = false,
): void {
  let row = '';
  let at = y;
  for (const part of anywhere ? text.split(/(?<=&| )/) : text.split(/(?<= )/)) {
    if (row && context.measureText(row + part).width > width) {
      context.fillText(row, x, at);
      at += lineHeight;
      row = '';
    }
    row += part;
  }
  context.fillText(row, x, at);
}
