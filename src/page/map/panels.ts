import { wilsonInterval } from '../../experiment/interval';
import { byId, html } from '../shared/dom';
import { sideLetter } from '../shared/side-letter';
import { type BarMarker, ColorBar } from './color-bar';
import { comparisonOf } from './contrast';
import type { Hatch } from './hatching';
import { isResponse, type Layer, type MapData } from './map-data';
import { MapKey } from './map-key';
import { type CellRectangle, MapPlot } from './map-plot';
import { type Scales, scaleOf, scalesOf } from './map-scales';
import { MARK } from './raster';
import { contrastSign } from './response-words';
import { sideName } from './side-names';

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
  /** A click, a tap or a key chose the cell that is looked at. */
  onHold: () => void;
}

/**
 * Every side; of three sides and more A against each other one; or counts against what is exact.
 */
export type Shown = 'shares' | 'differences' | 'residuals';

export interface PanelLook {
  curves: boolean;
  hatching: Hatching;
  /** Cells are being counted: intervals that are wide yet say nothing, and none is hatched. */
  counting: boolean;
  show: Shown;
  /** The response that colours the panels; null where the share that escaped does. */
  response: string | null;
}

/** Place of the response that colours a map among those that it has; null where the share does. */
export function coloringOf({ sweep }: MapData, { response }: PanelLook): number | null {
  const place = response === null ? -1 : (sweep.responses ?? []).indexOf(response);
  return place < 0 ? null : place;
}

/** Interval of a response that is hatched as wide, as a share of its scale. */
const WIDE_OF_SCALE = 0.1;

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
  private response: number | null = null;
  /** When they were last drawn. */
  private drawnScales: Scales = { limit: 1 };

  constructor(private readonly actions: PanelActions) {}

  /** Which layers a map shows. */
  static layersOf(data: MapData, look: PanelLook): Layer[] {
    const response = coloringOf(data, look);
    const all = [...data.sides.keys()];
    if (look.show === 'residuals' && response === null)
      return all.map((side) => ({ kind: 'residual', side }));
    const own = (side: number): Layer =>
      response === null ? { kind: 'probability', side } : { kind: 'response', side, response };
    const against = (side: number): Layer =>
      response === null ? { kind: 'difference', side } : { kind: 'contrast', side, response };
    if (all.length === 2) return [own(0), own(1), against(1)];
    if (look.show === 'shares') return all.map(own);
    return all.map((side) => (side === 0 ? own(0) : against(side)));
  }

  /** Makes the panels anew where the sides are others. */
  open(data: MapData, look: PanelLook): void {
    this.data = data;
    const layers = Panels.layersOf(data, look);
    this.response = coloringOf(data, look);
    this.drawnScales = this.scales();
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
    const scales = this.scales();
    this.drawnScales = scales;
    for (const { layer, plot } of this.plots) {
      plot.draw(data, {
        layer,
        title: titleOf(data, layer),
        cursor: this.cursor,
        hatch: hatchOf(data, layer, look),
        curves: look.curves,
        scales,
      });
      yield;
    }
    this.drawBars(data, scales);
    const shows = (mark: number) => this.plots.some(({ plot }) => plot.shows(mark));
    this.key.draw({
      hatch:
        this.plots.map(({ layer }) => hatchOf(data, layer, look)).find((hatch) => hatch !== null) ??
        null,
      curves: look.curves,
      limits: data.hasOtherRuns,
      notCounted: shows(MARK.notCounted),
      failed: shows(MARK.failed),
      noValue: this.response !== null && shows(MARK.noValue) ? data.responses[this.response] : null,
    });
  }

  setCursor(cell: number | null): void {
    this.cursor = cell;
    for (const { plot } of this.plots) plot.setCursor(cell, this.held);
    if (this.data) this.drawBars(this.data, this.drawnScales);
  }

  /** One scale for all panels of a kind: it reaches as far as the largest value does, rounded. */
  private scales(): Scales {
    return this.data ? scalesOf(this.data, this.response) : { limit: 1 };
  }

  private drawBars(data: MapData, scales: Scales): void {
    const other = data.sides.length === 2 ? 'B' : 'the other';
    for (const [kind, bar] of this.colorBars) {
      const { layer } = this.plots.find((plot) => plot.layer.kind === kind)!;
      bar.draw({ ...scaleOf(layer, scales), other }, this.markersOf(data, kind));
    }
  }

  private markersOf(data: MapData, kind: Layer['kind']): BarMarker[] {
    const { cursor } = this;
    return this.plots.flatMap(({ layer }) => {
      const value = layer.kind === kind && cursor !== null ? data.numberAt(layer, cursor) : null;
      return value === null ? [] : [{ value, label: sideLetter(layer.side) }];
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
      onHold: this.actions.onHold,
    };
  }

  private makeBars(layers: readonly Layer[]): void {
    this.bars.replaceChildren();
    const kinds = new Set(layers.map(({ kind }) => kind));
    this.colorBars = new Map(Array.from(kinds, (kind) => [kind, new ColorBar(this.bars)]));
  }
}

export function titleOf(data: MapData, layer: Layer): string {
  const letter = sideLetter(layer.side);
  switch (layer.kind) {
    case 'residual':
      return `${letter}: counted − exact`;
    case 'probability':
    case 'response':
      return `${letter}: ${sideName(data.sides, layer.side)}`;
    case 'difference':
      return `A − ${letter}`;
    case 'contrast':
      return `A ${contrastSign(comparisonOf(data.responses[layer.response]))} ${letter}`;
    default:
      return layer satisfies never;
  }
}

export function hatchOf(
  { sweep }: MapData,
  layer: Layer,
  { hatching, counting }: Pick<PanelLook, 'hatching' | 'counting'>,
): Hatch {
  const { kind } = layer;
  if (counting || hatching === 'none') return null;
  if (kind === 'residual') return { outside: true };
  if (isResponse(layer)) {
    if (hatching === 'wide') return { ofScale: WIDE_OF_SCALE };
    return kind === 'contrast' ? { overlap: true } : null;
  }
  if (hatching === 'zero') return kind === 'difference' ? { zero: true } : null;
  // Differences of sides with noise of their own have twice the variance at most.
  const spread = kind === 'difference' ? Math.SQRT2 : 1;
  return { halfWidth: sweep.halfWidth ?? spread * widestOf(sweep.replicas) };
}
