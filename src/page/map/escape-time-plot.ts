import { linesAcross, ticksBelow } from '../shared/axis';
import type { Area } from '../shared/curve';
import { html, setText } from '../shared/dom';
import { number, percent, whole } from '../shared/format';
import { type AxisScale, histogramScale, shareTicks } from '../shared/scales';
import { sideLetter } from '../shared/side-letter';
import { drawn, svg } from '../shared/svg';
import type { MapData } from './map-data';
import type { CellTimes } from './map-protocol';
import { sideName } from './side-names';

type Spacing = 'linear' | 'logarithmic';

const HEIGHT = 240;
const ROOM = { left: 52, right: 12, top: 44, bottom: 40 };
const UNITS: Record<Spacing, string> = {
  linear: 'share a step',
  logarithmic: 'share a factor of 10',
};
/** Room for "median 12,345 (t = 12.3)" right of its line. */
const MEDIAN_ROOM = 160;

/** When the replicas of one side of the cell under the cursor got out. */
export class EscapeTimePlot {
  private readonly title = html('p', { class: 'map-detail-title' }, 'When they escape');
  private readonly picture = svg('svg', { class: 'map-times' });
  private readonly words = html('p', { class: 'hint' });
  private readonly switch = html('div', { role: 'group', 'aria-label': 'Side' });
  private readonly spacings: Record<Spacing, HTMLButtonElement>;
  private spacing: Spacing = 'linear';
  private shown: { side: number; times: CellTimes } | null = null;
  side = 0;

  /** @param onSide  Told when another side is chosen. */
  constructor(
    private readonly host: HTMLElement,
    private readonly onSide: () => void,
  ) {
    const button = (spacing: Spacing, text: string) => {
      const made = html('button', { type: 'button', class: 'quiet' }, text);
      made.addEventListener('click', () => this.space(spacing));
      return made;
    };
    this.spacings = {
      linear: button('linear', 'Linear'),
      logarithmic: button('logarithmic', 'Log'),
    };
    this.picture.setAttribute('role', 'img');
    const spacing = html(
      'div',
      { role: 'group', 'aria-label': 'Axis of steps' },
      ...Object.values(this.spacings),
    );
    host.append(
      html('div', { class: 'map-detail-head' }, this.title, spacing, this.switch),
      this.picture,
      this.words,
    );
    this.space('linear');
    this.clear();
    new ResizeObserver(() => this.redraw()).observe(host);
  }

  open({ sides }: MapData): void {
    this.side = Math.min(this.side, sides.length - 1);
    this.switch.hidden = sides.length === 1;
    this.switch.replaceChildren(
      ...sides.map((_, side) => {
        const button = html(
          'button',
          {
            type: 'button',
            class: 'quiet',
            'aria-label': `Side ${sideLetter(side)}: ${sideName(sides, side)}`,
          },
          sideLetter(side),
        );
        button.addEventListener('click', () => {
          this.side = side;
          this.mark();
          this.onSide();
        });
        return button;
      }),
    );
    this.mark();
    this.clear();
  }

  clear(): void {
    this.shown = null;
    this.resize();
    this.picture.replaceChildren();
    this.picture.setAttribute('aria-label', 'Steps of first passage: nothing is counted yet.');
    setText(this.words, '');
  }

  show(side: number, times: CellTimes): void {
    this.shown = { side, times };
    this.redraw();
  }

  private space(spacing: Spacing): void {
    this.spacing = spacing;
    for (const [name, button] of Object.entries(this.spacings))
      button.setAttribute('aria-pressed', String(name === spacing));
    this.redraw();
  }

  private mark(): void {
    for (const [side, button] of [...this.switch.children].entries())
      button.setAttribute('aria-pressed', String(side === this.side));
  }

  private resize(): Area {
    const width = Math.max(240, this.host.clientWidth);
    this.picture.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    this.picture.setAttribute('width', String(width));
    this.picture.setAttribute('height', String(HEIGHT));
    return {
      left: ROOM.left,
      top: ROOM.top,
      width: width - ROOM.left - ROOM.right,
      height: HEIGHT - ROOM.top - ROOM.bottom,
    };
  }

  private redraw(): void {
    if (!this.shown) return;
    const { side, times } = this.shown;
    const area = this.resize();
    const scale = this.scale(times);
    const x = (step: number) => area.left + scale.position(step) * area.width;
    this.picture.replaceChildren(
      ...this.bars(times, side, area, x),
      ...axis(this.spacing, scale, times, area),
      ...quantileMarks(times, x, area),
    );
    const other = times.by
      ? ` Counted again on ${times.by.kind === 'cpu' ? 'the CPU' : times.by.adapter}, whose numbers differ slightly from the map’s.`
      : '';
    setText(this.words, wordsOf(times) + other);
    this.picture.setAttribute(
      'aria-label',
      `Steps of first passage on side ${sideLetter(side)}. ${wordsOf(times)}`,
    );
  }

