import { quantileRank } from '../../engine/open';
import type { BenchReport } from '../../experiment/bench/report';

/** Times the frames of the page while something runs elsewhere: whether the page stays smooth. */
export class Frames {
  private gaps: number[] = [];
  private request = 0;
  private last = 0;

  start(): void {
    this.stop();
    this.gaps = [];
    this.last = 0;
    const frame = (now: number) => {
      if (this.last > 0) this.gaps.push(now - this.last);
      this.last = now;
      this.request = requestAnimationFrame(frame);
    };
    this.request = requestAnimationFrame(frame);
  }

  stop(): void {
    cancelAnimationFrame(this.request);
  }

  /** Milliseconds; null where there were no frames, as in a hidden tab. */
  summary(): BenchReport['frames'] {
    const sorted = [...this.gaps].sort((a, b) => a - b);
    const count = sorted.length;
    if (count === 0) return null;
    const at = (p: number) => sorted[quantileRank(p, count) - 1];
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99), count };
  }
}
