import type { DensityStyle, DensityView, Engine, Ensemble } from '../../../engine/engine';
import {
  BLOCK_STEPS,
  createCpuEngine,
  DeviceLostError,
  EngineLimitError,
  messageOf,
  usableKernels,
} from '../../../engine/open';
import type { PlaneWindow } from '../../../engine/plane-window';
import { openGpu } from '../../../host/web/engines';
import { dimensionOf, type Spec, withEnds, withParticles } from '../../../spec/spec';
import { PATHS, type PlaneSample } from '../../landscape/plane-sample';
import { whole } from '../../shared/format';
import { type FromWorker, type Sample, SHOWN_PROBABILITIES, type ToWorker } from './live-protocol';
import { Pace } from './pace';
import { SpeedMeter, type SpeedPoint } from './speed-meter';

/**
 * Particles that run smoothly where there is no GPU; a software adapter uses all cores and takes
 * more.
 */
const PARTICLES_ON_CPU = 2 ** 13;
const PARTICLES_ON_SOFTWARE_ADAPTER = 2 ** 15;
/** First guesses of particle-steps per second, replaced by measurements. */
const GUESS = { cpu: 2e7, software: 1e8, gpu: 5e9 };

const SAMPLE_MILLISECONDS = 100;
/**
 * Running time that the speed among the numbers is the mean of, and that the frames' statistics are
 * of.
 */
const SPEED_MILLISECONDS = 1000;
const FRAMES_MILLISECONDS = 5000;
/** With a plane to count, a sample costs more and is taken less often. */
const PLANE_SAMPLE_MILLISECONDS = 200;
/** An advance ends after about this long, so that a new spec never waits. */
const CATCH_UP_CHUNK_MILLISECONDS = 40;
/** Moments of the sample paths that are drawn on the way. */
const CATCH_UP_MOMENTS = 24;
const PATIENCE_MILLISECONDS = 1000;
/** A new spec is on the screen after about this long, with as many particles as that allows. */
const PREVIEW_MILLISECONDS = 60;
const FEWEST_PREVIEW_PARTICLES = 256;
/** The longest that a moving slider waits for the fewest. */
const LONGEST_PREVIEW_MILLISECONDS = 1000;
/**
 * The longest that a run takes to come to the time of the one before it; it takes fewer particles
 * for that.
 */
const CATCH_UP_MILLISECONDS = 8000;

/** An engine with its canvas. */
interface Seat {
  kind: 'cpu' | 'gpu';
  engine: Engine;
  view: DensityView;
  /** Which of the two canvases the view draws on. */
  canvas: 'cpu' | 'gpu';
  pace: Pace;
  /** Most particles that are run unless all are asked for. */
  comfortable: number;
}

/** An ensemble that has caught up with the one on the screen. */
interface Arrival {
  seat: Seat;
  ensemble: Ensemble;
  run: number;
}

type Load = Extract<ToWorker, { type: 'load' }>;
type Start = Extract<ToWorker, { type: 'start' }>;
/** `run`: the one that it was begun on, by an engine that is gone. */
type Request = Extract<ToWorker, { type: 'step' | 'result' }> & { run?: number };

/**
 * Keeps one ensemble moving and on the screen. Everything that touches an ensemble happens in
 * `loop`, one thing after the other; messages only leave notes for it.
 */
export class LiveRunner {
  private readonly seats: { cpu?: Seat; gpu?: Seat } = {};
  private seat!: Seat;
  /** The ensemble on the screen stands still until the incoming one has caught up. */
  private holding = false;
  private incoming: Arrival | null = null;
  /** Calls of `bringIn`: only the last one brings an ensemble. */
  private calls = 0;

  private spec!: Spec;
  private run = 0;
  private steps = 0;
  private ensemble!: Ensemble;
  private preview = false;
  private allParticles = false;

  private playing = true;
  private visible = true;
  private speed = 1;
  private style!: DensityStyle;
  private size = { width: 1, height: 1 };
  private resized = false;
  /** The grid that a view of the plane asks for. */
  private plane: PlaneWindow | null = null;