  /**
   * A step has its place in the middle of a width of 1. A logarithmic axis begins with the first
   * bin that is not empty.
   */
  private scale({ steps, escaped, logarithmic: { edges, counts } }: CellTimes): AxisScale {
    const first = escaped === 0 ? 0 : counts.findIndex((count) => count > 0);
    const bounds =
      this.spacing === 'linear'
        ? ({ axis: 'linear', min: 0 } as const)
        : ({ axis: 'log-abs', min: edges[first] + 0.5 } as const);
    return histogramScale({ ...bounds, max: steps + 0.5 });
  }

  /** Areas are shares: what a bin holds is divided by its width on the axis that is shown. */
  private bars(
    times: CellTimes,
    side: number,
    area: Area,
    x: (step: number) => number,
  ): SVGElement[] {
    const { edges, counts } = times[this.spacing];
    const width = (from: number, to: number) =>
      this.spacing === 'linear' ? to - from : Math.log10((to + 0.5) / (from + 0.5));
    const shares = counts.map(
      (count, k) => count / times.particles / width(edges[k], edges[k + 1]),
    );
    const highest = Math.max(...shares);
    const scale = { kind: 'linear', top: highest > 0 ? highest * 1.04 : 1, bottom: 0 } as const;
    const bottom = area.top + area.height;
    const marks: SVGElement[] = [
      svg('text', { class: 'map-axis-name', x: 0, y: 12 }, UNITS[this.spacing]),
    ];
    marks.push(...drawn(linesAcross(shareTicks(scale), area)));
    for (const [k, share] of shares.entries()) {
      if (share === 0) continue;
      const left = x(edges[k] + 0.5);
      const room = x(edges[k + 1] + 0.5) - left;
      // A gap between bars as far as they are wide enough for one.
      const gap = room > 4 ? 1 : 0;
      const height = (share / scale.top) * area.height;
      marks.push(
        svg('rect', {
          class: `map-time-bar side-${sideLetter(side)}`,
          x: left + gap / 2,
          width: room - gap,
          y: bottom - height,
          height,
        }),
      );
    }
    return marks;
  }
}

function axis(spacing: Spacing, scale: AxisScale, { dt }: CellTimes, area: Area): SVGElement[] {
  const bottom = area.top + area.height;
  // A logarithmic axis reaches half a step before the first; there are no steps there.
  const ticks = scale
    .ticks(area.width)
    .filter(({ at }) => at >= scale.position(1) || spacing === 'linear');
  const time = dt === 1 ? '' : `; time t = ${number(dt)} × step`;
  return [
    ...drawn(ticksBelow(ticks, area, 18)),
    svg(
      'text',
      {
        class: 'map-axis-name',
        x: area.left + area.width / 2,
        y: bottom + 35,
        'text-anchor': 'middle',
      },
      `step of first passage${time}`,
    ),
  ];
}

/**
 * A thin line for the middle 90 %, a thick one for the middle half, and the median with its name.
 */
function quantileMarks(
  { quantiles, dt }: CellTimes,
  x: (step: number) => number,
  area: Area,
): SVGElement[] {
  if (!quantiles) return [];
  const [low, first, median, third, high] = quantiles.map(x);
  const y = area.top - 5;
  const name = `median ${whole(quantiles[2])}${dt === 1 ? '' : ` (t = ${number(quantiles[2] * dt)})`}`;
  const before = median + MEDIAN_ROOM > area.left + area.width;
  return [
    svg('line', { class: 'map-tails', x1: low, x2: high, y1: y, y2: y }),
    svg('line', { class: 'map-quartiles', x1: first, x2: third, y1: y, y2: y }),
    svg('line', {
      class: 'map-median',
      x1: median,
      x2: median,
      y1: area.top - 9,
      y2: area.top + area.height,
    }),
    svg(
      'text',
      { x: median + (before ? -5 : 5), y: area.top - 12, 'text-anchor': before ? 'end' : 'start' },
      name,
    ),
  ];
}

function wordsOf({ particles, escaped, steps, dt, quantiles }: CellTimes): string {
  const time = dt === 1 ? '' : ` (time ${number(steps * dt)})`;
  const all = `${whole(steps)} steps${time}`;
  const never =
    escaped === particles
      ? `Every one of ${whole(particles)} replicas escapes within ${all}`
      : `${percent(1 - escaped / particles)} of ${whole(particles)} replicas are inside after all ${all}`;
  if (!quantiles) return `${never}.`;
  const [, first, median, third] = quantiles.map(whole);
  return `${never}; half of those that escape do so by step ${median}, the middle half between ${first} and ${third}.`;
}
