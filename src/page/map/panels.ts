import { wilsonInterval } from '../../experiment/interval';
import { byId, html } from '../shared/dom';
import { type BarMarker, ColorBar } from './color-bar';
import { differenceLimit, RESIDUAL_LIMIT } from './color-scale';
import type { Layer, MapData } from './map-data';
import { MapKey } from './map-key';
import { type CellRectangle, MapPlot } from './map-plot';
import { largestDifference, MARK } from './raster';
import { sideLetter, sideName } from './side-names';

export type Hatching = 'none' | 'wide' | 'zero';

/**
 * Half-width that a cell with all its replicas has at most, where the sweep names none: what is
 * hatched is not yet as sharp as it will be.
 */
function widestOf(replicas: number): number {
  const half = Math.ceil(replicas / 2);
  const { low, high } = wilsonInterval(half, replicas);
  return 1.0001 * ((high - low) / 2);
}

export interface PanelActions {
  onCursor: (cell: number) => void;
  /** Opens a side of a cell in Watch. */
  onOpen: (cell: number, side: number) => void;
  onSelect: (rectangle: CellRectangle) => void;
}

/** Shares; of three sides and more A's less each other's; or counts against what is exact. */
export type Shown = 'shares' | 'differences' | 'residuals';

export interface PanelLook {
  curves: boolean;
  hatching: Hatching;
  show: Shown;
}

/**
 * The maps beside each other: a panel for each side and, of two, one for their difference. One
 * cursor, one scale.
 */
export class Panels {
  private readonly place = byId('panels');
  private readonly bars = byId('bars');
  private readonly key = new MapKey(byId('map-legend'));
  private plots: { layer: Layer; plot: MapPlot }[] = [];
  private colorBars = new Map<Layer['kind'], ColorBar>();
  private data: MapData | null = null;
  private cursor: number | null = null;
  /** Whether the cursor stays where it is when a mouse passes by. */
  private held = false;
  private layers = '';
  /** Of the differences, when they were last drawn. */
  private drawnLimit = 1;

  constructor(private readonly actions: PanelActions) {}

  /** Which layers a map of so many sides shows. */
  static layersOf(sides: number, show: Shown): Layer[] {
    const probabilities = Array.from(
      { length: sides },
      (_, side): Layer => ({ kind: 'probability', side }),
    );
    if (show === 'residuals') return probabilities.map(({ side }) => ({ kind: 'residual', side }));
    if (sides === 2) return [...probabilities, { kind: 'difference', side: 1 }];
    if (show === 'shares') return probabilities;
    return probabilities.map((layer) =>
      layer.side === 0 ? layer : { kind: 'difference', side: layer.side },
    );
  }

  /** Makes the panels anew where the sides are others. */
  open(data: MapData, look: PanelLook): void {
    this.data = data;
    const layers = Panels.layersOf(data.sides.length, look.show);
    const key = JSON.stringify(layers);
    if (key !== this.layers) {
      this.layers = key;
      for (const { plot } of this.plots) plot.destroy();
      this.place.replaceChildren();
      this.place.dataset.count = String(layers.length);
      this.plots = layers.map((layer) => {
        const host = html('div', { class: 'map-panel' });
        this.place.append(host);
        return { layer, plot: new MapPlot(host, this.callbacks(layer)) };
      });
      this.makeBars(layers);
    }
    this.cursor = null;
    this.held = false;
  }

  /** Draws everything, in pieces that are short enough for a frame each. */
  *draw(look: PanelLook): Generator<void> {
    const { data } = this;
    if (!data) return;
    const limit = this.limit();
    this.drawnLimit = limit;
    for (const { layer, plot } of this.plots) {
      plot.draw(data, {
        layer,
        title: titleOf(data, layer),
        cursor: this.cursor,
        hatch: hatchOf(data, layer, look.hatching),
        curves: look.curves,
        limit,
      });
      yield;
    }
    this.drawBars(data, limit);
    const shows = (mark: number) => this.plots.some(({ plot }) => plot.shows(mark));
    this.key.draw({
      hatch:
        this.plots
          .map(({ layer }) => hatchOf(data, layer, look.hatching))
          .find((hatch) => hatch !== null) ?? null,
      curves: look.curves,
      limits: data.hasLimits,
      notCounted: shows(MARK.notCounted),
      failed: shows(MARK.failed),
    });
  }

  setCursor(cell: number | null): void {
    this.cursor = cell;
    for (const { plot } of this.plots) plot.setCursor(cell, this.held);
    if (this.data) this.drawBars(this.data, this.drawnLimit);
  }

  /** The largest difference, rounded up: one scale for all panels. */
  limit(): number {
    return this.data ? differenceLimit(largestDifference(this.data)) : 1;
  }

  private drawBars(data: MapData, limit: number): void {
    const other = data.sides.length === 2 ? 'B' : 'the other';
    const scales = {
      probability: { kind: 'probability' },
      difference: { kind: 'difference', limit, other },
      residual: { kind: 'residual', limit: RESIDUAL_LIMIT },
    } as const;
    for (const [kind, bar] of this.colorBars) bar.draw(scales[kind], this.markersOf(data, kind));
  }

  private markersOf(data: MapData, kind: Layer['kind']): BarMarker[] {
    const { cursor } = this;
    return this.plots.flatMap(({ layer }) => {
      const found = layer.kind === kind && cursor !== null ? data.valueAt(layer, cursor) : null;
      return found ? [{ value: found.value, label: sideLetter(layer.side) }] : [];
    });
  }

  private callbacks(layer: Layer) {
    return {
      onCursor: (cell: number, held: boolean) => {
        this.held = held;
        this.actions.onCursor(cell);
      },
      onOpen: (cell: number) => this.actions.onOpen(cell, layer.side),
      onSelect: this.actions.onSelect,
    };
  }

  private makeBars(layers: readonly Layer[]): void {
    this.bars.replaceChildren();
    const kinds = new Set(layers.map(({ kind }) => kind));
    this.colorBars = new Map(Array.from(kinds, (kind) => [kind, new ColorBar(this.bars)]));
  }
}

export function titleOf(data: MapData, { kind, side }: Layer): string {
  if (kind === 'residual') return `${sideLetter(side)}: counted − exact`;
  return kind === 'probability'
    ? `${sideLetter(side)}: ${sideName(data.sides, side)}`
    : `A − ${sideLetter(side)}`;
}

export function hatchOf({ sweep }: MapData, { kind }: Layer, hatching: Hatching) {
  if (kind === 'residual') return hatching === 'none' ? null : ({ outside: true } as const);
  if (hatching === 'zero') return kind === 'difference' ? ({ zero: true } as const) : null;
  if (hatching === 'none') return null;
  // Differences of sides with noise of their own have twice the variance at most.
  const spread = kind === 'difference' ? Math.SQRT2 : 1;
  return { halfWidth: sweep.halfWidth ?? spread * widestOf(sweep.replicas) };
}
