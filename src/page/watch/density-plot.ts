import { dimensionOf, isShaken, radiusOf, type Spec } from '../../spec/spec';
import { baseline, linesAcross, ticksBelow } from '../shared/axis';
import { load } from '../shared/boot';
import { type Area, curvePieces, flanks, pathData, peakHeight } from '../shared/curve';
import { number } from '../shared/format';
import { coordinateName } from '../shared/names';
import { type AxisScale, histogramScale, type ShareScale, shareTicks } from '../shared/scales';
import { drawn, svg } from '../shared/svg';

/** What the plot shows over the bars. */
export interface DensityPicture {
  spec: Spec;
  scale: ShareScale;
  /** Probability of each bin by the law; null where none applies or it is switched off. */
  theory: { shares: ArrayLike<number>; lattice: boolean; name: string } | null;
  /** Share of particles in each bin. */
  simulation: ArrayLike<number> | null;
  /** Quantiles of x at SHOWN_PROBABILITIES. */
  quantiles: number[] | null;
  /** Where the particles are that the picture does not show; nothing while it shows some. */
  elsewhere: string;
}

/**
 * Axes, theory curve and marks, as SVG over the canvases that hold the bars. The canvases fill
 * exactly the plot area.
 */
export class DensityPlot {
  private readonly ink = svg('svg', { 'aria-hidden': 'true' });
  private readonly frame = svg('g');
  private readonly data = svg('g');
  private readonly clip = svg('rect');
  area: Area = { left: 0, top: 0, width: 1, height: 1 };
  private frameKey = '';

  /**
   * @param onResize  Told the size of the plot area in device pixels.
   */
  constructor(
    private readonly element: HTMLElement,
    private readonly onResize: (size: { width: number; height: number }) => void,
  ) {
    const clipPath = svg('clipPath', { id: 'plot-clip' });
    clipPath.append(this.clip);
    this.ink.append(clipPath, this.frame, this.data);
    element.append(this.ink);
    this.layout();
    new ResizeObserver(() => {
      // Another view is shown in its place.
      if (element.hidden) return;
      this.layout();
      this.onResize(this.deviceSize());
      if (this.last) this.draw(this.last);
    }).observe(element);
  }

  private last: DensityPicture | null = null;

  deviceSize(): { width: number; height: number } {
    const ratio = window.devicePixelRatio || 1;
    return {
      width: Math.max(1, Math.round(this.area.width * ratio)),
      height: Math.max(1, Math.round(this.area.height * ratio)),
    };
  }

  draw(picture: DensityPicture): void {
    this.last = picture;
    const horizontal = histogramScale(picture.spec.histogram);
    this.drawFrame(picture, horizontal);
    this.data.replaceChildren();
    // Quantiles are those of x: an axis of |x| has no place for them.
    if (picture.quantiles && picture.spec.histogram.axis !== 'log-abs')
      this.drawSpread(picture.quantiles, horizontal);
    if (picture.theory) this.drawTheory(picture.theory, picture.scale);
    this.drawNames(picture);
    if (picture.elsewhere) {
      const { left, top, width, height } = this.area;
      this.data.append(
        svg(
          'text',
          { class: 'name', x: left + width / 2, y: top + 0.4 * height, 'text-anchor': 'middle' },
          picture.elsewhere,
        ),
      );
    }
  }

  private layout(): void {
    const { width, height } = this.element.getBoundingClientRect();
    const narrow = width < 480;
    const left = narrow ? 46 : 58;
    const top = 20;
    const area = {
      left,
      top,
      width: Math.max(50, width - left - 10),
      height: Math.max(50, height - top - 50),
    };
    // Whole pixels keep the bars sharp and the axes on them.
    this.area = { ...area, width: Math.floor(area.width), height: Math.floor(area.height) };
    this.frameKey = '';
    for (const canvas of this.element.querySelectorAll('canvas')) {
      canvas.style.left = `${this.area.left}px`;
      canvas.style.top = `${this.area.top}px`;
      canvas.style.width = `${this.area.width}px`;
      canvas.style.height = `${this.area.height}px`;
    }
    for (const [key, value] of Object.entries({
      x: this.area.left,
      y: this.area.top - 3,
      width: this.area.width,
      height: this.area.height + 4,
    }))
      this.clip.setAttribute(key, String(value));
  }

  private drawFrame(picture: DensityPicture, horizontal: AxisScale): void {
    const { spec } = picture;
    const key = JSON.stringify([spec.histogram, spec.escape, picture.scale]);
    if (key === this.frameKey) return;
    this.frameKey = key;
    const { left, top, width, height } = this.area;
    const bottom = top + height;
    this.frame.replaceChildren(
      ...drawn([
        ...linesAcross(shareTicks(picture.scale), this.area),
        ...ticksBelow(horizontal.ticks(width), this.area, 30),
        baseline(this.area),
      ]),
      svg('text', { x: left, y: top - 8 }, 'share of particles in each bin'),
      svg(
        'text',
        { x: left + width / 2, y: bottom + 46, 'text-anchor': 'middle' },
        width < 300 ? axisTitle(spec).replace(/, distance.*? saddle( at 0)?/, '') : axisTitle(spec),
      ),
    );
    this.drawSaddle(picture.spec, horizontal);
    this.drawRadius(picture.spec, horizontal);
  }

  private drawSaddle(spec: Spec, horizontal: AxisScale): void {
    if (spec.histogram.axis === 'log-abs' || isShaken(spec)) return;
    const at = horizontal.position(0);
    if (at < 0 || at > 1) return;
    const { left, top, width, height } = this.area;
    this.frame.append(
      svg('circle', { class: 'saddle', cx: left + at * width, cy: top + height, r: 4.5 }),
    );
  }

