import { byId, html, setText } from './dom';
import { large, number, percent, whole } from './format';
import { coordinateName } from './names';
import type { Reading } from './reading';

/** The row of numbers under the plots. Never a mean: these laws have none. */
export class NumbersView {
  private readonly items: Record<'time' | 'spread' | 'escaped' | 'outside' | 'speed', Item>;
  constructor() {
    const list = byId('numbers-list');
    this.items = {
      time: new Item(list, 'Time'),
      spread: new Item(list, 'Median of x'),
      escaped: new Item(list, 'Escaped so far'),
      outside: new Item(list, 'Outside the picture'),
      speed: new Item(list, 'Speed'),
    };
    this.items.speed.append(byId('speed-button'));
  }

  /** @param adapter  What the particles run on; it stands beside the speed. */
  show(reading: Reading, quantiles: number[] | null, adapter: string): void {
    const { spec, sample, time, escaped } = reading;
    const { counts, particles } = sample;
    const raw = spec.time.dt === 1;
    const own = coordinateName(spec, spec.histogram.coordinate);
    this.items.time.show(
      'Time',
      raw ? `step ${whole(counts.step)}` : `t = ${number(time, 4)}`,
      ...(raw
        ? [`of ${whole(spec.time.steps)}`]
        : [`step ${whole(counts.step)}`, `of ${whole(spec.time.steps)}`]),
    );
    if (quantiles) {
      const [low, quarter, median, threeQuarters, high] = quantiles.map((value) => number(value, 2));
      this.items.spread.show(
        `Median of ${own}`,
        median,
        `half in ${quarter} … ${threeQuarters}`,
        `90 % in ${low} … ${high}`,
      );
    }
    this.items.escaped.show(
      'Escaped so far',
      percent(escaped.share),
      `had |x| > ${number(spec.escape.radius)} by ${raw ? `step ${whole(counts.step)}` : `t = ${number(time, 3)}`}`,
      `95 %: ${interval(escaped.low, escaped.high)}`,
    );
    const { min, max, axis } = spec.histogram;
    const name = axis === 'log-abs' ? `|${own}|` : own;
    const extremes = [
      counts.zero > 0 ? `${percent(counts.zero / particles)} at 0` : '',
      counts.frozen > 0 ? `${percent(counts.frozen / particles)} beyond 10³⁰` : '',
      counts.nonFinite > 0 ? `${whole(counts.nonFinite)} not a number: a fault, please report` : '',
    ].filter(Boolean);
    this.items.outside.show(
      'Outside the picture',
      percent((counts.below + counts.above) / particles),
      `${name} < ${number(min)}: ${percent(counts.below / particles)}`,
      [`${name} ≥ ${number(max)}: ${percent(counts.above / particles)}`, ...extremes].join(' · '),
    );
    this.items.speed.show(
      'Speed',
      sample.particleStepsPerSecond > 0 ? large(sample.particleStepsPerSecond) : '–',
      'particle-steps a second',
      adapter,
    );
  }
}

/** A name, a value and small print, as a pair in a list of numbers. */
export class Item {
  private readonly name = html('span');
  private readonly value = html('span');
  private readonly details = [html('small'), html('small')];

  constructor(list: HTMLElement, name: string) {
    this.name.textContent = name;
    this.value.textContent = '–';
    list.append(html('div', {}, html('dt', {}, this.name), html('dd', {}, this.value, ...this.details)));
  }

  /** Puts a tool beside the name. */
  append(tool: HTMLElement): void {
    this.name.after(tool);
  }

  show(name: string, value: string, ...details: string[]): void {
    setText(this.name, name);
    setText(this.value, value);
    this.details.forEach((element, i) => {
      setText(element, details[i] ?? '');
    });
  }
}

/** Both ends with enough digits to tell them apart. */
export function interval(low: number, high: number): string {
  const width = (high - low) * 100;
  const decimals = width > 0 ? Math.min(4, Math.max(1, Math.ceil(-Math.log10(width)) + 1)) : 1;
  return `${percent(low, decimals).replace(' %', '')} to ${percent(high, decimals)}`;
}
