import { DeviceLostError, isSameEngine, messageOf, OtherEngineError } from '../../engine/open';
import { escapeTimes } from '../../experiment/sweep/escape-times';
import type { MapFormat } from '../../experiment/sweep/map-files';
import { MapFileError, type ReadMap } from '../../experiment/sweep/read-map';
import { SweepRun } from '../../experiment/sweep/sweep-run';
import { lookAtGraphics } from '../../host/web/engines';
import { SpecError } from '../../spec/schema';
import type { Sweep } from '../../spec/sweep';
import { KeptSweeps } from './kept-sweeps';
import { MapEngines } from './map-engines';
import type { FromMapWorker, SweepState, ToMapWorker } from './map-protocol';
import { MapReports } from './map-reports';
import { probeRate } from './probe';
import { MapFiles, mapOfFile, provenanceOf } from './saved-map';

/** Time between two commits to the store, at most; a slice of work comes on top. */
const COMMIT_MILLISECONDS = 1500;
/** Replicas that a distribution of first passages is made of, at most. */
const MOST_PASSAGES = 2 ** 20;

/** Makes maps as it is told to, one at a time. It lives in a worker: see map-worker.ts. */
export class MapRunner {
  private readonly engines: MapEngines;
  private readonly reports: MapReports;
  private readonly kept = new KeptSweeps((sentence) => this.post({ type: 'refused', sentence }));
  private readonly files = new MapFiles((progress) =>
    this.post({ type: 'file-progress', ...progress }),
  );
  private run: SweepRun | null = null;
  private wanted: 'gpu' | 'cpu' = 'cpu';
  /** Numbers the maps that were asked for: the last one counts. */
  private openings = 0;
  /** The file that the open map is of: it is saved with the digest that it has. */
  private loaded: ReadMap | null = null;
  private state: SweepState = 'ready';
  private stop: AbortController | null = null;
  private ended: Promise<void> = Promise.resolve();
  private committed = 0;
  /** What is to be done by the engine between two slices. */
  private asides: (() => Promise<void>)[] = [];

  constructor(private readonly post: (message: FromMapWorker) => void) {
    this.engines = new MapEngines(post);
    this.reports = new MapReports(post);
  }

  /** Says what there is to count on. */
  introduce(): void {
    lookAtGraphics().then((graphics) => this.post({ type: 'graphics', graphics }));
  }

  async receive(message: ToMapWorker): Promise<void> {
    try {
      await this.obey(message);
    } catch (error) {
      if (error instanceof SpecError || error instanceof MapFileError)
        this.post({ type: 'refused', sentence: error.message });
      else if (this.run) await this.leave(this.run, error);
      else this.fail(error);
    }
  }

  private async obey(message: ToMapWorker): Promise<void> {
    switch (message.type) {
      case 'open':
        return this.open(message.sweep, message.engine);
      case 'load':
        return this.load(message.bytes, message.name);
      case 'run':
        return this.start();
      case 'pause':
        return this.pause('paused');
      case 'keep':
        return this.pause('kept');
      case 'discard':
        return this.discard();
      case 'list':
        return this.list();
      case 'distribution':
        return this.distribution(message.cell, message.side);
      case 'file':
        return this.file(message.format, message.exact);
      case 'cancel-file':
        return this.files.cancel();
    }
  }

  /** Opens a map; what the store has of it is gone on from. */
  private async open(sweep: Sweep, kind: 'gpu' | 'cpu'): Promise<void> {
    const opening = ++this.openings;
    await this.halt();
    this.wanted = kind;
    const { identity } = await this.engines.open(kind);
    const run = await this.kept.resume(sweep, identity);
    const other = identity.kind === kind ? null : await this.kept.countedOn(kind, sweep);
    // Another map was asked for meanwhile.
    if (opening !== this.openings) return;
    if (other) this.post({ type: 'other-engine', was: other, reason: '' });
    this.show(run);
    if (this.state === 'ready' || this.state === 'paused') await this.estimate();
  }

  /** Shows a map that was saved to a file. It cannot go on: it is as it was kept. */
  private async load(bytes: Uint8Array, name: string): Promise<void> {
    const map = mapOfFile(name, bytes);
    this.openings++;
    await this.halt();
    this.loaded = map;
    this.show(map.run, 'kept');
    const sentence = provenanceOf(name, map);
    if (sentence) this.post({ type: 'provenance', sentence });
  }

  private show(run: SweepRun, state?: SweepState): void {
    this.run = run;
    const begun = run.tallies.particles.some((count) => count > 0);
    this.state = state ?? (run.finished ? 'done' : begun ? 'paused' : 'ready');
    this.reports.opened(run, this.state);
  }

  private async estimate(): Promise<void> {
    const run = this.run!;
    let rate: number;
    try {
      rate = await probeRate(run, await this.engines.open(this.wanted));
    } catch (error) {
      return this.leave(run, error);
    }
    if (run !== this.run) return;
    const left = run.workLeft;
    // A probe of a few cells and a fraction of a second is good to about a third.
    const seconds: [number, number] = [left / rate / 1.35, (left / rate) * 1.35];
    this.post({ type: 'cost', particleSteps: left, seconds });
  }

