import type { Surface } from '../../theory/surfaces/landscape';
import { box, ticksBelow, ticksBeside } from '../shared/axis';
import type { Area } from '../shared/curve';
import { contextOf, cssColor, html } from '../shared/dom';
import { number } from '../shared/format';
import { histogramScale } from '../shared/scales';
import { drawn, svg } from '../shared/svg';
import { contourLines, evenLevels, type Window } from './contour-lines';
import { rampPlace } from './count-scale';
import { DENSITY_STOPS, rampOfTheme } from './ramps';
import { descended, type Scene } from './scene';

const LINES = 14;
const LINES_AT_REST = 9;

/**
 * The plane from above: all particles as colours, lines of equal height, sample paths, and places
 * of zero slope.
 */
export class ContourPlot {
  private readonly canvas = html('canvas');
  private readonly context = contextOf(this.canvas);
  private readonly cells = html('canvas');
  private readonly ink = svg('svg', { 'aria-hidden': 'true' });
  private readonly clip = svg('rect');
  private readonly frame = svg('g');
  private readonly marks = svg('g');
  private area: Area = { left: 0, top: 0, width: 1, height: 1 };
  private drawnSurface: unknown = null;
  /** Where names stand already. */
  private names: { x: number; y: number; long: number }[] = [];

  constructor(private readonly element: HTMLElement) {
    const clipPath = svg('clipPath', { id: 'map-clip' });
    clipPath.append(this.clip);
    this.ink.append(clipPath, this.frame, this.marks);
  }

  show(): void {
    this.element.replaceChildren(this.canvas, this.ink);
    this.layout();
  }

  layout(): void {
    const { width, height } = this.element.getBoundingClientRect();
    const left = width < 480 ? 46 : 58;
    const top = 8;
    const area = { left, top, width: width - left - 12, height: height - top - 44 };
    this.area = {
      ...area,
      width: Math.max(50, Math.floor(area.width)),
      height: Math.max(50, Math.floor(area.height)),
    };
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(this.area.width * ratio);
    this.canvas.height = Math.round(this.area.height * ratio);
    for (const key of ['left', 'top', 'width', 'height'] as const)
      this.canvas.style[key] = `${this.area[key]}px`;
    const { area: place } = this;
    for (const [key, value] of Object.entries({
      x: place.left,
      y: place.top,
      width: place.width,
      height: place.height,
    }))
      this.clip.setAttribute(key, String(value));
    this.drawnSurface = null;
  }

  draw(scene: Scene): void {
    const { context, canvas } = this;
    context.clearRect(0, 0, canvas.width, canvas.height);
    this.drawCounts(scene);
    this.drawTrails(scene);
    if (scene.surface === this.drawnSurface) return;
    this.drawnSurface = scene.surface;
    this.drawFrame(scene);
    this.drawMarks(scene);
  }

  private drawCounts({ plane, scale }: Scene): void {
    if (!plane) return;
    const { bins } = plane.window;
    const ramp = rampOfTheme('density', DENSITY_STOPS);
    this.cells.width = bins;
    this.cells.height = bins;
    const context = contextOf(this.cells);
    const image = context.createImageData(bins, bins);
    for (let row = 0; row < bins; row++)
      for (let column = 0; column < bins; column++) {
        const count = plane.each * plane.counts[row * bins + column];
        if (count === 0) continue;
        const color = ramp(rampPlace(scale, count));
        // Rows of a picture run downwards.
        const pixel = ((bins - 1 - row) * bins + column) * 4;
        for (let i = 0; i < 3; i++) image.data[pixel + i] = color[i] * 255;
        image.data[pixel + 3] = 255;
      }
    context.putImageData(image, 0, 0);
    this.context.imageSmoothingEnabled = false;
    this.context.drawImage(this.cells, 0, 0, this.canvas.width, this.canvas.height);
  }

