import { type OptimizerKind, optimizerText } from '../../../models/registry';
import type { Spec } from '../../../spec/spec';
import { baseline, ticksBelow } from '../../shared/axis';
import { type Area, pathData } from '../../shared/curve';
import { html, setText } from '../../shared/dom';
import { number, percent } from '../../shared/format';
import { capital } from '../../shared/names';
import {
  histogramScale,
  labelled,
  type ShareScale,
  scaleFor,
  shareHeight,
} from '../../shared/scales';
import { drawn, svg } from '../../shared/svg';
import { typedNumber } from '../../shared/typed-number';
import type { SideMoment } from './comparison-protocol';

/** Room beside the picture for half a label of its axis, in pixels. */
const SIDE = 18;

interface CardActions {
  /** Takes another learning rate over; says why it is refused, where it is. */
  rate(value: number): string | null;
  /** Runs this method on the whole page. */
  open(): void;
}

/** One method of a comparison: its name, its learning rate, its histogram and what became of it. */
export class MethodCard {
  readonly element: HTMLElement;
  private readonly ink = svg('svg', { 'aria-hidden': 'true' });
  private readonly plot = html('div', { class: 'plot compared-plot', role: 'img' }, this.ink);
  private readonly words = html('p', { class: 'compared-words' });
  private readonly error = html('p', { class: 'field-error', role: 'alert' });
  private scale: ShareScale = { kind: 'linear', top: 1, bottom: 1e-9 };

  constructor(
    readonly kind: OptimizerKind,
    letter: string,
    readonly spec: Spec,
    actions: CardActions,
  ) {
    const name = capital(optimizerText({ kind }).name);
    const rate = html('input', {
      type: 'text',
      inputmode: 'decimal',
      autocomplete: 'off',
      value: number(spec.optimizer.learningRate, 6),
      'aria-label': `Learning rate of ${name}`,
    });
    rate.addEventListener('change', () => {
      const typed = typedNumber(rate.value);
      const wrong = 'wrong' in typed ? `${rate.value.trim() || 'Nothing'} ${typed.wrong}.` : null;
      setText(this.error, wrong ?? ('value' in typed ? (actions.rate(typed.value) ?? '') : ''));
    });
    const open = html('button', { type: 'button', class: 'quiet inline' }, 'Watch it');
    open.setAttribute('aria-label', `Watch it: ${name} on the whole page`);
    open.addEventListener('click', actions.open);
    this.element = html(
      'figure',
      { class: `compared side-${letter}` },
      html('figcaption', {}, html('b', {}, name), html('label', {}, 'h ', rate)),
      this.plot,
      html('div', { class: 'compared-foot' }, this.words, open),
      this.error,
    );
    this.element.dataset.kind = kind;
  }

  show({ counts, escaped }: SideMoment): void {
    const { particles } = this.spec.ensemble;
    const seen = counts.reduce((sum, count) => sum + count, 0) / particles;
    const words = `${percent(escaped / particles)} escaped, ${percent(seen)} in the picture`;
    setText(this.words, words);
    this.plot.setAttribute(
      'aria-label',
      `Histogram of ${optimizerText({ kind: this.kind }).name}: ${words}.`,
    );
    const { width, height } = this.plot.getBoundingClientRect();
    if (width === 0) return;
    const area: Area = { left: SIDE, top: 4, width: width - 2 * SIDE, height: height - 26 };
    const shares = Float64Array.from(counts, (count) => count / particles);
    this.scale = scaleFor('linear', shares.reduce(larger, 0), particles, this.scale);
    const across = histogramScale(this.spec.histogram);
    this.ink.replaceChildren(
      svg('path', { class: 'compared-bars', d: barsData(shares, this.scale, area) }),
      ...drawn([...ticksBelow(labelled(across.ticks(area.width)), area, 17), baseline(area)]),
    );
  }
}

const larger = (a: number, b: number) => Math.max(a, b);

/** The bars as one outline, as many of them as there are pixels at most. */
function barsData(shares: Float64Array, scale: ShareScale, area: Area): string {
  const columns = Math.min(shares.length, Math.max(1, Math.floor(area.width)));
  const bottom = area.top + area.height;
  const outline: number[] = [area.left, bottom];
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * shares.length) / columns);
    const to = Math.floor(((column + 1) * shares.length) / columns);
    // The highest of the bins of a pixel: a mean would hide what stands on single ones.
    const y =
      bottom - shareHeight(scale, shares.subarray(from, to).reduce(larger, 0)) * area.height;
    const [left, right] = [column, column + 1].map(
      (edge) => area.left + (edge / columns) * area.width,
    );
    outline.push(left, y, right, y);
  }
  outline.push(area.left + area.width, bottom);
  return `${pathData([outline])}Z`;
}
