import { contextOf, html, setText } from '../shared/dom';
import { number, percent, signed } from '../shared/format';
import { capital } from '../shared/names';
import { quarterTicks, type Tick } from '../shared/scales';
import { type ColorScale, colorIndex, RGBA } from './color-scale';
import { comparisonOf } from './contrast';
import { responseTicks } from './response-scale';
import {
  comparedWords,
  contrastSign,
  contrastText,
  responseName,
  responseNumber,
  responseUnit,
} from './response-words';

/** A value of the cell with the cursor, and whose it is. */
export interface BarMarker {
  value: number;
  label: string;
}

/** What a bar shows. other: what the side that A is compared with is called, "B" or "the other". */
export type BarScale = ColorScale & { other: string };

/** Room of a bar in pixels, for its labels: no less on a page, and that of a picture. */
const BAR_PIXELS = 280;

/**
 * Half the width of a letter of a marker, as a share of the bar. Markers whose labels would touch
 * have one together.
 */
const HALF_LETTER = 0.018;

/** The colours of a map with what they mean, and markers for the values under the cursor. */
export class ColorBar {
  private readonly element: HTMLElement;
  private readonly name = html('span');
  private readonly low = html('span');
  private readonly high = html('span');
  private readonly canvas = html('canvas', { width: '256', height: '1' });
  private readonly markers = html('div', { class: 'map-bar-markers', 'aria-hidden': 'true' });
  private readonly ticks = html('div', { class: 'map-bar-ticks', 'aria-hidden': 'true' });
  private drawn = '';

  /** @param host  The bar is added to what it holds. */
  constructor(host: HTMLElement) {
    const names = html('p', { class: 'map-bar-names' }, this.low, this.name, this.high);
    this.element = html(
      'div',
      { class: 'map-bar', role: 'img' },
      names,
      this.markers,
      this.canvas,
      this.ticks,
    );
    host.append(this.element);
  }

  draw(scale: BarScale, markers: readonly BarMarker[]): void {
    this.drawScale(scale);
    this.markers.replaceChildren(
      ...merged(markers.map(({ value, label }) => ({ at: placeOf(scale, value), label }))).map(
        ({ at, label }) => placed(at, label),
      ),
    );
    const values = markers.map(({ value, label }) => `${label}: ${wordsOf(scale, value)}`);
    this.element.setAttribute('aria-label', [describe(scale), ...values].join('. '));
  }

  private drawScale(scale: BarScale): void {
    const key = JSON.stringify(scale);
    if (key === this.drawn) return;
    this.drawn = key;
    const { name, low, high } = barNames(scale);
    setText(this.name, name);
    setText(this.low, low);
    setText(this.high, high);
    for (const end of [this.low, this.high]) end.hidden = end.textContent === '';
    const image = new ImageData(256, 1);
    const words = new Uint32Array(image.data.buffer);
    words.set(RGBA[scale.kind]);
    contextOf(this.canvas).putImageData(image, 0, 0);
    this.ticks.replaceChildren(...barTicks(scale).map(({ at, label }) => placed(at, label)));
  }
}

/** A label whose middle is at a share of the bar. */
function placed(at: number, label: string): HTMLElement {
  const element = html('span', {}, label);
  element.style.left = `${(100 * at).toFixed(2)}%`;
  return element;
}

/**
 * Marks of a bar: 0 to 100 %, percentage points or standard errors to both sides of 0, or values of
 * a response.
 */
export function barTicks(scale: ColorScale): Tick[] {
  if (scale.kind === 'response' || scale.kind === 'contrast')
    return responseTicks(scale, BAR_PIXELS);
  return quarterTicks((at) =>
    scale.kind === 'probability'
      ? `${100 * at} %`
      : signedTick((scale.kind === 'residual' ? 1 : 100) * (2 * at - 1) * scale.limit),
  );
}

function signedTick(value: number): string {
  return value > 0 ? `+${number(value)}` : number(value);
}

/** What stands over a bar: what it shows, and what its ends mean. */
export function barNames(scale: BarScale): { name: string; low: string; high: string } {
  switch (scale.kind) {
    case 'probability':
      return { name: 'Share that escaped', low: '', high: '' };
    case 'residual':
      return { name: 'standard errors', low: 'fewer than exact', high: 'more' };
    case 'difference':
      return { name: 'points', low: `${scale.other} escapes more`, high: 'A escapes more' };
    case 'response': {
      const unit = responseUnit(scale.response);
      const name = capital(responseName(scale.response));
      return { name: unit ? `${name}, ${unit}` : name, low: '', high: '' };
    }
    case 'contrast': {
      const [lower, higher] = comparedWords(scale.response);
      const comparison = comparisonOf(scale.response);
      const points = scale.response.kind === 'shareAbove' ? ', points' : '';
      // All three stand over one bar.
      const other = scale.other === 'B' ? 'B' : 'other';
      return {
        name: `A ${contrastSign(comparison)} ${other}${points}`,
        low: `A ${lower}`,
        high: `A ${higher}`,
      };
    }
    default:
      return scale satisfies never;
  }
}

function wordsOf(scale: BarScale, value: number): string {
  switch (scale.kind) {
    case 'probability':
      return percent(value);
    case 'residual':
      return `z ${signed(value, 1)}`;
    case 'difference':
      return points(value);
    case 'response':
      return responseNumber(scale.response, value);
    case 'contrast':
      return contrastText(scale.response, comparisonOf(scale.response), value);
    default:
      return scale satisfies never;
  }
}

function points(value: number): string {
  return `${signed(100 * value, 1)} points`;
}

function placeOf(scale: ColorScale, value: number): number {
  return colorIndex(scale, value) / 255;
}

function merged(markers: { at: number; label: string }[]): { at: number; label: string }[] {
  const result: { at: number; label: string }[] = [];
  for (const { at, label } of [...markers].sort((one, other) => one.at - other.at)) {
    const last = result[result.length - 1];
    if (last && at - last.at < HALF_LETTER * (last.label.length + label.length + 1))
      last.label += ` ${label}`;
    else result.push({ at, label });
  }
  return result;
}

function describe(scale: BarScale): string {
  switch (scale.kind) {
    case 'residual':
      return `Colours: standard errors from what is exact, from ${-scale.limit}, purple, over 0, white, to ${scale.limit}, orange`;
    case 'probability':
      return 'Colours: share that escaped, from 0 %, dark blue, to 100 %, yellow';
    case 'difference':
      return `Colours: difference, from ${points(-scale.limit)}, purple, where ${scale.other} escapes more, over 0, white, to ${points(scale.limit)}, orange, where A escapes more`;
    case 'response':
      return `Colours: ${responseName(scale.response)}, ${scale.empty ? 'no value yet' : `from ${wordsOf(scale, scale.from)}, dark blue, to ${wordsOf(scale, scale.to)}, yellow, ${SPACINGS[scale.spacing]}`}`;
    case 'contrast': {
      const { name, low, high } = barNames(scale);
      const from = scale.spacing === 'log' ? 1 / scale.limit : -scale.limit;
      return `Colours: ${name}, ${scale.empty ? 'no value yet' : `from ${wordsOf(scale, from)}, purple, ${low}, over what is alike, white, to ${wordsOf(scale, scale.limit)}, orange, ${high}`}`;
    }
    default:
      return scale satisfies never;
  }
}

const SPACINGS = {
  linear: 'in equal steps',
  log: 'in equal factors',
  asinh: 'in equal factors to both sides of 0',
};