  private wanted: Load | null = null;
  private settleMilliseconds = 0;
  private requests: Request[] = [];
  /** Why there is no first ensemble, and nothing will ever run. */
  private stillborn: string | null = null;
  private drawNeeded = true;
  private sampleNeeded = true;
  private lastState = '';

  private frames = 0;
  private frameTime = 0;
  private sampleTime = 0;
  private readonly meter = new SpeedMeter();
  /** The page shows speed and frame times: it is sent each new point of them. */
  private speedWatched = false;
  private speedPoint: SpeedPoint | undefined;
  private wake: () => void = () => {};
  /** Time spent on advancing each ensemble. */
  private readonly seconds = new WeakMap<Ensemble, number>();

  constructor(private readonly post: (message: FromWorker, transfer?: Transferable[]) => void) {}

  receive(message: ToWorker): void {
    switch (message.type) {
      case 'start':
        this.start(message);
        return;
      case 'load':
        this.wanted = message;
        this.allParticles = false;
        break;
      case 'extend':
        this.spec = message.spec;
        this.steps = message.spec.time.steps;
        break;
      case 'rebin':
        if (message.run === this.run && !this.wanted) this.spec = withEnds(this.spec, message);
        this.sampleNeeded = true;
        break;
      case 'play':
        this.playing = true;
        break;
      case 'pause':
        this.playing = false;
        this.sampleNeeded = true;
        break;
      case 'step':
        this.playing = false;
        this.requests.push(message);
        break;
      case 'speed':
        this.speed = message.factor;
        break;
      case 'watch-speed':
        this.speedWatched = message.on;
        this.postSpeed();
        break;
      case 'visible':
        this.visible = message.visible;
        // Frames hardly come in a hidden tab: the one that was begun is no measure of anything.
        if (!this.visible) this.meter.halt();
        break;
      case 'style':
        this.style = message.style;
        this.drawNeeded = true;
        break;
      case 'resize':
        this.size = { width: message.width, height: message.height };
        this.resized = true;
        break;
      case 'engine':
        this.change(message.kind);
        break;
      case 'plane':
        this.plane = message.window;
        this.sampleNeeded = true;
        // The bars that were not drawn meanwhile.
        this.drawNeeded = true;
        break;
      case 'all-particles':
        this.allParticles = true;
        this.wanted ??= {
          type: 'load',
          run: this.run,
          spec: this.spec,
          from: 'now',
          preview: false,
        };
        break;
      case 'settle':
        this.settleMilliseconds = message.milliseconds;
        break;
      case 'result':
        this.requests.push(message);
        break;
    }
    if (this.stillborn) this.refuseRequests(this.stillborn);
    this.wake();
  }

  private async start({ spec, playing, style, size, canvases }: Start): Promise<void> {
    this.spec = spec;
    this.steps = spec.time.steps;
    this.playing = playing;
    this.style = style;
    this.size = size;
    try {
      this.seat = this.takeSeat(
        'cpu',
        createCpuEngine(await usableKernels('fastest')),
        canvases.cpu,
      );
      this.ensemble = await this.seat.engine.create(this.fitted(spec, this.seat), {
        submitMilliseconds: 8,
      });
    } catch (error) {
      this.stillborn = messageOf(error);
      this.refuseRequests(this.stillborn);
      this.trouble(error);
      return;
    }
    this.postEngine();
    this.began(0);
    await this.postPaths(this.ensemble, 0);
    this.loop();
    await this.lookForGpu(canvases.gpu);
  }

  private refuseRequests(sentence: string): void {
    for (const { request } of this.requests.splice(0))
      this.post({ type: 'request-failed', request, sentence });
  }

