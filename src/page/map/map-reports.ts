import type { SweepProgress, SweepRun } from '../../experiment/sweep/sweep-run';
import type { CountsMessage, OfMap, SweepState } from './map-protocol';

/** Speed that the time left is told from. */
const RECENT_SECONDS = 10;

/** Tells the page how far a map is, and what was counted. */
export class MapReports {
  private progress: SweepProgress | null = null;
  private recent: { time: number; done: number }[] = [];

  constructor(private readonly post: (message: OfMap) => void) {}

  /** Another map is open: nothing is known of its speed. */
  opened(run: SweepRun, state: SweepState): void {
    this.progress = null;
    this.recent = [];
    this.post({ type: 'opened', sweep: run.sweep, identity: run.engine, state });
    const counted = [...run.tallies.particles.keys()].filter(
      (cell) => run.tallies.particles[cell] > 0,
    );
    if (counted.length > 0) this.counts(run, counted);
    this.state(state);
  }

  advanced(run: SweepRun, progress: SweepProgress, state: SweepState): void {
    this.progress = progress;
    this.recent.push({ time: performance.now(), done: progress.done });
    this.counts(run, progress.changed);
    this.state(state);
  }

  state(state: SweepState): void {
    const secondsLeft = state === 'running' ? this.secondsLeft() : null;
    this.post({ type: 'state', state, progress: this.progress, secondsLeft });
  }

  /** By the speed of the last ten seconds; null where nothing is known. */
  private secondsLeft(): number | null {
    if (!this.progress) return null;
    const now = performance.now();
    this.recent = this.recent.filter(({ time }) => now - time < 1000 * RECENT_SECONDS);
    const [first] = this.recent;
    const last = this.recent[this.recent.length - 1];
    if (!first || last.time - first.time < 500) return null;
    const rate = (last.done - first.done) / (last.time - first.time);
    return rate > 0 ? Math.max(0, this.progress.total - this.progress.done) / rate / 1000 : null;
  }

  private counts({ tallies, sides }: SweepRun, changed: readonly number[]): void {
    const cells = Uint32Array.from(new Set(changed));
    const pick = (all: Uint32Array) => cells.map((cell) => all[cell]);
    const failures: CountsMessage['failures'] = [];
    for (const cell of tallies.failures.size > 0 ? cells : [])
      for (let side = 0; side < sides.length; side++) {
        const sentence = tallies.failure(cell, side);
        if (sentence !== undefined) failures.push([cell, side, sentence]);
      }
    const responses: CountsMessage['responses'] = [];
    for (const cell of tallies.responses.size > 0 ? cells : [])
      for (let side = 0; side < sides.length; side++) {
        const key = cell * sides.length + side;
        const values = tallies.responses.get(key);
        if (values) responses.push([key, values]);
      }
    this.post({
      type: 'counts',
      cells,
      particles: pick(tallies.particles),
      escaped: tallies.escaped.map(pick),
      together: tallies.together.map(pick),
      failures,
      responses,
    });
  }
}
