import type { CountOptions, DensityStyle, Ensemble } from '../../../engine/engine';
import type { PlaneWindow } from '../../../engine/plane-window';
import { type Spec, withParticles } from '../../../spec/spec';
import type { Backend } from './backend';
import type { ToWorker } from './live-protocol';
import { SpeedMeter } from './speed-meter';

export type Load = Extract<ToWorker, { type: 'load' }>;
/** `run`: the one that it was begun on, by an engine that is gone. */
export type LiveRequest = Extract<ToWorker, { type: 'step' | 'result' }> & { run?: number };

/**
 * Most particles that a moving run is counted from: nobody sees the noise of so many, and the time
 * goes into steps.
 */
export const MOVING_PARTICLES = 2 ** 18;

/** What is on the screen, and what was asked for since: the parts of the live runner share it. */
export class LiveState {
  readonly backends: { cpu?: Backend; gpu?: Backend } = {};
  /** The one that runs what is on the screen. */
  backend!: Backend;
  /** The ensemble on the screen stands still until the incoming one has caught up. */
  holding = false;

  spec!: Spec;
  run = 0;
  steps = 0;
  ensemble!: Ensemble;
  preview = false;
  allParticles = false;

  playing = true;
  visible = true;
  speed = 1;
  style!: DensityStyle;
  size = { width: 1, height: 1 };
  resized = false;
  /** The grid that a view of the plane asks for. */
  plane: PlaneWindow | null = null;

  wanted: Load | null = null;
  settleMilliseconds = 0;
  requests: LiveRequest[] = [];
  drawNeeded = true;
  sampleNeeded = true;
  /** Some of what is on the screen was counted from the first particles alone. */
  partial = false;

  readonly meter = new SpeedMeter();
  /** Time spent on advancing each ensemble. */
  readonly seconds = new WeakMap<Ensemble, number>();
  /** Goes on with the loop where it waits for a message. */
  wake: () => void = () => {};

  running(): boolean {
    return this.playing && this.visible && !this.holding && this.ensemble.step < this.steps;
  }

  /** What is counted for the screen: undefined for all, as of every run that stands. */
  counted(): CountOptions | undefined {
    if (!this.running() || this.ensemble.spec.ensemble.particles <= MOVING_PARTICLES) return;
    this.partial = true;
    return { most: MOVING_PARTICLES };
  }

  /** Has a run that stands counted in full. */
  complete(): void {
    if (!this.partial || this.running()) return;
    this.partial = false;
    this.drawNeeded = true;
    this.sampleNeeded = true;
  }

  /** The spec with as many particles as run well on this engine. */
  fitted(spec: Spec, backend: Backend): Spec {
    const most = this.allParticles ? spec.ensemble.particles : backend.comfortable;
    return spec.ensemble.particles <= most ? spec : withParticles(spec, most);
  }

  /** What records an ensemble; loaded with the first spec that asks for it. */
  recording({ spec }: Ensemble) {
    return spec.time.record === undefined ? undefined : import('./recording');
  }

  async advance(backend: Backend, ensemble: Ensemble, target: number): Promise<void> {
    const steps = target - ensemble.step;
    const started = performance.now();
    const recording = await this.recording(ensemble);
    if (recording) await recording.advanceRecording(this, ensemble, target);
    else await ensemble.advance(target);
    const ended = performance.now();
    backend.pace.measured(ensemble.spec.ensemble.particles, steps, ended - started);
    this.seconds.set(ensemble, (this.seconds.get(ensemble) ?? 0) + (ended - started) / 1000);
    // The ensemble that catches up in the background has another engine.
    if (backend === this.backend)
      this.meter.worked(ended - started, steps * ensemble.spec.ensemble.particles);
  }
}