  /** Counts until the map is done or something stops it. */
  private async start(): Promise<void> {
    if (!this.run || this.stop || this.state === 'done' || this.state === 'kept') return;
    const { run } = this;
    const stop = new AbortController();
    this.stop = stop;
    this.setState('running');
    const work = this.work(run, stop.signal);
    this.ended = work.then(() => {
      this.stop = null;
    });
    const error = await work;
    // Who stopped it meanwhile has what was counted before him, and hears of it when he goes on.
    if (error !== null && !stop.signal.aborted) await this.leave(run, error);
    else if (error !== null && !isLoss(error)) this.fail(error);
  }

  /** Never throws: resolves to what ended it before its time, or null. */
  private async work(run: SweepRun, signal: AbortSignal): Promise<unknown> {
    let ended: unknown = null;
    try {
      await run.advance(await this.engines.open(this.wanted), {
        signal,
        onProgress: async (progress) => {
          this.reports.advanced(run, progress, this.state);
          if (performance.now() - this.committed > COMMIT_MILLISECONDS) await this.commit(run);
          await this.doAsides();
        },
      });
      this.state = run.finished ? 'done' : 'paused';
      await this.doAsides();
    } catch (error) {
      this.state = run.finished ? 'done' : 'paused';
      this.asides = [];
      ended = error;
    }
    await this.commit(run);
    this.reports.state(this.state);
    return ended;
  }

  /**
   * After a failure. A device that is gone for good is looked for anew. Where it is another engine
   * that is found, the map begins anew on it: a map is of one engine, and what the other one
   * counted stays in the store for when it is back.
   */
  private async leave(run: SweepRun, error: unknown): Promise<void> {
    if (!isLoss(error)) return this.fail(error);
    if (error instanceof DeviceLostError) await this.engines.forget(this.wanted);
    const { identity } = await this.engines.open(this.wanted);
    if (run !== this.run) return;
    if (isSameEngine(identity, run.engine) || this.state === 'done' || this.state === 'kept')
      return this.fail(error);
    const next = await this.kept.resume(run.sweep, identity);
    if (run !== this.run) return;
    this.post({ type: 'other-engine', was: run.engine, reason: messageOf(error) });
    this.show(next);
    if (!next.finished) await this.estimate();
  }

  private async pause(state: 'paused' | 'kept'): Promise<void> {
    if (this.stop) {
      this.setState('pausing');
      this.stop.abort();
      await this.ended;
    }
    // What was done in the very slice stays done.
    if (this.state === 'paused') this.setState(state);
  }

  private async discard(): Promise<void> {
    const { run } = this;
    if (!run) return;
    await this.halt();
    await this.kept.remove(run);
    const { identity } = await this.engines.open(this.wanted);
    this.show(new SweepRun(run.sweep, identity));
    await this.estimate();
  }

  /** Stops what runs, and waits until it stands. */
  private async halt(): Promise<void> {
    this.stop?.abort();
    await this.ended;
    this.run = null;
  }

  private async commit(run: SweepRun): Promise<void> {
    this.committed = performance.now();
    await this.kept.commit(run);
  }

  /** Sweeps that earlier visits did not finish. */
  private async list(): Promise<void> {
    const stored = await this.kept.unfinished();
    if (stored) this.post(stored);
  }

  private async distribution(cell: number, side: number): Promise<void> {
    const { run } = this;
    if (!run || run.tallies.failure(cell, side) !== undefined) return;
    const replicas = run.tallies.particles[cell];
    if (replicas === 0) return;
    const spec = run.specOf(cell, side);
    await this.aside(async () => {
      const engine = await this.engines.open(this.wanted);
      const passages = await engine.escapeSteps(spec, 0, Math.min(replicas, MOST_PASSAGES));
      const times = escapeTimes(passages, spec.time.steps, spec.time.dt);
      const distribution = isSameEngine(engine.identity, run.engine)
        ? times
        : { ...times, by: engine.identity };
      if (run === this.run) this.post({ type: 'distribution', cell, side, distribution });
    });
  }

  private async file(format: MapFormat, exact: readonly Float64Array[]): Promise<void> {
    const { run } = this;
    if (!run) return;
    const loaded = this.loaded?.run === run ? this.loaded : null;
    let file: Awaited<ReturnType<MapFiles['write']>> = null;
    try {
      file = await this.files.write(run, format, loaded, exact);
    } finally {
      this.post(file ?? { type: 'no-file' });
    }
  }

  /** Does something with the engine: now, or between two slices of what runs. */
  private async aside(work: () => Promise<void>): Promise<void> {
    if (this.stop) this.asides.push(work);
    else await work();
  }

  private async doAsides(): Promise<void> {
    for (const work of this.asides.splice(0))
      try {
        await work();
      } catch (error) {
        if (isLoss(error)) throw error;
        this.fail(error);
      }
  }

  private setState(state: SweepState): void {
    this.state = state;
    this.reports.state(state);
  }

  private fail(error: unknown): void {
    this.post({
      type: 'failed',
      sentence: messageOf(error),
      report: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}

/** The engine is gone, or has become another one. */
function isLoss(error: unknown): boolean {
  return error instanceof DeviceLostError || error instanceof OtherEngineError;
}
