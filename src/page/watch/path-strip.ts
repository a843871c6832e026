import { baseline, linesAcross, ticksBelow } from '../shared/axis';
import { contextOf, cssColor } from '../shared/dom';
import { number } from '../shared/format';
import { decadeRange, evenTicks, histogramScale, labelled, niceStep } from '../shared/scales';
import { drawn, svg } from '../shared/svg';

/** Moments kept over a run; beyond, every second one is dropped. */
const MOST_COLUMNS = 1200;
/** |x| is drawn down to here; below, a path lies on the lower edge. */
const LOWEST = -12;

interface Column {
  step: number;
  /** log10 |x| of each path, or x itself on a linear axis. */
  heights: Float32Array;
}

/**
 * The first particles' |x| on a logarithmic axis, or x, against time: each line is one run of SGD.
 * The width is the whole run.
 */
export class PathStrip {
  private readonly context: CanvasRenderingContext2D;
  private readonly ink = svg('svg', { 'aria-hidden': 'true' });
  /** How many paths the strip cannot show where they are. */
  private readonly note = svg('text', { class: 'strip-note', 'text-anchor': 'end' });
  private columns: Column[] = [];
  /** Of all values so far. */
  private extent = { low: 0, high: 0 };
  /** Of the vertical axis: round ends around the extent. */
  private range = { low: -1, high: 1 };
  private drawn = 0;
  private every = 1;
  private received = 0;
  private steps = 1;
  private dt = 1;
  private radius: number | null = 10;
  /** Range of a linear axis of x; null: the axis is log10 |x|, and its range that of the paths. */
  private linear: { low: number; high: number } | null = null;
  private size = { width: 1, height: 1, left: 58, top: 4, plotWidth: 1, plotHeight: 1 };

  constructor(
    private readonly element: HTMLElement,
    private readonly canvas: HTMLCanvasElement,
  ) {
    this.context = contextOf(canvas);
    element.append(this.ink);
    // A driver reset takes the canvas along; the browser gives it back empty.
    canvas.addEventListener('contextrestored', () => this.redraw());
    this.layout();
    new ResizeObserver(() => {
      this.layout();
      this.redraw();
    }).observe(element);
  }

  /** A new run. */
  begin(run: {
    steps: number;
    dt: number;
    radius: number | null;
    linear: { low: number; high: number } | null;
  }): void {
    Object.assign(this, run);
    this.columns = [];
    this.every = 1;
    this.extent = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
    this.range = this.linear ?? { low: -1, high: 1 };
    this.note.textContent = '';
    this.redraw();
  }

  /** The run got longer. */
  extend(steps: number): void {
    this.steps = steps;
    this.redraw();
  }

  add(step: number, values: Float32Array): void {
    if (this.received++ % this.every !== 0) return;
    const last = this.columns[this.columns.length - 1];
    if (last && step <= last.step) {
      if (step === last.step) return;
      this.columns = this.columns.filter((column) => column.step < step);
      this.redraw();
    }
    const heights = this.linear
      ? values
      : values.map((value) => Math.max(LOWEST, Math.log10(Math.abs(value))));
    this.columns.push({ step, heights });
    this.writeNote(heights);
    if (this.columns.length > MOST_COLUMNS) {
      this.columns = this.columns.filter((_, i) => i % 2 === 0);
      this.every *= 2;
    }
    if (this.widen(heights)) this.redraw();
    else this.drawNew();
  }

  /** Colours changed, or the size did. */
  redraw(): void {
    const { context, canvas } = this;
    // Layouts for frames have no strip.
    if (this.size.width === 0) return;
    context.clearRect(0, 0, canvas.width, canvas.height);
    this.drawn = 0;
    this.drawFrame();
    this.drawNew();
  }

  /** @returns Whether the vertical axis has changed. */
  private widen(heights: Float32Array): boolean {
    if (this.linear) return false;
    this.extent.low = Math.min(this.extent.low, ...heights);
    this.extent.high = Math.max(this.extent.high, ...heights);
    const range = decadeRange(this.extent.low, this.extent.high);
    const changed = range.low !== this.range.low || range.high !== this.range.high;
    this.range = range;
    return changed;
  }

  /** Says of paths that lie on an edge that this is not where they are. */
  private writeNote(heights: Float32Array): void {
    const { linear } = this;
    const off = heights.filter((height) =>
      linear ? !(height >= linear.low && height <= linear.high) : height <= LOWEST,
    ).length;
    const where = linear
      ? `outside ${number(linear.low)} to ${number(linear.high)}`
      : `below ${number(10 ** LOWEST)}`;
    this.note.textContent = off > 0 ? `▾ ${off} of ${heights.length} ${where}` : '';
  }

  private layout(): void {
    const { width, height } = this.element.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    const left = width < 480 ? 46 : 58;
    const top = 6;
    const plotWidth = Math.max(50, Math.floor(width - left - 10));
    const plotHeight = Math.max(30, Math.floor(height - top - 22));
    this.size = { width, height, left, top, plotWidth, plotHeight };
    this.canvas.width = Math.round(plotWidth * ratio);
    this.canvas.height = Math.round(plotHeight * ratio);
    Object.assign(this.canvas.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${plotWidth}px`,
      height: `${plotHeight}px`,
    });
  }

  private drawNew(): void {
    const { context, canvas, columns, range } = this;
    if (columns.length < 2 || this.size.width === 0) return;
    const from = Math.max(0, this.drawn - 1);
    const x = (step: number) => (step / this.steps) * canvas.width;
    const y = (height: number) =>
      (1 - (height - range.low) / (range.high - range.low)) * canvas.height;
    context.strokeStyle = cssColor('--paths');
    context.globalAlpha = 0.5;
    context.lineWidth = window.devicePixelRatio || 1;
    context.beginPath();
    const paths = columns[columns.length - 1].heights.length;
    for (let path = 0; path < paths; path++)
      for (let i = from; i < columns.length; i++) {
        const { step, heights } = columns[i];
        if (i === from) context.moveTo(x(step), y(heights[path]));
        else context.lineTo(x(step), y(heights[path]));
      }
    context.stroke();
    this.drawn = columns.length;
  }

  private drawFrame(): void {
    const { left, top, plotWidth, plotHeight } = this.size;
    const bottom = top + plotHeight;
    const { low, high } = this.range;
    const y = (height: number) => bottom - ((height - low) / (high - low)) * plotHeight;
    const area = { left, top, width: plotWidth, height: plotHeight };
    const scale = this.linear
      ? histogramScale({ axis: 'linear', min: low, max: high })
      : histogramScale({ axis: 'log-abs', min: 10 ** low, max: 10 ** high });
    const time = this.steps * this.dt;
    const step = niceStep(Math.max(this.dt, time / (plotWidth < 420 ? 4 : 8)));
    const words = (t: number) => (t === 0 ? 't = 0' : number(t));
    this.ink.replaceChildren(
      ...drawn([
        ...linesAcross(labelled(scale.ticks(plotHeight, true)), area),
        ...ticksBelow(evenTicks(0, time, step, words), area, 17),
        baseline(area),
      ]),
      this.note,
    );
    const size = this.radius ?? Number.NaN;
    const radius = this.linear ? size : Math.log10(size);
    if (radius > low && radius < high)
      this.ink.append(
        svg('line', {
          class: 'radius',
          x1: left,
          x2: left + plotWidth,
          y1: y(radius),
          y2: y(radius),
        }),
      );
    this.note.setAttribute('x', String(left + plotWidth - 4));
    this.note.setAttribute('y', String(bottom - 5));
  }
}
