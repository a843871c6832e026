import { radiusOf } from '../../../spec/spec';
import { byId, html, setText } from '../../shared/dom';
import { number } from '../../shared/format';
import { coordinateName } from '../../shared/names';
import { histogramScale } from '../../shared/scales';
import { svg } from '../../shared/svg';
import type { HistogramView } from '../histogram-view';
import type { Reading } from '../reading';
import type { Session } from '../session';
import { roundValueAt } from './axis-values';
import { binAt, binWords } from './bin-words';
import { radiusAt, setRadius, setStart, startShown } from './edits';
import { drawGhost } from './ghost';
import { GhostControls } from './ghost-controls';
import { Handle, placeUnder } from './handle';
import { drawStems } from './stems';

/** A press that moves no farther is a click, in pixels. */
const CLICK = 4;

/**
 * What can be done with the histogram: a bin says what it holds, radius and start are dragged, and
 * a click sets either. Everything by keyboard too: each is a slider that the arrow keys move.
 */
export class PictureOverlay {
  private readonly element = html('div', { class: 'picture-overlay' });
  private readonly ink = svg('svg', { 'aria-hidden': 'true' });
  private readonly readout = html('div', {
    class: 'bin-readout',
    'aria-hidden': 'true',
    hidden: '',
  });
  private readonly menu = html('div', { class: 'place-menu', role: 'group', hidden: '' });
  private readonly handles: Record<'bin' | 'radius' | 'mirrored' | 'start', Handle>;
  private readonly kept = new GhostControls(() => this.draw());
  private reading: Reading | null = null;
  /** The bin that is told of, and where on the axis it was asked for. */
  private told: { bin: number; at: number } | null = null;
  private pressed: { x: number; y: number } | null = null;

  constructor(
    private readonly histogram: HistogramView,
    private readonly session: Session,
    private readonly refuse: (sentence: string) => void,
  ) {
    const handle = (kind: string, label: string, onPlace: (at: number, final: boolean) => void) =>
      new Handle(this.element, { kind, label, onPlace, onEnter: () => this.openMenu() });
    this.handles = {
      bin: handle('bin', 'A bin of the histogram', (at) => this.tell(at)),
      radius: handle('radius-handle', 'Radius R', (at, final) => this.moveRadius(at, final)),
      mirrored: handle('radius-handle', 'Radius R, left', (at, final) =>
        this.moveRadius(at, final),
      ),
      start: handle('start-handle', 'Start of all particles', (at, final) =>
        this.moveStart(at, final),
      ),
    };
    const { bin, radius, mirrored, start } = this.handles;
    // The same number twice: one is enough for the keyboard.
    mirrored.element.tabIndex = -1;
    mirrored.element.setAttribute('aria-hidden', 'true');
    this.element.append(
      this.ink,
      ...[bin, radius, mirrored, start].map((each) => each.element),
      this.readout,
      this.menu,
    );
    byId('density-plot').after(this.element);
    this.listen();
    new ResizeObserver(() => this.layout()).observe(byId('density-plot'));
    this.layout();
  }

  /** Another spec is in force. */
  showSpec(): void {
    const { spec } = this.session;
    const { position } = histogramScale(spec.histogram);
    const sizes = spec.histogram.axis === 'log-abs';
    const radius = radiusOf(spec);
    const { radius: right, mirrored, start } = this.handles;
    right.show(radius === null ? null : position(radius), radius ?? 0, number(radius ?? 0));
    mirrored.show(radius === null || sizes ? null : position(-radius), radius ?? 0, '');
    const place = startShown(spec);
    const shown =
      place === null || (sizes && place === 0) ? null : position(sizes ? Math.abs(place) : place);
    start.show(shown, place ?? 0, number(place ?? 0));
    this.closeMenu();
  }

  take(reading: Reading): void {
    this.reading = reading;
    const bin = this.told?.bin ?? binAt(reading, 0.5);
    const { range, share } = binWords(reading, Math.min(bin, reading.spec.histogram.bins - 1));
    const { bins } = reading.spec.histogram;
    this.handles.bin.show((Math.min(bin, bins - 1) + 0.5) / bins, bin, `${range}: ${share}`);
    this.kept.take(reading);
    this.draw();
  }

  private layout(): void {
    const { left, top, width, height } = this.histogram.area;
    const plot = byId('density-plot');
    Object.assign(this.element.style, {
      left: `${plot.offsetLeft + left}px`,
      top: `${plot.offsetTop + top}px`,
      width: `${width}px`,
      height: `${height}px`,
    });
    this.draw();
  }

