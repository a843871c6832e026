import type { PlaneWindow } from '../../engine/plane-window';
import type { Spec } from '../../spec/spec';
import { type SpecSurface, surfaceOf } from '../../theory/surfaces/spec-surface';
import { html } from '../shared/dom';
import { coordinateName } from '../shared/names';
import { ContourPlot } from './contour-plot';
import { type CountScale, countScale } from './count-scale';
import { MESH_CELLS } from './mesh';
import type { PlaneSample } from './plane-sample';
import type { Scene } from './scene';
import { sharesOf } from './shares';
import { type LandscapeView, SidePanel } from './side-panel';
import { SurfacePlot } from './surface-plot';
import { sharesSentence, surfaceVerdict } from './surface-words';
import type { Trails } from './trails';

/** Cells of the grid in each direction: few particles need large cells to be seen as a crowd. */
const BINS = { few: 2 * MESH_CELLS, many: 3 * MESH_CELLS };
const MANY = 2 ** 17;
/** Pause between two pictures where motion is to be reduced. */
const STILL_MILLISECONDS = 250;

export interface LandscapeOptions {
  /** Asks for counts over this grid; null: for no more of them. */
  count: (window: PlaneWindow | null) => void;
  /** Where the particles are, in words. */
  onSentence: (sentence: string) => void;
  /** What stands large over the picture; null where the loss has a verdict of its own. */
  onVerdict: (verdict: { word: string; why: string } | null) => void;
}

