import type { Ensemble } from '../../../engine/engine';
import { messageOf } from '../../../engine/open';
import { openGpu } from '../../../host/web/engines';
import { type Backend, createBackend } from './backend';
import type { LiveState } from './live-state';
import { PATIENCE_MILLISECONDS } from './pace';
import type { Reports } from './reports';

/** An ensemble that has caught up with the one on the screen. */
interface Successor {
  backend: Backend;
  ensemble: Ensemble;
  run: number;
}

/** Changes the engine of a run that goes on. */
export class EngineSwitch {
  private incoming: Successor | null = null;
  /** Calls of `bringIn`: only the last one brings an ensemble. */
  private calls = 0;

  constructor(
    private readonly live: LiveState,
    private readonly reports: Reports,
  ) {}

  /** An ensemble of another engine waits to be shown. */
  get ready(): boolean {
    return this.incoming !== null;
  }

  /** @param prefersGpu  A software adapter is taken, however slow. */
  async lookForGpu(canvas: OffscreenCanvas, prefersGpu: boolean): Promise<void> {
    const { live, reports } = this;
    const store = import('../../shared/tuning-store');
    // openGpu tells of it.
    store.catch(() => {});
    const found = await openGpu({
      onRecovered: (reason) =>
        reports.post({ type: 'recovered', reason, step: live.ensemble.step }),
      tuningOf: async (adapter) => (await store).keptTuning(adapter),
    });
    const { backends, size } = live;
    const cpu = backends.cpu!;
    const allCores = () => import('./all-cores');
    if (!found.engine) {
      reports.post({ type: 'no-gpu', reason: found.reason, detail: found.detail });
      await (await allCores()).takeAllCores(cpu);
      return;
    }
    try {
      backends.gpu = createBackend('gpu', found.engine, canvas, size, cpu);
      if (found.engine.identity.fallback && !prefersGpu) {
        const { takeAllCores } = await allCores();
        const { timesOfSoftwareGpu } = await import('../../shared/software-speed');
        await takeAllCores(cpu);
        live.holding = true;
        const times = await timesOfSoftwareGpu(cpu.engine, found.engine);
        live.holding = false;
        live.wake();
        if (times >= 1) {
          reports.post({ type: 'faster-cpu', times });
          return;
        }
      }
      await this.bringIn(backends.gpu);
    } catch (error) {
      live.holding = false;
      reports.post({ type: 'no-gpu', reason: 'failed', detail: messageOf(error) });
    }
  }

  change(kind: Backend['kind']): void {
    const backend = this.live.backends[kind];
    if (!backend || backend === this.live.backend) return;
    this.bringIn(backend).catch((error) => this.reports.trouble(error));
  }

  /**
   * Takes a new ensemble to where the one on the screen is, while that one goes on, and hands it to
   * the loop.
   */
  private async bringIn(backend: Backend): Promise<void> {
    const call = ++this.calls;
    const { live } = this;
    const late = () => call !== this.calls || backend === live.backend;
    const successor = await this.catchUp(backend, late);
    if (!successor) return;
    this.incoming?.ensemble.destroy();
    this.incoming = successor;
    live.wake();
  }

  /**
   * Takes a new ensemble to where the one on the screen is.
   * @param late  Asked again and again whether nobody waits for it any more.
   * @returns null when it was late.
   */
  private async catchUp(backend: Backend, late: () => boolean): Promise<Successor | null> {
    const { live } = this;
    const { pace } = backend;
    while (!late()) {
      const { run } = live;
      const spec = live.fitted(live.spec, backend);
      const ensemble = await backend.engine.create(spec, { submitMilliseconds: 8 });
      let arrived = false;
      try {
        pace.restart(spec.ensemble.particles);
        const started = performance.now();
        while (run === live.run && !late() && ensemble.step < live.ensemble.step) {
          const end = Math.min(live.ensemble.step, ensemble.step + pace.stepsWithin(30));
          await live.advance(backend, ensemble, end);
          // One that is slow to catch up is waited for: time never runs backwards on the screen.
          live.holding = performance.now() - started > PATIENCE_MILLISECONDS;
          if (live.holding) this.reports.state(ensemble.step / Math.max(1, live.ensemble.step));
        }
        arrived = run === live.run && !late();
        if (arrived) return { backend, ensemble, run };
      } finally {
        if (!arrived) ensemble.destroy();
        live.holding = false;
        live.wake();
      }
    }
    return null;
  }

  /** Shows the ensemble that has caught up, if there is one. */
  swap(): void {
    if (this.incoming) this.show(this.incoming);
  }

  private show({ backend, ensemble, run }: Successor): void {
    const { live, reports } = this;
    this.incoming = null;
    if (run !== live.run || live.wanted) {
      ensemble.destroy();
      this.change(backend.kind);
      return;
    }
    live.ensemble.destroy();
    live.backend = backend;
    live.ensemble = ensemble;
    live.preview = false;
    reports.engine();
    reports.began(ensemble.step);
  }

  /** The GPU is gone for good: nothing is brought in from it. */
  forgetGpu(): void {
    delete this.live.backends.gpu;
    this.calls++;
    this.incoming?.ensemble.destroy();
    this.incoming = null;
  }

  /** Replays the run on another engine to where it is, and shows it, unless a spec is wanted first. */
  async replay(backend: Backend): Promise<void> {
    const successor = await this.catchUp(backend, () => this.live.wanted !== null);
    if (successor) this.show(successor);
  }
}