  private drawTrails({ trails, surface: { window } }: Scene): void {
    const { moments } = trails;
    if (moments.length === 0) return;
    const { context, canvas } = this;
    const ratio = globalThis.devicePixelRatio || 1;
    const column = ([low, high]: [number, number], value: number) => (value - low) / (high - low);
    // Far outside, a path needs no more than to leave.
    const x = (value: number) => Math.max(-1, Math.min(2, column(window.x, value))) * canvas.width;
    const y = (value: number) =>
      (1 - Math.max(-1, Math.min(2, column(window.y, value)))) * canvas.height;
    const paths = moments[moments.length - 1].x.length;
    context.lineJoin = 'round';
    context.strokeStyle = cssColor('--trail');
    context.lineWidth = 1.2 * ratio;
    context.globalAlpha = 0.45;
    context.beginPath();
    for (let path = 0; path < paths; path++) {
      let drawing = false;
      for (const moment of moments) {
        if (path >= moment.x.length || !Number.isFinite(moment.x[path] + moment.y[path])) continue;
        if (drawing) context.lineTo(x(moment.x[path]), y(moment.y[path]));
        else context.moveTo(x(moment.x[path]), y(moment.y[path]));
        drawing = true;
      }
    }
    context.stroke();
    context.globalAlpha = 1;
    context.fillStyle = cssColor('--trail');
    context.strokeStyle = cssColor('--paper');
    context.lineWidth = ratio;
    const last = moments[moments.length - 1];
    for (let path = 0; path < paths; path++) {
      if (!Number.isFinite(last.x[path] + last.y[path])) continue;
      context.beginPath();
      context.arc(x(last.x[path]), y(last.y[path]), 3 * ratio, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  }

  private drawFrame({ surface: { window }, names }: Scene): void {
    const { left, top, width, height } = this.area;
    const bottom = top + height;
    this.frame.replaceChildren(
      ...drawn([
        ...ticksBelow(axisOf(window.x).ticks(width), this.area, 20),
        ...ticksBeside(axisOf(window.y).ticks(height, true), this.area),
        box(this.area),
      ]),
      svg('text', { x: left + width / 2, y: bottom + 38, 'text-anchor': 'middle' }, names[0]),
      svg('text', { x: 10, y: top + height / 2 + 4, 'text-anchor': 'middle' }, names[1]),
    );
  }

  private drawMarks({ spec, surface }: Scene): void {
    const { window, points, averaged, atRest } = surface;
    this.marks.replaceChildren();
    this.names = [];
    const lines = svg('g', { 'clip-path': 'url(#map-clip)' });
    if (averaged) lines.append(this.contours(atRest, window, LINES_AT_REST, 'contour at-rest'));
    lines.append(this.contours(descended(surface), window, LINES, 'contour'));
    this.marks.append(lines);
    for (const point of points) this.drawPoint(point, window);
    const { start } = spec;
    if (start.kind === 'point') this.drawStart(start.x, window);
  }

  private contours(
    surface: Surface,
    window: Window,
    count: number,
    className: string,
  ): SVGPathElement {
    const { left, top, width, height } = this.area;
    let d = '';
    for (const ring of contourLines(surface, window, evenLevels(surface, window, count))) {
      for (let i = 0; i < ring.length; i += 2)
        d += `${i === 0 ? 'M' : 'L'}${(left + ring[i] * width).toFixed(1)} ${(top + (1 - ring[i + 1]) * height).toFixed(1)}`;
      d += 'Z';
    }
    return svg('path', { class: className, d });
  }

  private place(x: number, y: number, window: Window): { x: number; y: number } {
    const { left, top, width, height } = this.area;
    return {
      x: left + ((x - window.x[0]) / (window.x[1] - window.x[0])) * width,
      y: top + (1 - (y - window.y[0]) / (window.y[1] - window.y[0])) * height,
    };
  }

  private drawPoint({ kind, x, y }: { kind: string; x: number; y: number }, window: Window): void {
    const at = this.place(x, y, window);
    // A ring, so that the crowd in it is seen.
    for (const className of ['place-halo', `place ${kind}`])
      this.marks.append(
        kind === 'minimum'
          ? svg('circle', { class: className, cx: at.x, cy: at.y, r: 7 })
          : svg('path', { class: className, d: `M${at.x - 5} ${at.y - 5}l10 10m0 -10l-10 10` }),
      );
    this.write(kind, at);
  }

  private drawStart([x, y]: number[], window: Window): void {
    const at = this.place(x, y, window);
    this.marks.append(
      svg('rect', { class: 'place start', x: at.x - 4.5, y: at.y - 4.5, width: 9, height: 9 }),
    );
    this.write('start', at);
  }

  /** Beside a mark, where there is room and no other name. */
  private write(text: string, at: { x: number; y: number }): void {
    const { left, top, width, height } = this.area;
    const long = text.length * 8;
    const places = [
      { x: at.x + 9, y: at.y - 8 },
      { x: at.x + 9, y: at.y + 18 },
      { x: at.x - 9 - long, y: at.y - 8 },
      { x: at.x - 9 - long, y: at.y + 18 },
      { x: at.x - long / 2, y: at.y - 22 },
      { x: at.x - long / 2, y: at.y + 32 },
    ];
    const free = places.find(
      ({ x, y }) =>
        x > left &&
        x + long < left + width &&
        y - 12 > top &&
        y < top + height &&
        this.names.every(
          (box) => x + long < box.x || x > box.x + box.long || Math.abs(y - box.y) > 15,
        ),
    );
    if (!free) return;
    this.names.push({ ...free, long });
    this.marks.append(svg('text', { class: 'place-name', ...free }, text));
  }
}

function axisOf([min, max]: readonly [number, number]) {
  return histogramScale({ axis: 'linear', min, max });
}

/** A place as it is written in texts and tables. */
export function placeName(x: number, y: number): string {
  const short = (value: number) => number(Math.abs(value) < 5e-4 ? 0 : value, 3);
  return `(${short(x)},\u00a0${short(y)})`;
}
