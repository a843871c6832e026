import type { LiveState } from './live-state';
import type { Reports } from './reports';

/** Draws what is on the screen, at the size and between the ends that are asked for. */
export class Display {
  private frames = 0;

  constructor(
    private readonly live: LiveState,
    private readonly reports: Reports,
  ) {}

  /** Counts between the ends that the spec has now. */
  async rebin(): Promise<void> {
    const { live } = this;
    const { min, max } = live.spec.histogram;
    const { histogram } = live.ensemble.spec;
    if (histogram.min === min && histogram.max === max) return;
    await live.ensemble.rebin({ min, max });
    live.drawNeeded = true;
    live.sampleNeeded = true;
  }

  resize(): void {
    const { live } = this;
    if (!live.resized) return;
    live.resized = false;
    const views = new Set(Object.values(live.backends).map((backend) => backend.view));
    for (const view of views) view.resize(live.size.width, live.size.height);
    live.drawNeeded = true;
  }

  async draw(): Promise<void> {
    const { live } = this;
    if (!live.drawNeeded) return;
    live.drawNeeded = false;
    // A view of the plane covers the bars.
    if (!live.plane) await live.backend.view.draw(live.ensemble, live.style, live.counted());
    // A read-back costs the GPU a round trip: every second frame is enough for a line.
    if (live.backend.kind === 'cpu' || this.frames++ % 2 === 0)
      await this.reports.paths(live.ensemble, live.run);
  }

  /** Draws and counts what has just come, while more is on its way. */
  async showNow(): Promise<void> {
    await this.rebin();
    await this.draw();
    await this.reports.sample();
  }
}