  private takeSeat(kind: Seat['kind'], engine: Engine, canvas: OffscreenCanvas): Seat {
    const { fallback } = engine.identity;
    // Chromium without a graphics card loses a software device as soon as it presents a canvas: its
    // counts are read back and drawn as the CPU's are, which costs nothing there.
    const shared = fallback ? this.seats.cpu : undefined;
    const view = shared?.view ?? engine.createDensityView(canvas);
    if (!shared) view.resize(this.size.width, this.size.height);
    const seat: Seat = {
      kind,
      engine,
      view,
      canvas: shared?.canvas ?? kind,
      pace: new Pace(kind === 'cpu' ? GUESS.cpu : fallback ? GUESS.software : GUESS.gpu),
      comfortable:
        kind === 'cpu'
          ? PARTICLES_ON_CPU
          : fallback
            ? PARTICLES_ON_SOFTWARE_ADAPTER
            : Number.POSITIVE_INFINITY,
    };
    this.seats[kind] = seat;
    return seat;
  }

  private async lookForGpu(canvas: OffscreenCanvas): Promise<void> {
    const store = import('../../shared/tuning-store');
    // openGpu tells of it.
    store.catch(() => {});
    const found = await openGpu({
      onRecovered: (reason) => this.post({ type: 'recovered', reason, step: this.ensemble.step }),
      tuningOf: async (adapter) => (await store).keptTuning(adapter),
    });
    if (!found.engine) {
      this.post({ type: 'no-gpu', reason: found.reason, detail: found.detail });
      return;
    }
    try {
      await this.bringIn(this.takeSeat('gpu', found.engine, canvas));
    } catch (error) {
      this.post({ type: 'no-gpu', reason: 'failed', detail: messageOf(error) });
    }
  }

  /**
   * Takes a new ensemble to where the one on the screen is, while that one goes on, and hands it to
   * the loop.
   */
  private async bringIn(seat: Seat): Promise<void> {
    const call = ++this.calls;
    const arrival = await this.catchUp(seat, () => call !== this.calls || seat === this.seat);
    if (!arrival) return;
    this.incoming?.ensemble.destroy();
    this.incoming = arrival;
    this.wake();
  }

  /**
   * Takes a new ensemble to where the one on the screen is.
   * @param late  Asked again and again whether nobody waits for it any more.
   * @returns null when it was late.
   */
  private async catchUp(seat: Seat, late: () => boolean): Promise<Arrival | null> {
    while (!late()) {
      const { run } = this;
      const spec = this.fitted(this.spec, seat);
      const ensemble = await seat.engine.create(spec, { submitMilliseconds: 8 });
      let arrived = false;
      try {
        seat.pace.restart(spec.ensemble.particles);
        const started = performance.now();
        while (run === this.run && !late() && ensemble.step < this.ensemble.step) {
          await this.advance(
            seat,
            ensemble,
            Math.min(this.ensemble.step, ensemble.step + seat.pace.stepsWithin(30)),
          );
          // One that is slow to catch up is waited for: time never runs backwards on the screen.
          this.holding = performance.now() - started > PATIENCE_MILLISECONDS;
          if (this.holding) this.postState(ensemble.step / Math.max(1, this.ensemble.step));
        }
        arrived = run === this.run && !late();
        if (arrived) return { seat, ensemble, run };
      } finally {
        if (!arrived) ensemble.destroy();
        this.holding = false;
        this.wake();
      }
    }
    return null;
  }

  private change(kind: Seat['kind']): void {
    const seat = this.seats[kind];
    if (!seat || seat === this.seat) return;
    this.bringIn(seat).catch((error) => this.trouble(error));
  }

  private async loop(): Promise<void> {
    for (;;) {
      await this.nextFrame();
      this.meter.frame(performance.now(), this.running());
      this.reportSpeed();
      try {
        if (this.incoming) this.swap(this.incoming);
        if (this.wanted) await this.replace();
        await this.rebin();
        if (this.resized) this.resize();
        if (this.settleMilliseconds > 0) await this.settle();
        await this.move();
        await this.draw();
        await this.report();
        await this.answer();
      } catch (error) {
        await this.recoverFrom(error);
      }
      this.postState(null);
    }
  }

  /**
   * Waits for the next frame while there is something to do, and for a message while there is not.
   */
  private async nextFrame(): Promise<void> {
    const idle =
      !this.running() &&
      !this.wanted &&
      !this.incoming &&
      !this.resized &&
      !this.drawNeeded &&
      !this.sampleNeeded &&
      this.settleMilliseconds === 0 &&
      this.requests.length === 0;
    if (idle) {
      this.meter.halt();
      this.reportSpeed();
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.frameTime = performance.now();
    }
    this.wake = () => {};
    await frame();
  }

