import { html, setText } from '../shared/dom';
import { exact, number } from '../shared/format';
import { quoted, typedNumber } from '../shared/typed-number';

export interface SliderOptions {
  id: string;
  symbol: string;
  name: string;
  min: number;
  max: number;
  /** Of the slider; on the log scale in powers of ten. */
  step: number;
  /** Equal ways along the slider are equal factors: min above 0. Values have three digits. */
  log?: boolean;
  /** Whole numbers only. */
  whole?: boolean;
  main?: boolean;
  /** What the glossary calls it, where that is not its id. */
  term?: string;
  /** Thresholds may be written under it; so they may under the main one. */
  noted?: boolean;
  /**
   * A value while it is dragged (`final` false) or chosen. Returns a sentence when it is refused.
   */
  onValue: (value: number, final: boolean) => string | null;
}

/** Thresholds that are written out under a slider; noise of large batches can have dozens. */
const MOST_NOTED = 4;

/** Where the verdict changes along a slider. */
export interface Thresholds {
  steps: number[];
  sde: number | null;
  /** Verdict at the slider's left end. */
  first: 'trapped' | 'escapes';
  /** The same for the SDE. */
  sdeFirst: 'trapped' | 'escapes';
  /** What is written under the slider in place of the list of thresholds. */
  words?: string;
}

/** A slider with a number box beside it and one sentence under it when an entry is refused. */
export class Slider {
  readonly element: HTMLElement;
  readonly range: HTMLInputElement;
  readonly box: HTMLInputElement;
  private readonly track = html('div', { class: 'track', 'aria-hidden': 'true' });
  private readonly notes = html('p', { class: 'threshold-notes', 'data-term': 'threshold' });
  private readonly error: HTMLElement;
  private readonly symbol: HTMLElement;
  private readonly name: HTMLElement;
  private value = 0;
  private thresholds: Thresholds | null = null;

  constructor(private readonly options: SliderOptions) {
    const { id, symbol, name, min, max, step } = options;
    this.range = html('input', {
      type: 'range',
      id,
      min: String(this.along(min)),
      max: String(this.along(max)),
      step: String(step),
    });
    this.box = html('input', {
      type: 'text',
      inputmode: 'decimal',
      autocomplete: 'off',
      id: `${id}-box`,
      'aria-label': `${symbol}, ${name}: exact value`,
      'aria-describedby': `${id}-error`,
    });
    this.error = html('p', { class: 'field-error', id: `${id}-error`, role: 'alert' });
    this.symbol = html('b', {}, symbol);
    this.name = html('span', {}, name);
    const label = html('label', { for: id }, this.symbol, ' ', this.name);
    this.element = html(
      'div',
      { class: options.main ? 'slider main-slider' : 'slider', 'data-term': options.term ?? id },
      label,
      html('div', { class: 'range' }, this.track, this.range),
      this.box,
    );
    if (options.main || options.noted) this.element.append(this.notes);
    this.element.append(this.error);
    this.range.addEventListener('input', () => this.offer(this.chosen(), false));
    this.range.addEventListener('change', () => this.offer(this.chosen(), true));
    this.box.addEventListener('change', () => this.offerText());
    this.drawTrack();
  }

  /**
   * Shows a value that is in force. A box that holds a refused entry keeps it until another value
   * is chosen. A list has no slider.
   */
  show(value: number | number[]): void {
    if (typeof value !== 'number') {
      this.element.hidden = true;
      return;
    }
    if (value === this.value && this.box.value !== '') return;
    this.value = value;
    this.widen(value);
    this.place(value);
    this.box.value = exact(value);
    this.refuse(null);
  }

  /** Another loss gives the same number another meaning. */
  rename(symbol: string, name: string): void {
    setText(this.symbol, symbol);
    setText(this.name, name);
    this.box.setAttribute('aria-label', `${symbol}, ${name}: exact value`);
  }

  showThresholds(thresholds: Thresholds | null): void {
    const changed = JSON.stringify(thresholds) !== JSON.stringify(this.thresholds);
    this.thresholds = thresholds;
    if (changed) this.drawTrack();
  }

