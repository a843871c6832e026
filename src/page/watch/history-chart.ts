import type { History } from '../../experiment/history';
import { baseline, linesAcross, ticksBelow } from '../shared/axis';
import { type Area, pathData } from '../shared/curve';
import { html, setText } from '../shared/dom';
import { number, percent, whole } from '../shared/format';
import { coordinateName } from '../shared/names';
import { type AxisScale, histogramScale, labelled, ticksAt } from '../shared/scales';
import { drawn, svg } from '../shared/svg';
import type { Reading } from './reading';

/** Part of the height that x has; below is the share that has escaped. */
const UPPER_PART = 0.62;

/** Room for the name of the axis, in pixels. */
const NAME_ROOM = 50;

interface Parts {
  caption: HTMLElement;
  plot: HTMLElement;
  ink: SVGSVGElement;
  shown: Reading;
}

const partsOf = new WeakMap<HTMLElement, Parts>();

/** Draws what a run recorded. Loaded when the first run does. */
export function drawHistory(figure: HTMLElement, reading: Reading): void {
  const parts = partsOf.get(figure) ?? makeParts(figure, reading);
  parts.shown = reading;
  draw(parts);
}

function makeParts(figure: HTMLElement, shown: Reading): Parts {
  const caption = html('figcaption');
  const plot = html('div', { class: 'plot', role: 'img' });
  const ink = svg('svg', { 'aria-hidden': 'true' });
  plot.append(ink);
  figure.append(caption, plot);
  const parts = { caption, plot, ink, shown };
  partsOf.set(figure, parts);
  new ResizeObserver(() => draw(parts)).observe(plot);
  return parts;
}

function draw({ caption, plot, ink, shown }: Parts): void {
  const { spec, sample } = shown;
  const { history } = sample;
  const { width, height } = plot.getBoundingClientRect();
  if (!history || history.steps.length === 0 || width === 0) return;
  const { levels, quantiles, mean, steps } = history;
  const name = coordinateName(spec, spec.histogram.coordinate);
  const ends =
    levels.length > 1 ? `${share(levels[0])} to ${share(levels.at(-1)!)}` : share(levels[0]);
  setText(caption, `Recorded: ${name}, mean (dashed) and quantiles ${ends}; share escaped`);
  plot.setAttribute('aria-label', sentenceOf(history, name));
  const left = width < 480 ? 46 : 58;
  const inner = { left, width: Math.max(50, width - left - 10) };
  const room = height - 44;
  const upper: Area = { ...inner, top: 8, height: room * UPPER_PART };
  const lower: Area = {
    ...inner,
    top: 8 + room * UPPER_PART + 14,
    height: room * (1 - UPPER_PART),
  };
  const last = Math.max(1, sample.counts.step, spec.time.steps);
  const across = histogramScale({ axis: 'linear', min: 0, max: last * spec.time.dt });
  const x = steps.map((step) => inner.left + across.position(step * spec.time.dt) * inner.width);
  const scale = scaleOf(history, spec.histogram.axis === 'linear' ? 'linear' : 'asinh');
  const line = (values: readonly (number | null)[], area: Area, up: (value: number) => number) =>
    piecesOf(values.map((value, k) => (value === null ? null : [x[k], heightIn(area, up(value))])));
  const share01 = (value: number) => value;
  ink.replaceChildren(
    ...drawn([
      ...linesAcross(labelled(scale.ticks(upper.height, true)), upper),
      ...linesAcross(ticksAt([0, 1], share01, share), lower),
      ...ticksBelow(labelled(across.ticks(lower.width)), lower, 17, NAME_ROOM),
      baseline(lower),
    ]),
    svg(
      'text',
      { x: inner.left + inner.width, y: lower.top + lower.height + 17, 'text-anchor': 'end' },
      spec.time.dt === 1 ? 'step' : 'time t',
    ),
    svg('path', {
      class: 'range',
      d: bandData(x, quantiles[0], quantiles.at(-1)!, upper, scale.position),
    }),
    ...quantiles.map((values, i) =>
      svg('path', {
        class: levels[i] === 0.5 ? 'median' : 'quantile',
        d: pathData(line(values, upper, scale.position)),
      }),
    ),
    svg('path', { class: 'mean', d: pathData(line(mean, upper, scale.position)) }),
    svg('path', { class: 'range', d: bandData(x, history.low, history.high, lower, share01) }),
    svg('path', { class: 'escaped', d: pathData(line(history.share, lower, share01)) }),
  );
}

/** From the lowest to the highest quantile; means of heavy tails may be far outside, and are cut. */
function scaleOf({ quantiles }: History, axis: 'linear' | 'asinh'): AxisScale {
  const all = quantiles.flat();
  let [min, max] = [Math.min(...all), Math.max(...all)];
  if (min === max) [min, max] = [min - 1, max + 1];
  return histogramScale({ axis, min, max });
}

const heightIn = ({ top, height }: Area, up: number) =>
  top + (1 - Math.min(1, Math.max(0, up))) * height;

/** Lines through the points that there are. */
function piecesOf(points: readonly (number[] | null)[]): number[][] {
  const pieces: number[][] = [[]];
  for (const point of points)
    if (point) pieces[pieces.length - 1].push(...point);
    else pieces.push([]);
  return pieces.filter((piece) => piece.length > 0);
}

function bandData(
  x: readonly number[],
  low: readonly number[],
  high: readonly number[],
  area: Area,
  up: (value: number) => number,
): string {
  const along = x.flatMap((at, k) => [at, heightIn(area, up(high[k]))]);
  const back = x.map((at, k) => [at, heightIn(area, up(low[k]))]).reverse();
  return `${pathData([[...along, ...back.flat()]])}Z`;
}

const share = (level: number) => `${number(100 * level)} %`;

/** The chart in a sentence, for who cannot see it. */
function sentenceOf(history: History, name: string): string {
  const k = history.steps.length - 1;
  const mean = history.mean[k];
  const quantiles = history.levels.map(
    (level, i) => `${share(level)} quantile ${number(history.quantiles[i][k])}`,
  );
  return `${whole(k + 1)} recorded steps, the last of them step ${whole(history.steps[k])}: ${name} has ${mean === null ? '' : `mean ${number(mean)}, `}${quantiles.join(', ')}; ${percent(history.share[k])} escaped.`;
}