  private draw(): void {
    const { reading, told } = this;
    if (!reading) return;
    const area = this.histogram.area;
    const { bins } = reading.spec.histogram;
    const stems = drawStems(reading, this.histogram.shareScale, area);
    byId('density-plot').toggleAttribute('data-stems', stems.length > 0);
    const mark =
      told && told.bin < bins
        ? [
            svg('rect', {
              class: 'told-bin',
              x: (told.bin / bins) * area.width,
              y: 0,
              width: Math.max(1, area.width / bins),
              height: area.height,
            }),
          ]
        : [];
    const { ghost } = this.kept;
    const outline = ghost ? drawGhost(ghost, reading.spec, this.histogram.shareScale, area) : [];
    this.ink.replaceChildren(...mark, ...outline, ...stems);
    if (told) this.writeReadout(reading, told);
    this.readout.hidden = !told;
  }

  private writeReadout(reading: Reading, { bin, at }: { bin: number; at: number }): void {
    const { bins } = reading.spec.histogram;
    const { range, share } = binWords(reading, Math.min(bin, bins - 1));
    setText(this.readout, `${range}: ${share}`);
    this.readout.style.left = `${at * 100}%`;
    this.readout.style.transform = `translateX(-${at * 100}%)`;
  }

  /** Tells of the bin at this place of the axis, or of none. */
  private tell(at: number | null): void {
    const { reading } = this;
    if (!reading) return;
    this.told = at === null ? null : { bin: binAt(reading, at), at };
    this.take(reading);
  }

  private listen(): void {
    const { element } = this;
    element.addEventListener('pointermove', (event) => {
      if (event.pointerType !== 'touch' && this.menu.hidden) this.tell(placeUnder(element, event));
    });
    element.addEventListener('pointerleave', () => {
      if (this.menu.hidden) this.tell(null);
    });
    element.addEventListener('pointerdown', ({ clientX: x, clientY: y, target }) => {
      this.pressed = this.menu.contains(target as Node) ? null : { x, y };
    });
    element.addEventListener('click', (event) => {
      const from = this.pressed;
      this.pressed = null;
      if (!from || Math.hypot(event.clientX - from.x, event.clientY - from.y) > CLICK) return;
      this.tell(placeUnder(element, event));
      this.openMenu();
    });
    this.handles.bin.element.addEventListener('focus', () => {
      if (this.handles.bin.element.matches(':focus-visible')) this.tell(this.told?.at ?? 0.5);
    });
    this.handles.bin.element.addEventListener('blur', () => {
      if (this.menu.hidden) this.tell(null);
    });
    document.addEventListener('pointerdown', ({ target }) => {
      if (!this.menu.hidden && !element.contains(target as Node)) this.closeMenu();
    });
    this.menu.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      this.closeMenu();
      this.handles.bin.element.focus();
      event.stopPropagation();
    });
  }

  /** At the bin that is told of: what it holds, and what can be set there. */
  private openMenu(): void {
    const { reading, told } = this;
    if (!reading || !told) return;
    const { spec } = this.session;
    const { axis, coordinate } = spec.histogram;
    const value = roundValueAt(spec.histogram, told.at, this.histogram.area.width);
    const own = coordinateName(spec, coordinate);
    const button = (text: string, run: () => void) => {
      const made = html('button', { type: 'button' }, text);
      made.addEventListener('click', () => {
        this.closeMenu();
        this.handles.bin.element.focus();
        run();
      });
      return made;
    };
    const radius = radiusAt(spec, value);
    const name = axis === 'log-abs' ? `|${own}|` : own;
    const { range, share } = binWords(reading, told.bin);
    this.menu.replaceChildren(
      html('p', {}, `${range}: ${share}`),
      button(`Start at ${name} = ${number(value)}`, () =>
        this.edit((draft) => setStart(draft, value), true, 'start'),
      ),
      ...(radius === null
        ? []
        : [
            button(`Radius R = ${number(radius)}`, () =>
              this.edit((draft) => setRadius(draft, radius), true),
            ),
          ]),
    );
    this.menu.setAttribute('aria-label', `At ${name} = ${number(value)}`);
    this.menu.hidden = false;
    this.menu.style.left = `${told.at * 100}%`;
    this.menu.style.transform = `translateX(-${told.at * 100}%)`;
    this.readout.hidden = true;
    this.menu.querySelector('button')?.focus();
  }

  private closeMenu(): void {
    if (this.menu.hidden) return;
    this.menu.hidden = true;
    this.tell(null);
  }

  private moveRadius(at: number, final: boolean): void {
    const { spec } = this.session;
    const radius = radiusAt(spec, roundValueAt(spec.histogram, at, this.histogram.area.width));
    if (radius !== null) this.edit((draft) => setRadius(draft, radius), final);
  }

  private moveStart(at: number, final: boolean): void {
    const { spec } = this.session;
    const place = roundValueAt(spec.histogram, at, this.histogram.area.width);
    this.edit((draft) => setStart(draft, place), final);
  }

  private edit(
    edit: Parameters<Session['edit']>[0],
    final: boolean,
    from: 'start' | 'now' = 'now',
  ): void {
    const refusal = this.session.edit(edit, { final, from });
    if (refusal) this.refuse(refusal);
  }
}
