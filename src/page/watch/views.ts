import type { PlaneWindow } from '../../engine/plane-window';
import { dimensionOf, type Spec } from '../../spec/spec';
import type { Landscape } from '../landscape/landscape-view';
import type { PlaneSample } from '../landscape/plane-sample';
import { Trails } from '../landscape/trails';
import { load } from '../shared/boot';
import { byId, html } from '../shared/dom';
import { coordinateName } from '../shared/names';

export const VIEWS = ['marginal', 'map', 'surface'] as const;
export type View = (typeof VIEWS)[number];

/** Whether the loss of a spec is a surface over exactly two coordinates. */
export function hasSurface(spec: Spec): boolean {
  return dimensionOf(spec) === 2;
}

interface ViewsOptions {
  count: (window: PlaneWindow | null) => void;
  onView: (view: View) => void;
  onCoordinate: (coordinate: number) => void;
  onSentence: (sentence: string) => void;
  onVerdict: (verdict: { word: string; why: string } | null) => void;
  fail: (error: Error) => void;
}

/**
 * Which picture of the particles is shown. The code of map and surface is loaded when they are
 * first shown.
 */
export class Views {
  current: View = 'marginal';
  /** How counts in the plane become colours. */
  scale: 'linear' | 'log' = 'log';
  private readonly group = byId('view-switch');
  private readonly picker = byId<HTMLSelectElement>('coordinate-select');
  private readonly buttons = new Map<View, HTMLElement>();
  private landscape: Landscape | null = null;
  private loading: Promise<void> | null = null;
  private spec: Spec | null = null;
  private particles = 0;
  private readonly trails = new Trails();
  private run = -1;

  constructor(private readonly options: ViewsOptions) {
    for (const view of VIEWS) {
      const button = byId(`view-${view}`);
      button.addEventListener('click', () => this.choose(view));
      this.buttons.set(view, button);
    }
    this.picker.addEventListener('change', () => options.onCoordinate(Number(this.picker.value)));
  }

  /** Another spec is in force. One with a surface after one without opens on the map. */
  showSpec(spec: Spec): void {
    const had = this.spec !== null && hasSurface(this.spec);
    this.spec = spec;
    const has = hasSurface(spec);
    this.group.hidden = !has;
    this.showPicker(spec);
    if (!has) this.choose('marginal');
    else if (!had) this.choose('map');
    if (has) this.landscape?.showSpec(spec);
  }

  /** A new experiment: where it has a surface, that is what is looked at. */
  open(): void {
    if (this.current === 'marginal' && this.spec && hasSurface(this.spec)) this.choose('map');
  }

  next(): void {
    if (!this.group.hidden) this.choose(VIEWS[(VIEWS.indexOf(this.current) + 1) % VIEWS.length]);
  }

  choose(view: View): void {
    const changed = view !== this.current;
    this.current = view;
    for (const [name, button] of this.buttons)
      button.setAttribute('aria-pressed', String(name === view));
    byId('density-plot').hidden = view !== 'marginal';
    byId('landscape').hidden = view === 'marginal';
    this.showPicker(this.spec!);
    if (changed) this.options.onView(view);
    if (view === 'marginal') this.landscape?.hide();
    else if (this.landscape) this.landscape.show(view);
    else
      this.loading ??= this.load()
        .catch(this.options.fail)
        .finally(() => {
          this.loading = null;
        });
  }

  toggleScale(): void {
    this.scale = this.scale === 'log' ? 'linear' : 'log';
    this.landscape?.setScale(this.scale);
  }

  began(run: number, particles: number): void {
    if (run > this.run) this.beginTrails(run);
    this.particles = particles;
    this.landscape?.began(particles);
  }

  private beginTrails(run: number): void {
    this.run = run;
    this.trails.begin();
  }

  takePlane(plane: PlaneSample): void {
    this.landscape?.takePlane(plane);
  }

  takePaths(run: number, step: number, x: Float32Array, y: Float32Array): void {
    if (run < this.run) return;
    if (run > this.run) this.beginTrails(run);
    this.trails.add({ step, x, y });
    this.landscape?.redraw();
  }

  redraw(): void {
    this.landscape?.redraw();
  }

  private async load(): Promise<void> {
    const part = await load(() => import('../landscape/landscape-view'));
    if (!part) return;
    this.landscape = new part.Landscape(byId('landscape'), this.trails, this.options);
    this.landscape.began(this.particles);
    if (this.spec && hasSurface(this.spec)) this.landscape.showSpec(this.spec);
    if (this.current !== 'marginal') this.landscape.show(this.current);
  }

  /** Which coordinate the histogram is of; there is nothing to pick where there is but one. */
  private showPicker(spec: Spec): void {
    const dimension = dimensionOf(spec);
    const label = byId('coordinate-picker');
    label.hidden = dimension === 1 || this.current !== 'marginal';
    const names = Array.from({ length: dimension }, (_, i) => coordinateName(spec, i));
    if (this.picker.dataset.names !== names.join()) {
      this.picker.dataset.names = names.join();
      this.picker.replaceChildren(
        ...names.map((name, i) => html('option', { value: String(i) }, name)),
      );
    }
    this.picker.value = String(spec.histogram.coordinate);
  }
}