  private running(): boolean {
    return this.playing && this.visible && !this.holding && this.ensemble.step < this.steps;
  }

  private swap({ seat, ensemble, run }: Arrival): void {
    this.incoming = null;
    if (run !== this.run || this.wanted) {
      ensemble.destroy();
      this.change(seat.kind);
      return;
    }
    this.ensemble.destroy();
    this.seat = seat;
    this.ensemble = ensemble;
    this.preview = false;
    this.postEngine();
    this.began(ensemble.step);
  }

  /**
   * Makes the ensemble of a new spec, at the time of the one on the screen where the load says so.
   * What takes long is first shown with fewer particles; a slider that moves is shown with those
   * alone.
   */
  private async replace(seat = this.seat): Promise<void> {
    const load = this.wanted!;
    this.wanted = null;
    const { particles } = this.fitted(load.spec, seat).ensemble;
    const now = (this.ensemble.step * this.ensemble.spec.time.dt) / load.spec.time.dt;
    let goal = load.from === 'now' ? Math.min(load.spec.time.steps, Math.round(now)) : 0;
    /** As many particles as get there in this time. */
    const within = (milliseconds: number) => {
      const affordable = (seat.pace.capability * milliseconds) / 1000 / Math.max(goal, 1);
      return Math.min(
        particles,
        Math.max(FEWEST_PREVIEW_PARTICLES, 256 * Math.floor(affordable / 256)),
      );
    };
    const takes = (count: number) => (1000 * count * goal) / seat.pace.capability;
    const few = within(PREVIEW_MILLISECONDS);
    if (takes(few) > LONGEST_PREVIEW_MILLISECONDS) {
      // Nobody can be there while the slider moves: what ran before stays until it is let go.
      if (load.preview) return;
      if (takes(few) > CATCH_UP_MILLISECONDS) goal = 0;
    }
    const shown = load.preview
      ? few
      : this.allParticles
        ? particles
        : within(CATCH_UP_MILLISECONDS);
    if (takes(shown) > 2 * CATCH_UP_MILLISECONDS) goal = 0;
    const made = new Set<Ensemble>();
    const make = async (count: number) => {
      const spec = withParticles(load.spec, count);
      const ensemble = await seat.engine.create(spec, { submitMilliseconds: 8 });
      made.add(ensemble);
      return ensemble;
    };
    try {
      const ensemble = await make(shown);
      if (!load.preview && few < shown && takes(shown) > PATIENCE_MILLISECONDS / 2) {
        const fewer = await make(few);
        await this.bring(fewer, load, seat, goal, true);
        made.delete(fewer);
      }
      if (await this.bring(ensemble, load, seat, goal, load.preview && shown < particles))
        made.delete(ensemble);
    } catch (error) {
      if (error instanceof EngineLimitError) {
        this.post({ type: 'refused', run: load.run, sentence: error.message });
        return;
      }
      // The engine that comes after runs it.
      if (error instanceof DeviceLostError) this.wanted ??= load;
      throw error;
    } finally {
      for (const each of made) each.destroy();
    }
  }

  /**
   * Takes a new ensemble to a step and onto the screen, unless another is wanted meanwhile.
   * @returns Whether it is there.
   */
  private async bring(
    ensemble: Ensemble,
    load: Load,
    seat: Seat,
    goal: number,
    preview: boolean,
  ): Promise<boolean> {
    seat.pace.restart(ensemble.spec.ensemble.particles);
    if (goal === 0) await this.postPaths(ensemble, load.run);
    while (ensemble.step < goal) {
      const chunk = Math.min(
        seat.pace.stepsWithin(CATCH_UP_CHUNK_MILLISECONDS),
        wholeBlocks(goal / CATCH_UP_MOMENTS),
      );
      await this.advance(seat, ensemble, Math.min(goal, ensemble.step + chunk));
      if (this.wanted && !preview) return false;
      await this.postPaths(ensemble, load.run);
      if (!preview) this.postState(ensemble.step / goal);
    }
    this.ensemble.destroy();
    this.ensemble = ensemble;
    // The ends of the picture may have moved since the preview of this run.
    if (this.run !== load.run) {
      this.spec = load.spec;
      this.steps = load.spec.time.steps;
    }
    this.run = load.run;
    this.preview = preview;
    if (seat !== this.seat) {
      this.seat = seat;
      this.postEngine();
    }
    this.began(ensemble.step);
    if (preview) await this.showNow();
    return true;
  }

