import { byId } from '../shared/dom';
import type { HistogramView } from './histogram-view';
import type { Views } from './views';

interface PlotToolsOptions {
  closeTable: () => void;
  /** Draws the histogram again. */
  redraw: () => void;
}

/** The buttons over the picture: scale and theory, and which of all tools a view has. */
export class PlotTools {
  constructor(
    private readonly histogram: HistogramView,
    private readonly views: Views,
    private readonly options: PlotToolsOptions,
  ) {
    byId('scale-button').addEventListener('click', () => this.toggleScale());
    byId('theory-button').addEventListener('click', () => this.toggleTheory());
  }

  /** Another view: the tools over it are its own. */
  showView(): void {
    const marginal = this.views.current === 'marginal';
    for (const tool of [
      'theory-button',
      'table-button',
      'axis-button',
      'legend-law',
      'legend-bars',
    ])
      byId(tool).hidden = !marginal;
    if (!marginal) this.options.closeTable();
    this.showScaleButton();
    if (marginal) this.options.redraw();
  }

  toggleScale(): void {
    const marginal = this.views.current === 'marginal';
    if (marginal) this.histogram.toggleScale();
    else this.views.toggleScale();
    this.showScaleButton();
    if (marginal) this.options.redraw();
  }

  toggleTheory(): void {
    this.histogram.toggleTheory();
    this.options.redraw();
  }

  private showScaleButton(): void {
    const kind = this.views.current === 'marginal' ? this.histogram.scaleKind : this.views.scale;
    byId('scale-button').setAttribute('aria-pressed', String(kind === 'log'));
  }
}