/** Loaded when a loss with a surface is first run: map and surface, one of them at a time. */
export class Landscape {
  private readonly plot = html('div', { class: 'plot', id: 'landscape-plot', role: 'img' });
  private readonly map = new ContourPlot(this.plot);
  private readonly surface = new SurfacePlot(this.plot, () => this.redraw());
  private readonly panel: SidePanel;
  private readonly still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  private scene: Scene | null = null;
  private view: LandscapeView | null = null;
  private bins = BINS.few;
  private kind: CountScale['kind'] = 'log';
  private key = '';
  private loss = '';
  private asked = '';
  private pending = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly trails: Trails,
    private readonly options: LandscapeOptions,
  ) {
    this.panel = new SidePanel({
      onColoring: (coloring) => {
        this.surface.coloring = coloring;
        this.redraw();
      },
      onGround: (atRest) => {
        this.surface.atRest = atRest;
        this.redraw();
      },
      onKey: (key) => this.surface.press(key),
    });
    root.append(html('div', { class: 'picture' }, this.plot, this.panel.turns), this.panel.element);
    new ResizeObserver(() => this.layout()).observe(this.plot);
    // A driver reset takes the canvas along; the event does not bubble.
    this.plot.addEventListener('contextrestored', () => this.redraw(), true);
  }

  /** Another spec is in force: one with a surface. */
  showSpec(spec: Spec): void {
    const key = JSON.stringify([
      spec.loss,
      spec.noise.shake,
      spec.noise.law,
      spec.start,
      spec.escape,
    ]);
    if (key !== this.key) {
      const surface = surfaceOf(spec);
      if (!surface) return;
      this.key = key;
      this.take(spec, surface);
    }
    this.askForPlane();
  }

  private take(spec: Spec, surface: SpecSurface): void {
    if (spec.loss.kind !== this.loss) this.surface.lookAnew(spec.loss.kind);
    this.loss = spec.loss.kind;
    const plane = this.scene?.plane ?? null;
    this.scene = {
      spec,
      surface,
      names: [coordinateName(spec, 0), coordinateName(spec, 1)],
      plane: plane && sameWindow(plane, surface) ? plane : null,
      scale: countScale(this.kind, 1),
      trails: this.trails,
    };
    if (this.scene.plane) this.rescale();
    if (this.view) this.panel.showView(this.view, surface.averaged !== null);
    this.options.onVerdict(
      surfaceVerdict(spec, surface, surface.averaged ? minimaAtRest(spec) : 0),
    );
    this.redraw();
  }

  show(view: LandscapeView): void {
    this.view = view;
    this.root.hidden = false;
    this.plot.classList.toggle('orbiting', view === 'surface');
    if (view === 'surface') this.plot.setAttribute('tabindex', '0');
    else this.plot.removeAttribute('tabindex');
    if (view === 'map') this.map.show();
    else this.surface.show();
    this.panel.showView(view, this.scene !== null && this.scene.surface.averaged !== null);
    this.askForPlane();
    this.describe();
    this.redraw();
  }

  hide(): void {
    this.view = null;
    this.root.hidden = true;
    this.askForPlane();
  }

  setScale(kind: CountScale['kind']): void {
    this.kind = kind;
    this.rescale();
    this.redraw();
  }

  /** A new ensemble is on the screen. */
  began(particles: number): void {
    this.bins = particles >= MANY ? BINS.many : BINS.few;
    this.askForPlane();
  }

  takePlane(plane: PlaneSample): void {
    if (!this.scene || !sameWindow(plane, this.scene.surface)) return;
    this.scene.plane = plane;
    this.rescale();
    this.describe();
    this.redraw();
  }

  /** Colours changed, or paths went on. */
  redraw(): void {
    if (this.pending || !this.view) return;
    this.pending = true;
    const draw = () => {
      this.pending = false;
      this.draw();
    };
    if (this.still) setTimeout(draw, STILL_MILLISECONDS);
    else requestAnimationFrame(draw);
  }

  private draw(): void {
    if (!this.scene || !this.view) return;
    if (this.view === 'map') this.map.draw(this.scene);
    else this.surface.draw(this.scene);
    const counted = this.view === 'map' ? this.scene.scale : this.surface.countScale;
    const colored = this.view === 'map' || this.surface.coloring === 'density';
    this.panel.showScale(colored && this.scene.plane ? (counted ?? null) : null);
  }

  private layout(): void {
    if (!this.view || this.root.hidden) return;
    if (this.view === 'map') this.map.layout();
    else this.surface.layout();
    this.draw();
  }

  private rescale(): void {
    if (!this.scene) return;
    const { plane, scale } = this.scene;
    let highest = 1;
    if (plane) for (const count of plane.counts.subarray(0, -1)) highest = Math.max(highest, count);
    this.scene.scale = countScale(this.kind, highest * (plane?.each ?? 1), scale);
  }

  /** What the picture shows, in words and as a table. */
  private describe(): void {
    if (!this.scene?.plane) {
      this.plot.setAttribute('aria-label', 'The plane of the two coordinates, starting.');
      return;
    }
    const shares = sharesOf(this.scene.surface, this.scene.plane);
    this.panel.showShares(shares);
    const sentence = sharesSentence(shares);
    const what =
      this.view === 'surface'
        ? 'The surface in three dimensions. Arrow keys turn it, plus and minus zoom.'
        : 'Map of the particles.';
    this.plot.setAttribute('aria-label', `${what} ${sentence}`);
    this.options.onSentence(sentence);
  }

  private askForPlane(): void {
    const surface = this.scene?.surface;
    const window = this.view && surface ? { ...surface.window, bins: this.bins } : null;
    const key = JSON.stringify(window);
    if (key === this.asked) return;
    this.asked = key;
    this.options.count(window);
  }
}

function sameWindow({ window }: PlaneSample, surface: SpecSurface): boolean {
  return (
    JSON.stringify([window.x, window.y]) === JSON.stringify([surface.window.x, surface.window.y])
  );
}

const atRest = new Map<string, number>();

function minimaAtRest(spec: Spec): number {
  const known = atRest.get(spec.loss.kind);
  if (known !== undefined) return known;
  const surface = surfaceOf({ ...spec, noise: { ...spec.noise, shake: 0 } });
  const count = surface?.points.filter(({ kind }) => kind === 'minimum').length ?? 0;
  atRest.set(spec.loss.kind, count);
  return count;
}