  /** Draws and counts what has just come, while more is on its way. */
  private async showNow(): Promise<void> {
    await this.rebin();
    await this.draw();
    await this.report();
  }

  /** Tells of a new ensemble and has it drawn and counted at once. */
  private began(step: number): void {
    const { particles } = this.ensemble.spec.ensemble;
    this.seat.pace.restart(particles);
    this.drawNeeded = true;
    this.sampleNeeded = true;
    this.post({ type: 'started', run: this.run, particles, preview: this.preview, step });
  }

  /** Counts between the ends that the spec has now. */
  private async rebin(): Promise<void> {
    const { min, max } = this.spec.histogram;
    const { histogram } = this.ensemble.spec;
    if (histogram.min === min && histogram.max === max) return;
    await this.ensemble.rebin({ min, max });
    this.drawNeeded = true;
    this.sampleNeeded = true;
  }

  private resize(): void {
    this.resized = false;
    const views = new Set(Object.values(this.seats).map((seat) => seat.view));
    for (const view of views) view.resize(this.size.width, this.size.height);
    this.drawNeeded = true;
  }

  private async move(): Promise<void> {
    const { seat, ensemble } = this;
    const now = performance.now();
    const seconds = Math.min(0.1, (now - this.frameTime) / 1000);
    this.frameTime = now;
    if (!this.running()) return;
    const target = Math.min(
      this.steps,
      seat.pace.next(ensemble.step, this.steps, this.speed, seconds),
    );
    if (target <= ensemble.step) return;
    await this.advance(seat, ensemble, target);
    this.drawNeeded = true;
    // The last step of a run is counted at once.
    if (!this.running()) this.sampleNeeded = true;
  }

  private async settle(): Promise<void> {
    const { seat, ensemble } = this;
    const deadline = performance.now() + this.settleMilliseconds;
    this.settleMilliseconds = 0;
    while (ensemble.step < this.steps && performance.now() < deadline && !this.wanted) {
      const chunk = seat.pace.stepsWithin(CATCH_UP_CHUNK_MILLISECONDS);
      await this.advance(seat, ensemble, Math.min(this.steps, ensemble.step + chunk));
      await this.postPaths(ensemble, this.run);
    }
    this.drawNeeded = true;
    this.sampleNeeded = true;
  }

  private async advance(seat: Seat, ensemble: Ensemble, target: number): Promise<void> {
    const steps = target - ensemble.step;
    const started = performance.now();
    await ensemble.advance(target);
    const ended = performance.now();
    seat.pace.measured(ensemble.spec.ensemble.particles, steps, ended - started);
    this.seconds.set(ensemble, (this.seconds.get(ensemble) ?? 0) + (ended - started) / 1000);
    // The ensemble that catches up in the background has another engine.
    if (seat === this.seat)
      this.meter.worked(ended - started, steps * ensemble.spec.ensemble.particles);
  }

  private async draw(): Promise<void> {
    if (!this.drawNeeded) return;
    this.drawNeeded = false;
    // A view of the plane covers the bars.
    if (!this.plane) await this.seat.view.draw(this.ensemble, this.style);
    // A read-back costs the GPU a round trip: every second frame is enough for a line.
    if (this.seat.kind === 'cpu' || this.frames++ % 2 === 0)
      await this.postPaths(this.ensemble, this.run);
  }

