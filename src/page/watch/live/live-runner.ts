import { createCpuEngine, messageOf, usableKernels } from '../../../engine/open';
import { withEnds } from '../../../spec/spec';
import { createBackend } from './backend';
import { Display } from './display';
import { EngineSwitch } from './engine-switch';
import { loadKinds } from './kinds';
import type { FromWorker, ToWorker } from './live-protocol';
import { LiveState } from './live-state';
import { CATCH_UP_CHUNK_MILLISECONDS } from './pace';
import { Recovery } from './recovery';
import { Reports } from './reports';
import { Requests } from './requests';
import { SpecLoader } from './spec-loader';

type Start = Extract<ToWorker, { type: 'start' }>;

/**
 * Keeps one ensemble moving and on the screen. Everything that touches an ensemble happens in
 * `loop`, one thing after the other; messages only leave notes for it.
 */
export class LiveRunner {
  private readonly live = new LiveState();
  private readonly reports: Reports;
  private readonly display: Display;
  private readonly loader: SpecLoader;
  private readonly engines: EngineSwitch;
  private readonly requests: Requests;
  private readonly recovery: Recovery;
  /** Why there is no first ensemble, and nothing will ever run. */
  private stillborn: string | null = null;
  private frameTime = 0;

  constructor(post: (message: FromWorker, transfer?: Transferable[]) => void) {
    const { live } = this;
    this.reports = new Reports(live, post);
    this.display = new Display(live, this.reports);
    this.loader = new SpecLoader(live, this.reports, this.display);
    this.engines = new EngineSwitch(live, this.reports);
    this.requests = new Requests(live, this.reports);
    this.recovery = new Recovery(live, this.reports, this.requests, this.loader, this.engines);
  }

  receive(message: ToWorker): void {
    const { live } = this;
    switch (message.type) {
      case 'start':
        this.start(message);
        return;
      case 'load':
        live.wanted = message;
        live.allParticles = false;
        break;
      case 'extend':
        live.spec = message.spec;
        live.steps = message.spec.time.steps;
        break;
      case 'rebin':
        if (message.run === live.run && !live.wanted) live.spec = withEnds(live.spec, message);
        live.sampleNeeded = true;
        break;
      case 'play':
        live.playing = true;
        break;
      case 'pause':
        live.playing = false;
        live.sampleNeeded = true;
        break;
      case 'step':
        live.playing = false;
        live.requests.push(message);
        break;
      case 'speed':
        live.speed = message.factor;
        break;
      case 'watch-speed':
        this.reports.watchSpeed(message.on);
        break;
      case 'visible':
        live.visible = message.visible;
        // Frames hardly come in a hidden tab: the one that was begun is no measure of anything.
        if (!live.visible) live.meter.halt();
        break;
      case 'style':
        live.style = message.style;
        live.drawNeeded = true;
        break;
      case 'resize':
        live.size = { width: message.width, height: message.height };
        live.resized = true;
        break;
      case 'engine':
        this.engines.change(message.kind);
        break;
      case 'plane':
        live.plane = message.window;
        live.sampleNeeded = true;
        // The bars that were not drawn meanwhile.
        live.drawNeeded = true;
        break;
      case 'all-particles':
        live.allParticles = true;
        live.wanted ??= {
          type: 'load',
          run: live.run,
          spec: live.spec,
          from: 'now',
          preview: false,
        };
        break;
      case 'settle':
        live.settleMilliseconds = message.milliseconds;
        break;
      case 'result':
        live.requests.push(message);
        break;
      default:
        message satisfies never;
    }
    if (this.stillborn) this.requests.refuse(this.stillborn);
    live.wake();
  }

  private async start({ spec, playing, style, size, canvases, prefersGpu }: Start): Promise<void> {
    const { live, reports } = this;
    live.spec = spec;
    live.steps = spec.time.steps;
    live.playing = playing;
    live.style = style;
    live.size = size;
    try {
      await loadKinds(spec);
      const engine = createCpuEngine(await usableKernels('fastest'));
      live.backend = createBackend('cpu', engine, canvases.cpu, live.size);
      live.backends.cpu = live.backend;
      live.ensemble = await engine.create(live.fitted(spec, live.backend), {
        submitMilliseconds: 8,
      });
    } catch (error) {
      this.stillborn = messageOf(error);
      this.requests.refuse(this.stillborn);
      reports.trouble(error);
      return;
    }
    reports.engine();
    reports.began(0);
    await reports.paths(live.ensemble, 0);
    this.loop();
    await this.engines.lookForGpu(canvases.gpu, prefersGpu);
  }

  private async loop(): Promise<void> {
    const { live, reports, display } = this;
    for (;;) {
      await this.nextFrame();
      live.meter.frame(performance.now(), live.running());
      reports.speed();
      try {
        this.engines.swap();
        if (live.wanted) await this.loader.replace();
        await display.rebin();
        display.resize();
        if (live.settleMilliseconds > 0) await this.settle();
        await this.move();
        live.complete();
        await display.draw();
        await reports.sample();
        await this.requests.answer();
      } catch (error) {
        await this.recovery.recoverFrom(error);
      }
      reports.state(null);
    }
  }

  /**
   * Waits for the next frame while there is something to do, and for a message while there is not.
   */
  private async nextFrame(): Promise<void> {
    const { live } = this;
    const idle =
      !live.running() &&
      !live.wanted &&
      !this.engines.ready &&
      !live.resized &&
      !live.drawNeeded &&
      !live.sampleNeeded &&
      !live.partial &&
      live.settleMilliseconds === 0 &&
      live.requests.length === 0;
    if (idle) {
      live.meter.halt();
      this.reports.speed();
      await new Promise<void>((resolve) => {
        live.wake = resolve;
      });
      this.frameTime = performance.now();
    }
    live.wake = () => {};
    await frame();
  }

  private async move(): Promise<void> {
    const { live } = this;
    const { backend, ensemble } = live;
    const now = performance.now();
    const seconds = Math.min(0.1, (now - this.frameTime) / 1000);
    this.frameTime = now;
    if (!live.running()) return;
    const target = Math.min(
      live.steps,
      backend.pace.next(ensemble.step, live.steps, live.speed, seconds),
    );
    if (target <= ensemble.step) return;
    await live.advance(backend, ensemble, target);
    live.drawNeeded = true;
    // The last step of a run is counted at once.
    if (!live.running()) live.sampleNeeded = true;
  }

  private async settle(): Promise<void> {
    const { live } = this;
    const { backend, ensemble } = live;
    const deadline = performance.now() + live.settleMilliseconds;
    live.settleMilliseconds = 0;
    while (ensemble.step < live.steps && performance.now() < deadline && !live.wanted) {
      const chunk = backend.pace.stepsWithin(CATCH_UP_CHUNK_MILLISECONDS);
      await live.advance(backend, ensemble, Math.min(live.steps, ensemble.step + chunk));
      await this.reports.paths(ensemble, live.run);
    }
    live.drawNeeded = true;
    live.sampleNeeded = true;
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
