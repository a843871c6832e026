import type { CountOptions, Ensemble } from '../../../engine/engine';
import { messageOf } from '../../../engine/open';
import { dimensionOf } from '../../../spec/spec';
import { PATHS, type PlaneSample } from '../../landscape/plane-sample';
import { type FromWorker, type Sample, SHOWN_PROBABILITIES } from './live-protocol';
import type { LiveState } from './live-state';
import type { SpeedPoint } from './speed-meter';

const SAMPLE_MILLISECONDS = 100;
/** With a plane to count, a sample costs more and is taken less often. */
const PLANE_SAMPLE_MILLISECONDS = 200;
/**
 * Running time that the speed among the numbers is the mean of, and that the frames' statistics are
 * of.
 */
const SPEED_MILLISECONDS = 1000;
const FRAMES_MILLISECONDS = 5000;

/** Tells the page of what is on the screen: counts, paths, speed, and what the worker does. */
export class Reports {
  private lastState = '';
  private sampleTime = 0;
  /** The page shows speed and frame times: it is sent each new point of them. */
  private speedWatched = false;
  private speedPoint: SpeedPoint | undefined;

  constructor(
    private readonly live: LiveState,
    readonly post: (message: FromWorker, transfer?: Transferable[]) => void,
  ) {}

  /** Tells of a new ensemble and has it drawn and counted at once. */
  began(step: number): void {
    const { live } = this;
    const { particles } = live.ensemble.spec.ensemble;
    live.backend.pace.restart(particles);
    live.drawNeeded = true;
    live.sampleNeeded = true;
    this.post({ type: 'started', run: live.run, particles, preview: live.preview, step });
  }

  async paths(ensemble: Ensemble, run: number): Promise<void> {
    const values = await ensemble.read(Math.min(PATHS, ensemble.spec.ensemble.particles));
    const { step } = ensemble;
    if (dimensionOf(ensemble.spec) === 2) {
      const particles = values.length;
      const [x, y] = [await ensemble.read(particles, 0), await ensemble.read(particles, 1)];
      this.post({ type: 'plane-paths', run, step, x, y }, [x.buffer, y.buffer]);
    }
    this.post({ type: 'paths', run, step, values }, [values.buffer]);
  }

  /** Counts what is on the screen where it is time to. */
  async sample(): Promise<void> {
    const { live } = this;
    const now = performance.now();
    const pause = live.plane ? PLANE_SAMPLE_MILLISECONDS : SAMPLE_MILLISECONDS;
    if (!live.sampleNeeded && !(live.running() && now - this.sampleTime >= pause)) return;
    live.sampleNeeded = false;
    this.sampleTime = now;
    const { ensemble } = live;
    const counted = live.counted();
    const counts = await ensemble.count(counted);
    const sample: Sample = {
      run: live.run,
      particles: counts.particles,
      all: ensemble.spec.ensemble.particles,
      ends: { min: ensemble.spec.histogram.min, max: ensemble.spec.histogram.max },
      counts,
      quantiles: await ensemble.quantiles(SHOWN_PROBABILITIES, counted),
      plane: await this.samplePlane(ensemble, counts.particles, counted),
      particleStepsPerSecond: live.meter.over(SPEED_MILLISECONDS)?.particleStepsPerSecond ?? 0,
      preview: live.preview,
      history: await (await live.recording(ensemble))?.historyOf(live, ensemble),
      sides:
        counted || live.running() || live.preview || counts.escaped === 0
          ? null
          : await (await import('./sides')).standingSides(live),
    };
    this.post({ type: 'sample', sample }, sample.plane ? [sample.plane.counts.buffer] : []);
  }

  private async samplePlane(
    ensemble: Ensemble,
    particles: number,
    counted?: CountOptions,
  ): Promise<PlaneSample | null> {
    const { run, plane: window } = this.live;
    if (!window || dimensionOf(ensemble.spec) < 2) return null;
    const counts = await ensemble.countPlane(window, counted);
    const each = ensemble.spec.ensemble.particles / particles;
    return { run, step: ensemble.step, particles, each, window, counts };
  }

  watchSpeed(on: boolean): void {
    this.speedWatched = on;
    this.postSpeed();
  }

  /** Tells who watches of a new point, and at once of the last one before a pause. */
  speed(): void {
    const point = this.live.meter.points.at(-1);
    if (point === this.speedPoint) return;
    this.speedPoint = point;
    this.postSpeed();
  }

  private postSpeed(): void {
    if (!this.speedWatched) return;
    const { meter } = this.live;
    this.post({
      type: 'speed',
      now: performance.now(),
      points: meter.points,
      frames: meter.over(FRAMES_MILLISECONDS),
    });
  }

  engine(): void {
    const { engine, canvas } = this.live.backend;
    this.post({ type: 'engine', identity: engine.identity, canvas });
    this.live.meter.forget();
  }

  /** @param catchingUp  Share of the way that an ensemble has caught up; null where none does. */
  state(catchingUp: number | null): void {
    const { playing, ensemble, steps } = this.live;
    const state = { playing, finished: ensemble.step >= steps, catchingUp };
    const text = JSON.stringify(state);
    if (text === this.lastState) return;
    this.lastState = text;
    this.post({ type: 'state', ...state });
  }

  trouble(error: unknown): void {
    const report =
      error instanceof Error
        ? `${error.name}: ${error.message}\n${error.stack ?? ''}`
        : String(error);
    this.post({ type: 'trouble', sentence: messageOf(error), report });
  }
}