  private async postPaths(ensemble: Ensemble, run: number): Promise<void> {
    const values = await ensemble.read(Math.min(PATHS, ensemble.spec.ensemble.particles));
    const { step } = ensemble;
    if (dimensionOf(ensemble.spec) === 2) {
      const particles = values.length;
      const [x, y] = [await ensemble.read(particles, 0), await ensemble.read(particles, 1)];
      this.post({ type: 'plane-paths', run, step, x, y }, [x.buffer, y.buffer]);
    }
    this.post({ type: 'paths', run, step, values }, [values.buffer]);
  }

  private async report(): Promise<void> {
    const now = performance.now();
    const pause = this.plane ? PLANE_SAMPLE_MILLISECONDS : SAMPLE_MILLISECONDS;
    if (!this.sampleNeeded && !(this.running() && now - this.sampleTime >= pause)) return;
    this.sampleNeeded = false;
    this.sampleTime = now;
    const { ensemble } = this;
    const sample: Sample = {
      run: this.run,
      particles: ensemble.spec.ensemble.particles,
      ends: { min: ensemble.spec.histogram.min, max: ensemble.spec.histogram.max },
      counts: await ensemble.count(),
      quantiles: await ensemble.quantiles(SHOWN_PROBABILITIES),
      plane: await this.samplePlane(ensemble),
      particleStepsPerSecond: this.meter.over(SPEED_MILLISECONDS)?.particleStepsPerSecond ?? 0,
      preview: this.preview,
    };
    this.post({ type: 'sample', sample }, sample.plane ? [sample.plane.counts.buffer] : []);
  }

  private async samplePlane(ensemble: Ensemble): Promise<PlaneSample | null> {
    const { plane: window } = this;
    if (!window || dimensionOf(ensemble.spec) < 2) return null;
    const counts = await ensemble.countPlane(window);
    const { particles } = ensemble.spec.ensemble;
    return { run: this.run, step: ensemble.step, particles, window, counts };
  }

  /** Tells who watches of a new point, and at once of the last one before a pause. */
  private reportSpeed(): void {
    const point = this.meter.points.at(-1);
    if (point === this.speedPoint) return;
    this.speedPoint = point;
    this.postSpeed();
  }

  private postSpeed(): void {
    if (!this.speedWatched) return;
    const { points } = this.meter;
    this.post({
      type: 'speed',
      now: performance.now(),
      points,
      frames: this.meter.over(FRAMES_MILLISECONDS),
    });
  }

  private async answer(): Promise<void> {
    const next = this.requests.shift();
    if (!next) return;
    const { request } = next;
    const { seat, ensemble } = this;
    let goal = ensemble.step;
    const another = () => new Error('Another spec was loaded before this run started.');
    try {
      if (next.run !== undefined && next.run !== this.run) throw another();
      const left = this.steps - ensemble.step;
      if (next.type === 'step' && next.count > left)
        throw new Error(
          `step(count): ${next.count} is not accepted; give a whole number of at most ${left}, what is left of ${this.steps}.`,
        );
      const asked = next.type === 'step' ? next.count : next.finish ? left : 0;
      goal += asked;
      while (ensemble.step < goal) {
        await this.advance(
          seat,
          ensemble,
          Math.min(goal, ensemble.step + seat.pace.stepsWithin(80)),
        );
        if (ensemble.step < goal || asked > 1) await this.postPaths(ensemble, this.run);
        if (ensemble.step < goal) this.postState(ensemble.step / goal);
        if (ensemble.step < goal && this.wanted) throw another();
      }
      this.drawNeeded = true;
      this.sampleNeeded = true;
      if (next.type === 'step') {
        this.post({ type: 'stepped', request });
        return;
      }
      // With its laws it is as large as all else here, and nobody asks for a result at once.
      const { resultOf } = await import('../../../experiment/run');
      const result = await resultOf(this.withLastSteps(ensemble), seat.engine.identity, {
        seconds: this.seconds.get(ensemble) ?? 0,
      });
      this.post({ type: 'result', request, result });
    } catch (error) {
      if (error instanceof DeviceLostError) {
        // The engine that comes after answers, from the step where this one ended.
        const begun = { ...next, run: this.run };
        if (begun.type === 'step') begun.count = goal - ensemble.step;
        this.requests.unshift(begun);
        throw error;
      }
      this.post({ type: 'request-failed', request, sentence: messageOf(error) });
    }
  }

