import { quantileRank } from '../../../engine/open';

/** Frames that are remembered: five seconds of them at 400 a second. */
const MOST_FRAMES = 2048;
const POINT_MILLISECONDS = 1000;
/** How far back the points go. */
export const HISTORY_MILLISECONDS = 60_000;

/** What the last frames were like. */
export interface FrameStatistics {
  /** Frames that were looked at, at least 1. */
  frames: number;
  /**
   * Median of the times from one frame to the next, in milliseconds. As every quantile here it is
   * one of the times.
   */
  p50: number;
  /** The time that all but one frame in a hundred keep within, in milliseconds. */
  p99: number;
  /** Of all of them together, in milliseconds. */
  time: number;
  /** Share of that time in which particles were moved, 0 to 1. */
  computeShare: number;
  particleStepsPerSecond: number;
}

/** Speed in a stretch of time, of about a second, in which the run moved without a break. */
export interface SpeedPoint {
  /** Times in milliseconds. Two points without a pause between them share one. */
  from: number;
  to: number;
  particleStepsPerSecond: number;
}

/**
 * How fast the live run goes, frame by frame. A frame lasts from its beginning to the beginning of
 * the next one; only frames in which the run moves count, so a pause is in no number. It reads no
 * clock: every time is given to it, in milliseconds.
 */
export class SpeedMeter {
  /** Of the last minute, the oldest first. */
  points: SpeedPoint[] = [];
  /**
   * Rings of the last frames: how long each took, how long of it particles were moved, and
   * particle-steps. Shape: f64[MOST_FRAMES].
   */
  private readonly lengths = new Float64Array(MOST_FRAMES);
  private readonly computes = new Float64Array(MOST_FRAMES);
  private readonly works = new Float64Array(MOST_FRAMES);
  /** Frames since the beginning. */
  private frames = 0;
  /** When the present frame began; null: the run stands still. */
  private began: number | null = null;
  private compute = 0;
  private work = 0;
  /** What will be the next point. */
  private stretch = { from: 0, to: 0, work: 0 };

  /** A frame begins, which ends the one before. @param moving  Whether the run moves in it. */
  frame(now: number, moving: boolean): void {
    const { began } = this;
    if (began !== null && now > began) this.keep(began, now);
    if (!moving) this.halt();
    this.began = moving ? now : null;
    this.compute = 0;
    this.work = 0;
  }

  /** Particles were moved in the present frame, for so long. */
  worked(milliseconds: number, particleSteps: number): void {
    this.compute += milliseconds;
    this.work += particleSteps;
  }

  /** The run stands still: the frame that was begun is none. */
  halt(): void {
    this.began = null;
    const { from, to } = this.stretch;
    // Less would be a few frames, and such a point mostly chance.
    if (to - from >= POINT_MILLISECONDS / 2) this.addPoint();
    this.stretch = { from: 0, to: 0, work: 0 };
  }

  /** Another engine computes: nothing of the last one's is its. */
  forget(): void {
    this.halt();
    this.points = [];
    this.frames = 0;
  }

  /**
   * @returns The last frames that took at least `milliseconds` together, or as many as there are;
   * null without any.
   */
  over(milliseconds: number): FrameStatistics | null {
    let time = 0;
    let compute = 0;
    let work = 0;
    const lengths: number[] = [];
    const oldest = Math.max(0, this.frames - MOST_FRAMES);
    for (let frame = this.frames - 1; frame >= oldest && time < milliseconds; frame--) {
      const at = frame % MOST_FRAMES;
      lengths.push(this.lengths[at]);
      time += this.lengths[at];
      compute += this.computes[at];
      work += this.works[at];
    }
    const frames = lengths.length;
    if (frames === 0) return null;
    lengths.sort((a, b) => a - b);
    const quantile = (p: number) => lengths[quantileRank(p, frames) - 1];
    return {
      frames,
      time,
      p50: quantile(0.5),
      p99: quantile(0.99),
      // Rounding alone can take it over 1.
      computeShare: Math.min(1, compute / time),
      particleStepsPerSecond: (work * 1000) / time,
    };
  }

  private keep(from: number, to: number): void {
    const at = this.frames++ % MOST_FRAMES;
    this.lengths[at] = to - from;
    this.computes[at] = this.compute;
    this.works[at] = this.work;
    if (this.stretch.to !== from) this.stretch = { from, to: from, work: 0 };
    this.stretch.to = to;
    this.stretch.work += this.work;
    if (to - this.stretch.from >= POINT_MILLISECONDS) {
      this.addPoint();
      this.stretch = { from: to, to, work: 0 };
    }
  }

  private addPoint(): void {
    const { from, to, work } = this.stretch;
    this.points = this.points.filter((point) => to - point.to < HISTORY_MILLISECONDS);
    this.points.push({ from, to, particleStepsPerSecond: (work * 1000) / (to - from) });
  }
}
