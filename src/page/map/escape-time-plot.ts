import { html, setText } from '../dom';
import { number, percent, whole } from '../format';
import { histogramScale } from '../scales';
import { svg } from '../svg';
import type { MapData } from './map-data';
import type { EscapeTimes } from './protocol';
import { sideLetter, sideName } from './side-names';

const HEIGHT = 240;
const ROOM = { left: 46, right: 12, top: 24, bottom: 40 };

/** When the replicas of one side of the cell under the cursor got out. */
export class EscapeTimePlot {
  private readonly title = html('p', { class: 'map-detail-title' }, 'When they escape');
  private readonly picture = svg('svg', { class: 'map-times' });
  private readonly words = html('p', { class: 'hint' });
  private readonly switch = html('div', { role: 'group', 'aria-label': 'Side' });
  private shown: { side: number; times: EscapeTimes } | null = null;
  side = 0;

  /** @param onSide  Told when another side is chosen. */
  constructor(
    private readonly host: HTMLElement,
    private readonly onSide: () => void,
  ) {
    this.picture.setAttribute('role', 'img');
    host.append(html('div', { class: 'map-detail-head' }, this.title, this.switch), this.picture, this.words);
    new ResizeObserver(() => this.redraw()).observe(host);
  }

  open({ sides }: MapData): void {
    this.side = Math.min(this.side, sides.length - 1);
    this.switch.replaceChildren(
      ...(sides.length > 1 ? sides : []).map((_, side) => {
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
    this.picture.replaceChildren();
    this.picture.setAttribute('aria-label', 'Steps of first passage: nothing is counted yet.');
    setText(this.words, '');
  }

  show(side: number, times: EscapeTimes): void {
    this.shown = { side, times };
    this.redraw();
  }

  private mark(): void {
    for (const [side, button] of [...this.switch.children].entries())
      button.setAttribute('aria-pressed', String(side === this.side));
  }

  private redraw(): void {
    if (!this.shown) return;
    const { side, times } = this.shown;
    const width = Math.max(240, this.host.clientWidth);
    const area = {
      left: ROOM.left,
      top: ROOM.top,
      width: width - ROOM.left - ROOM.right,
      height: HEIGHT - ROOM.top - ROOM.bottom,
    };
    const bottom = area.top + area.height;
    this.picture.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    this.picture.setAttribute('width', String(width));
    this.picture.setAttribute('height', String(HEIGHT));
    const { edges, counts, steps, particles } = times;
    const top = Math.max(...counts, 1) / particles;
    const x = (step: number) => area.left + (step / steps) * area.width;
    const y = (share: number) => bottom - (share / top) * area.height;
    const marks: SVGElement[] = [
      svg('line', { class: 'map-grid', x1: area.left, x2: area.left + area.width, y1: bottom, y2: bottom }),
      svg('text', { x: area.left - 7, y: y(top) + 4, 'text-anchor': 'end' }, percent(top)),
      svg('text', { x: area.left - 7, y: bottom + 4, 'text-anchor': 'end' }, '0 %'),
      ...counts.map((count, k) =>
        svg('rect', {
          class: `map-time-bar side-${sideLetter(side)}`,
          x: x(edges[k]) + 0.5,
          width: Math.max(0.5, x(edges[k + 1]) - x(edges[k]) - 1),
          y: y(count / particles),
          height: bottom - y(count / particles),
        }),
      ),
      ...this.axis(steps, area, bottom),
      ...this.quantiles(times, x, area.top, bottom),
    ];
    this.picture.replaceChildren(...marks);
    setText(this.words, wordsOf(times));
    this.picture.setAttribute(
      'aria-label',
      `Steps of first passage on side ${sideLetter(side)}. ${wordsOf(times)}`,
    );
  }

  private axis(steps: number, area: { left: number; width: number }, bottom: number): SVGElement[] {
    const scale = histogramScale({ coordinate: 0, axis: 'linear', min: 0, max: steps, bins: 1 });
    return [
      ...scale.ticks(area.width).flatMap(({ at, label }) => {
        const place = area.left + at * area.width;
        return [
          svg('line', { class: 'map-tick', x1: place, x2: place, y1: bottom, y2: bottom + (label ? 6 : 3) }),
          ...(label ? [svg('text', { x: place, y: bottom + 18, 'text-anchor': 'middle' }, label)] : []),
        ];
      }),
      svg(
        'text',
        { class: 'map-axis-name', x: area.left + area.width / 2, y: bottom + 35, 'text-anchor': 'middle' },
        'step of first passage',
      ),
    ];
  }

  /** A line for the quartiles, and the median named. */
  private quantiles(
    { quantiles }: EscapeTimes,
    x: (step: number) => number,
    top: number,
    bottom: number,
  ): SVGElement[] {
    if (!quantiles) return [];
    const [, first, median, third] = quantiles;
    return [
      svg('line', { class: 'map-quartiles', x1: x(first), x2: x(third), y1: top - 5, y2: top - 5 }),
      svg('line', { class: 'map-median', x1: x(median), x2: x(median), y1: top - 9, y2: bottom }),
      svg('text', { x: x(median) + 5, y: top - 9 }, `median ${whole(median)}`),
    ];
  }
}

function wordsOf({ particles, escaped, steps, dt, quantiles }: EscapeTimes): string {
  const time = dt === 1 ? '' : ` (time ${number(steps * dt)})`;
  const never = `${percent(1 - escaped / particles)} of ${whole(particles)} replicas are inside after all ${whole(steps)} steps${time}`;
  if (!quantiles) return `${never}.`;
  return `${never}; half of those that escape do so by step ${whole(quantiles[2])}, the middle half between ${whole(quantiles[1])} and ${whole(quantiles[3])}.`;
}
