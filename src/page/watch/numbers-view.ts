import { dimensionOf, radiusOf } from '../../spec/spec';
import { byId, html, setText } from '../shared/dom';
import { interval, large, number, percent, place, whole } from '../shared/format';
import { coordinateName, outsideWords } from '../shared/names';
import type { Reading } from './reading';
import type { View } from './views';

/** The row of numbers under the plots. Never a mean: these laws have none. */
export class NumbersView {
  private readonly items: Record<'time' | 'spread' | 'escaped' | 'outside' | 'speed', Item>;
  constructor() {
    const list = byId('numbers-list');
    this.items = {
      time: new Item(list, 'Time'),
      spread: new Item(list, 'Median of x'),
      escaped: new Item(list, 'Was beyond R'),
      outside: new Item(list, 'Outside the picture'),
      speed: new Item(list, 'Speed'),
    };
  }

  /**
   * All of them are of the reading's step.
   * @param adapter  What the particles run on; it stands beside the speed.
   * @param view  The picture that "outside" is said of.
   */
  show(reading: Reading, adapter: string, view: View): void {
    const { spec, sample, time, escaped, halfLeft } = reading;
    const { counts, quantiles } = sample;
    const raw = spec.time.dt === 1;
    const own = coordinateName(spec, spec.histogram.coordinate);
    const at = (step: number) =>
      raw ? `step ${whole(step)}` : `t = ${number(step * spec.time.dt, 3)}`;
    this.items.time.show(
      'Time',
      raw ? `step ${whole(counts.step)}` : `t = ${number(time, 4)}`,
      ...(raw
        ? [`of ${whole(spec.time.steps)}`]
        : [`step ${whole(counts.step)}`, `of ${whole(spec.time.steps)}`]),
    );
    const [low, quarter, median, threeQuarters, high] = quantiles.map((value) => place(value, 2));
    this.items.spread.show(
      `Median of ${own}`,
      median,
      `half in ${quarter} … ${threeQuarters}`,
      `90 % in ${low} … ${high}`,
    );
    this.items.escaped.show(
      radiusOf(spec) === null ? 'Was beyond' : 'Was beyond R',
      percent(escaped.share),
      `had ${outsideWords(spec)}${mainSide(reading) || ` by ${at(counts.step)}`}`,
      [
        `95 %: ${interval(escaped.low, escaped.high)}`,
        halfLeft === null ? '' : `half by ${at(halfLeft)}`,
      ]
        .filter(Boolean)
        .join(' · '),
    );
    this.items.outside.show('Outside the picture', ...outsideOf(reading, view));
    this.items.speed.show(
      'Speed',
      sample.particleStepsPerSecond > 0 ? large(sample.particleStepsPerSecond) : '–',
      'particle-steps a second',
      adapter,
    );
  }
}

/** The side that most particles left by. */
function mainSide({ spec, sample }: Reading): string {
  const [most] = [...(sample.sides ?? [])].sort((one, other) => other.count - one.count);
  if (!most) return '';
  const { coordinate, side, share } = most;
  const of = dimensionOf(spec) > 1 && coordinate !== null ? coordinateName(spec, coordinate) : '';
  return `, ${percent(share)} ${of} ${side}`.replace('  ', ' ');
}

/** The share of the particles that the picture on the screen does not show, and where it ends. */
function outsideOf({ spec, sample }: Reading, view: View): [string, string, string] {
  const { counts, particles, plane } = sample;
  const own = coordinateName(spec, spec.histogram.coordinate);
  const odd = [
    counts.zero > 0 ? `${percent(counts.zero / particles)} at 0` : '',
    counts.frozen > 0 ? `frozen beyond 10³⁰: ${whole(counts.frozen)}` : '',
    counts.nonFinite > 0
      ? `${whole(counts.nonFinite)} ${'f' in spec.loss ? 'where f is undefined or overflows' : 'not a number: a bug, please report'}`
      : '',
  ].filter(Boolean);
  if (view !== 'marginal') {
    if (!plane) return ['–', '', odd.join(' · ')];
    const { window } = plane;
    const range = (i: 0 | 1) =>
      `${coordinateName(spec, i)} in ${[window.x, window.y][i].map((end) => number(end)).join(' … ')}`;
    return [
      percent(plane.counts.at(-1)! / particles),
      `shown: ${range(0)}`,
      [range(1), ...odd].join(' · '),
    ];
  }
  const { min, max, axis } = spec.histogram;
  const name = axis === 'log-abs' ? `|${own}|` : own;
  return [
    percent((counts.below + counts.above) / particles),
    `${name} < ${number(min)}: ${percent(counts.below / particles)}`,
    [`${name} ≥ ${number(max)}: ${percent(counts.above / particles)}`, ...odd].join(' · '),
  ];
}

/** A name, a value and small print, as a pair in a list of numbers. */
export class Item {
  private readonly name = html('span');
  private readonly value = html('span');
  private readonly details = [html('small'), html('small')];

  constructor(list: HTMLElement, name: string) {
    this.name.textContent = name;
    this.value.textContent = '–';
    list.append(
      html('div', {}, html('dt', {}, this.name), html('dd', {}, this.value, ...this.details)),
    );
  }

  show(name: string, value: string, ...details: string[]): void {
    setText(this.name, name);
    setText(this.value, value);
    this.details.forEach((element, i) => {
      setText(element, details[i] ?? '');
    });
  }
}