  /**
   * An ensemble that went on past its spec's last step answers for the longer spec: its run is the
   * same.
   */
  private withLastSteps(ensemble: Ensemble): Ensemble {
    const { spec, step } = ensemble;
    return {
      spec: { ...spec, time: { ...spec.time, steps: this.steps } },
      step,
      advance: (target) => ensemble.advance(target),
      count: () => ensemble.count(),
      rebin: (ends) => ensemble.rebin(ends),
      quantiles: (probabilities) => ensemble.quantiles(probabilities),
      countPlane: (window) => ensemble.countPlane(window),
      read: (particles, coordinate) => ensemble.read(particles, coordinate),
      readEscapeSteps: (particles) => ensemble.readEscapeSteps(particles),
      destroy: () => ensemble.destroy(),
    };
  }

  private postEngine(): void {
    this.post({ type: 'engine', identity: this.seat.engine.identity, canvas: this.seat.canvas });
    this.meter.forget();
  }

  private postState(catchingUp: number | null): void {
    const state = { playing: this.playing, finished: this.ensemble.step >= this.steps, catchingUp };
    const text = JSON.stringify(state);
    if (text === this.lastState) return;
    this.lastState = text;
    this.post({ type: 'state', ...state });
  }

  /**
   * A GPU that is gone for good leaves the CPU; everything else is a fault to report. Never throws.
   */
  private async recoverFrom(error: unknown): Promise<void> {
    let fault = error;
    if (error instanceof DeviceLostError && this.seat.kind === 'gpu' && this.seats.cpu)
      try {
        await this.leaveGpu(this.seats.cpu, error.message);
        return;
      } catch (failure) {
        fault = failure;
      }
    this.playing = false;
    this.drawNeeded = false;
    this.sampleNeeded = false;
    if (error instanceof DeviceLostError) this.refuseRequests(messageOf(fault));
    this.trouble(fault);
  }

  /**
   * Replays the run on the CPU to where it was, or starts what was loaded since; the old picture
   * stays till then.
   */
  private async leaveGpu(cpu: Seat, reason: string): Promise<void> {
    this.post({ type: 'no-gpu', reason: 'failed', detail: reason });
    delete this.seats.gpu;
    this.calls++;
    this.incoming?.ensemble.destroy();
    this.incoming = null;
    while (this.seat !== cpu)
      try {
        if (this.wanted) await this.replace(cpu);
        else {
          const arrival = await this.catchUp(cpu, () => this.wanted !== null);
          if (arrival) this.swap(arrival);
        }
      } catch (error) {
        if (!this.allParticles) throw error;
        this.allParticles = false;
        const all = this.spec.ensemble.particles;
        const fewer = this.fitted(this.spec, cpu).ensemble.particles;
        const sentence = `The CPU cannot hold all ${whole(all)} particles; continuing with ${whole(fewer)}.`;
        this.post({ type: 'no-gpu', reason: 'failed', detail: `${sentence} ${reason}` });
      }
  }

  private trouble(error: unknown): void {
    const report =
      error instanceof Error
        ? `${error.name}: ${error.message}\n${error.stack ?? ''}`
        : String(error);
    this.post({ type: 'trouble', sentence: messageOf(error), report });
  }

  /** The spec with as many particles as run well on this engine. */
  private fitted(spec: Spec, seat: Seat): Spec {
    const most = this.allParticles ? spec.ensemble.particles : seat.comfortable;
    return spec.ensemble.particles <= most ? spec : withParticles(spec, most);
  }
}

/** The next frame, or a quarter of a second where frames do not come, as in a hidden tab. */
function frame(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, 250);
    const request = requestAnimationFrame(done);
    function done() {
      clearTimeout(timer);
      cancelAnimationFrame(request);
      resolve();
    }
  });
}

/** Advances to whole blocks cost least. */
function wholeBlocks(steps: number): number {
  return BLOCK_STEPS * Math.ceil(steps / BLOCK_STEPS);
}