  private drawRadius(spec: Spec, horizontal: AxisScale): void {
    const { left, top, width, height } = this.area;
    const radius = radiusOf(spec);
    const others = dimensionOf(spec) > 1 ? ', others at 0' : '';
    for (const [end, level] of this.endsOf(spec)) {
      const at = horizontal.position(end);
      if (!(at > 0.01 && at < 0.995)) continue;
      const x = left + at * width;
      this.frame.append(svg('line', { class: 'radius', x1: x, x2: x, y1: top, y2: top + height }));
      if (end < 0 && radius !== null) continue;
      const roomRight = (1 - at) * width > 90;
      this.frame.append(
        svg(
          'text',
          {
            class: 'radius-name',
            x: x + (roomRight ? 5 : -5),
            y: top + 14,
            'text-anchor': roomRight ? 'start' : 'end',
          },
          radius === null
            ? level === end
              ? number(end)
              : `loss ${number(level)}${others}`
            : width < 420
              ? `R = ${number(radius)}`
              : `beyond R: |x| > ${number(radius)}`,
        ),
      );
    }
  }

  /** Places of the histogram's coordinate that particles leave at, and the ends that they are of. */
  private endsOf(spec: Spec): [place: number, end: number][] {
    const { escape: region, histogram } = spec;
    const sizes = histogram.axis === 'log-abs';
    if (region.region === 'loss') return this.levels?.levelPlaces(spec) ?? this.loadLevels();
    const ends =
      region.region === undefined
        ? [-region.radius, region.radius]
        : region.coordinate === histogram.coordinate
          ? [region.low, region.high]
          : [];
    return ends.flatMap((end) => (end === undefined || (sizes && end <= 0) ? [] : [[end, end]]));
  }

  private levels: typeof import('./level-places') | null = null;

  /** @returns None until they are loaded and drawn. */
  private loadLevels(): [] {
    void load(() => import('./level-places')).then((part) => {
      this.levels = part;
      this.frameKey = '';
      if (part && this.last) this.draw(this.last);
    });
    return [];
  }

  private drawSpread(quantiles: number[], horizontal: AxisScale): void {
    if (quantiles.some((value) => !Number.isFinite(value))) return;
    const { left, top, width, height } = this.area;
    const y = top + height + 12;
    const place = (value: number) =>
      left + Math.min(1, Math.max(0, horizontal.position(value))) * width;
    const [low, quarter, median, threeQuarters, high] = quantiles.map(place);
    this.data.append(
      svg('line', { class: 'spread', x1: low, x2: high, y1: y, y2: y }),
      svg('line', { class: 'spread inner', x1: quarter, x2: threeQuarters, y1: y, y2: y }),
      svg('circle', { class: 'median', cx: median, cy: y, r: 4 }),
    );
  }

  private drawTheory(theory: NonNullable<DensityPicture['theory']>, scale: ShareScale): void {
    const d = pathData(curvePieces(theory.shares, scale, this.area, theory.lattice));
    const group = svg('g', { 'clip-path': 'url(#plot-clip)' });
    group.append(svg('path', { class: 'curve-halo', d }), svg('path', { class: 'curve', d }));
    this.data.append(group);
  }

  /**
   * Writes "theory" on the right flank of the curve and "simulation" on the left flank of the bars.
   */
  private drawNames({ theory, simulation, scale }: DensityPicture): void {
    const { left, top, width, height } = this.area;
    const write = (text: string, at: number, level: number, side: 'left' | 'right') => {
      const x = left + at * width + (side === 'right' ? 10 : -10);
      const fits =
        side === 'right' ? x + text.length * 8 < left + width : x - text.length * 8 > left;
      if (fits)
        this.data.append(
          svg(
            'text',
            {
              class: 'name',
              x,
              y: top + (1 - level) * height + 4,
              'text-anchor': side === 'right' ? 'start' : 'end',
            },
            text,
          ),
        );
      return fits;
    };
    if (theory?.lattice) this.nameHighestMark(theory.shares, scale);
    else if (theory) {
      const level = 0.62 * peakHeight(theory.shares, scale);
      const { left: onLeft, right: onRight } = flanks(theory.shares, scale, level);
      if (!(onRight !== null && write('theory', onRight, level, 'right')) && onLeft !== null)
        write('theory', onLeft, level, 'left');
    }
    if (simulation) {
      const level = 0.4 * peakHeight(simulation, scale);
      const { left: onLeft, right: onRight } = flanks(simulation, scale, level);
      if (!(onLeft !== null && write('simulation', onLeft, level, 'left')) && onRight !== null)
        write('simulation', onRight, level, 'right');
    }
  }

  private nameHighestMark(shares: ArrayLike<number>, scale: ShareScale): void {
    const { left, top, width, height } = this.area;
    let peak = 0;
    for (let bin = 1; bin < shares.length; bin++) if (shares[bin] > shares[peak]) peak = bin;
    const level = peakHeight(shares, scale);
    if (level === 0) return;
    this.data.append(
      svg(
        'text',
        {
          class: 'name',
          x: left + ((peak + 0.5) / shares.length) * width,
          y: Math.max(top + 12, top + (1 - level) * height - 8),
          'text-anchor': 'middle',
        },
        'theory',
      ),
    );
  }
}

/** What the horizontal axis is, for people. */
export function axisTitle(spec: Spec): string {
  const { axis, coordinate } = spec.histogram;
  const name = coordinateName(spec, coordinate);
  const distance = isShaken(spec) ? '' : ', distance from the saddle';
  if (axis === 'log-abs') return `|${name}|${distance} (logarithmic)`;
  const what = distance ? `${name}${distance} at 0` : name;
  return axis === 'linear' ? what : `${what} (stretched near 0)`;
}