  /** Where a value lies in the range input's own numbers. */
  private along(value: number): number {
    return this.options.log ? Math.log10(value) : value;
  }

  /** The value that the range input stands on. */
  private chosen(): number {
    const { log, whole } = this.options;
    const at = Number(this.range.value);
    const value = log ? Number((10 ** at).toPrecision(3)) : at;
    return whole ? Math.round(value) : value;
  }

  private place(value: number): void {
    this.range.value = String(this.along(value));
    if (this.options.log) this.range.setAttribute('aria-valuetext', number(value));
  }

  private offer(value: number, final: boolean): void {
    this.box.value = exact(value);
    this.value = value;
    if (this.options.log) this.range.setAttribute('aria-valuetext', number(value));
    this.refuse(this.options.onValue(value, final));
  }

  private offerText(): void {
    const text = this.box.value;
    const read = typedNumber(text, this.value);
    if ('wrong' in read) {
      this.refuse(
        `${this.symbol.textContent}, ${this.name.textContent}: ${quoted(text)} ${read.wrong}.`,
      );
      return;
    }
    const { value } = read;
    const refusal = this.options.onValue(value, true);
    if (refusal === null) {
      this.value = value;
      this.widen(value);
      this.place(value);
    }
    this.refuse(refusal);
  }

  private refuse(sentence: string | null): void {
    this.error.textContent = sentence ?? '';
    if (sentence) this.box.setAttribute('aria-invalid', 'true');
    else this.box.removeAttribute('aria-invalid');
  }

  /**
   * A value beyond the slider's end moves that end: the slider never shows another value than the
   * one that runs.
   */
  private widen(value: number): void {
    const { min, max } = this.options;
    const low = this.along(Math.min(min, value));
    const high = this.along(Math.max(max, value));
    if (Number(this.range.min) === low && Number(this.range.max) === high) return;
    this.range.min = String(low);
    this.range.max = String(high);
    this.drawTrack();
  }

  private at(value: number): number {
    const low = Number(this.range.min);
    return (this.along(value) - low) / (Number(this.range.max) - low);
  }

  private drawTrack(): void {
    this.track.replaceChildren();
    this.notes.replaceChildren();
    const { thresholds } = this;
    this.notes.hidden = !thresholds;
    if (!thresholds) {
      if (!this.options.log && this.at(0) > 0 && this.at(0) < 1) this.mark('track-zero', 0);
      return;
    }
    const inside = thresholds.steps.filter((value) => this.at(value) > 0 && this.at(value) < 1);
    let verdict = thresholds.first;
    [0, ...inside.map((value) => this.at(value)), 1].forEach((from, i, ends) => {
      if (i === ends.length - 1) return;
      const part = html('div', { class: `track-part ${verdict}` });
      part.style.left = `${from * 100}%`;
      part.style.width = `${(ends[i + 1] - from) * 100}%`;
      this.track.append(part);
      verdict = verdict === 'trapped' ? 'escapes' : 'trapped';
    });
    for (const value of inside) this.mark('threshold steps', value);
    if (thresholds.sde !== null && this.at(thresholds.sde) <= 1)
      this.mark('threshold sde', thresholds.sde);
    this.writeNotes(thresholds);
  }

  private mark(className: string, value: number): void {
    const tick = html('div', { class: className });
    tick.style.left = `${this.at(value) * 100}%`;
    this.track.append(tick);
  }

  private writeNotes({ steps, sde, first, sdeFirst, words }: Thresholds): void {
    if (words) {
      this.notes.append(html('span', {}, html('i'), words));
      return;
    }
    const shown = steps.slice(0, MOST_NOTED).map((value) => number(value, 4));
    const more = steps.length > shown.length ? `, and ${steps.length - shown.length} more` : '';
    const list = shown.join(', ') + more;
    this.notes.append(
      list
        ? html('span', {}, html('i'), `these steps ${list}`)
        : html('span', {}, `these steps ${first === 'trapped' ? 'always' : 'never'} trap`),
      sde !== null
        ? html('span', {}, html('i', { class: 'sde' }), `SDE ${number(sde, 4)}`)
        : html('span', {}, `SDE ${sdeFirst === 'trapped' ? 'always' : 'never'} traps`),
    );
  }
}
