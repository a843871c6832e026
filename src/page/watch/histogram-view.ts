import type { DensityStyle } from '../../engine/engine';
import type { Area } from '../shared/curve';
import { byId, cssColor, rgbOf } from '../shared/dom';
import { type ShareScale, scaleFor } from '../shared/scales';
import { DensityPlot } from './density-plot';
import { hasAtoms, highestShare, type Reading } from './reading';

/** The histogram of a reading with the law over it: how high it is, and whether the law is shown. */
export class HistogramView {
  theoryShown = true;
  private scale: ShareScale = { kind: 'linear', top: 1, bottom: 1e-9 };
  private readonly plot: DensityPlot;

  constructor(
    onSize: (size: { width: number; height: number }) => void,
    private readonly onStyle: (style: DensityStyle) => void,
  ) {
    this.plot = new DensityPlot(byId('density-plot'), onSize);
  }

  get scaleKind(): ShareScale['kind'] {
    return this.scale.kind;
  }

  /** Pixels of the bars. */
  size(): { width: number; height: number } {
    return this.plot.deviceSize();
  }

  /** Where the bars are in the element of the plot, in pixels. */
  get area(): Area {
    return this.plot.area;
  }

  get shareScale(): ShareScale {
    return this.scale;
  }

  /** How the engine draws the bars. */
  style(): DensityStyle {
    const { kind, top, bottom } = this.scale;
    return { color: rgbOf(cssColor('--bars')), scale: kind, top, bottom };
  }

  draw(reading: Reading, elsewhere: string): void {
    const { spec, sample, theory, expected } = reading;
    const shares = Float64Array.from(sample.counts.counts, (count) => count / sample.particles);
    const highest = highestShare(reading, this.theoryShown);
    const scale = scaleFor(this.scale.kind, highest, sample.all, this.scale);
    if (
      scale.top !== this.scale.top ||
      scale.bottom !== this.scale.bottom ||
      scale.kind !== this.scale.kind
    ) {
      this.scale = scale;
      this.onStyle(this.style());
    }
    this.plot.draw({
      spec,
      scale: this.scale,
      theory:
        expected && this.theoryShown
          ? { shares: expected.bins, lattice: hasAtoms(theory), name: theory.law?.title ?? '' }
          : null,
      simulation: shares,
      quantiles: sample.quantiles,
      elsewhere,
    });
  }

  /** Linear or logarithmic, from the next drawing on. */
  toggleScale(): void {
    // Another kind never serves as it is: the new scale is sent to the bars with the next drawing.
    const kind = this.scale.kind === 'linear' ? 'log' : 'linear';
    this.scale = { kind, top: 0, bottom: 0 };
  }

  toggleTheory(): void {
    this.theoryShown = !this.theoryShown;
    byId('theory-button').setAttribute('aria-pressed', String(this.theoryShown));
  }
}
