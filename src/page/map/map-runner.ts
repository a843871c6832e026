import { DeviceLostError, isSameEngine, messageOf, OtherEngineError } from '../../engine/open';
import { canonicalJson } from '../../experiment/canonical';
import type { EngineChoice } from '../../experiment/engine-choice';
import { countedMap } from '../../experiment/sweep/counted-map';
import { escapeTimes } from '../../experiment/sweep/escape-times';
import type { MapFormat } from '../../experiment/sweep/map-files';
import { MapFileError, type ReadMap } from '../../experiment/sweep/read-map';
import { type SweepProgress, SweepRun } from '../../experiment/sweep/sweep-run';
import { lookAtGraphics } from '../../host/web/engines';
import { takeSamplesNamedIn } from '../../host/web/kept-samples';
import { SpecError } from '../../spec/schema';
import { KeptSweeps } from './kept-sweeps';
import { beginsAtOnce, LONGEST_UNASKED_SECONDS, SpeedOfSlices, secondsOf } from './map-cost';
import { MapEngines } from './map-engines';
import type { FromMapWorker, OfMap, SweepState, ToMapWorker } from './map-protocol';
import { MapReports } from './map-reports';
import { probeRate } from './probe';
import { MapFiles, mapOfFile, provenanceOf } from './saved-map';

/** Time between two commits to the store, at most; a slice of work comes on top. */
const COMMIT_MILLISECONDS = 1500;
/**
 * Slices of work are short, as another map waits for the end of one; the first is a coarse picture
 * of the map within a frame or two.
 */
const SLICES = { seconds: 0.05, first: 2 ** 20 };
/** Replicas that a distribution of first passages is made of, at most. */
const MOST_PASSAGES = 2 ** 20;

type Ask<T extends ToMapWorker['type']> = Extract<ToMapWorker, { type: T }>;

/** Makes maps as it is told to, one at a time. It lives in a worker: see map-worker.ts. */
export class MapRunner {
  private readonly engines: MapEngines;
  private readonly reports: MapReports;
  private readonly kept = new KeptSweeps((sentence) => this.post({ type: 'refused', sentence }));
  private readonly files = new MapFiles((progress) =>
    this.post({ type: 'file-progress', ...progress }),
  );
  private run: SweepRun | null = null;
  private wanted: EngineChoice = 'cpu';
  /** Numbers the maps that were asked for: the last one counts. */
  private openings = 0;
  /** The file that the open map is of: it is saved with the digest that it has. */
  private loaded: ReadMap | null = null;
  /** Number that the page gave the map that it was shown last. */
  private shown = 0;
  private state: SweepState = 'ready';
  private stop: AbortController | null = null;
  /** The counting has stopped; it has ended once that is in the store, too. */
  private stopped: Promise<void> = Promise.resolve();
  private ended: Promise<void> = Promise.resolve();
  /** The map that is opened or was opened last: its sweep, and when the store was asked for it. */
  private opening: { text: string; read: Promise<void> } | null = null;
  private committed = 0;
  /** What is to be done by the engine between two slices. */
  private asides: (() => Promise<void>)[] = [];

  constructor(private readonly post: (message: FromMapWorker) => void) {
    this.engines = new MapEngines(post);
    this.reports = new MapReports((message) => this.tell(message));
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
        return this.open(message);
      case 'load':
        return this.load(message);
      case 'run':
        return this.start(null);
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
      case 'counted':
        return this.tellCounted();
      case 'cancel-file':
        return this.files.cancel();
    }
  }

  /** Opens a map; what the store has of it is gone on from. */
  private async open({ map, sweep, engine: choice, begin }: Ask<'open'>): Promise<void> {
    const opening = ++this.openings;
    this.wanted = choice;
    const opened = this.halt().then(async () => {
      await takeSamplesNamedIn(JSON.stringify(sweep));
      const { identity } = await this.engines.open(choice, sweep);
      const run = await this.kept.resume(sweep, identity);
      const gone = choice !== 'cpu' && this.engines.lacksGpu;
      const other = gone ? await this.kept.countedOn('gpu', sweep) : null;
      return { run, other };
    });
    this.opening = { text: canonicalJson(sweep), read: opened.then(noMore, noMore) };
    const { run, other } = await opened;
    // Another map was asked for meanwhile.
    if (opening !== this.openings) return;
    this.shown = map;
    if (other) this.tell({ type: 'other-engine', was: other, reason: '' });
    this.show(run);
    if (begin) await this.begin(run);
    else if (!run.finished) await this.estimate(run);
  }

  /** Counts what was asked for by being opened, unless that is long. */
  private async begin(run: SweepRun): Promise<void> {
    if (run.finished) return;
    if (beginsAtOnce(run)) return this.start(new SpeedOfSlices());
    const seconds = await this.estimate(run);
    if (seconds && run === this.run && seconds[1] <= LONGEST_UNASKED_SECONDS)
      await this.start(null);
  }

  /** Shows a map that was saved to a file. It cannot go on: it is as it was kept. */
  private async load({ map, name, bytes }: Ask<'load'>): Promise<void> {
    const read = mapOfFile(name, bytes);
    this.openings++;
    await this.halt();
    this.loaded = read;
    this.shown = map;
    this.show(read.run, 'kept');
    const sentence = provenanceOf(name, read);
    if (sentence) this.tell({ type: 'provenance', sentence });
  }

  private show(run: SweepRun, state?: SweepState): void {
    this.run = run;
    this.state = state ?? (run.finished ? 'done' : run.tallies.begun ? 'paused' : 'ready');
    this.reports.opened(run, this.state);
  }

  /** Says what is left of a map will cost, without counting; null where another one is open. */
  private async estimate(run: SweepRun): Promise<[number, number] | null> {
    let rate: number;
    try {
      rate = await probeRate(run, await this.engines.open(this.wanted, run.sweep));
    } catch (error) {
      await this.leave(run, error);
      return null;
    }
    return run === this.run ? this.tellCost(run.workLeft, rate) : null;
  }

  private tellCost(particleSteps: number, rate: number): [number, number] {
    const seconds = secondsOf(particleSteps, rate);
    this.tell({ type: 'cost', particleSteps, seconds });
    return seconds;
  }

  /**
   * Counts until the map is done or something stops it.
   * @param speed  Of a map that nobody has started: it stops where it turns out to be long.
   */
  private async start(speed: SpeedOfSlices | null): Promise<void> {
    if (!this.run || this.stop || this.state === 'done' || this.state === 'kept') return;
    const { run } = this;
    const stop = new AbortController();
    this.stop = stop;
    this.setState('running');
    let stopped = () => {};
    this.stopped = new Promise((resolve) => {
      stopped = resolve;
    });
    const work = this.work(run, stop, speed).then(async (error) => {
      this.stop = null;
      stopped();
      const keeps = this.state !== 'ready';
      // A database reads no record before it has written another: the new map goes first.
      if (run !== this.run && canonicalJson(run.sweep) !== this.opening?.text)
        await this.opening?.read;
      if (keeps) await this.commit(run);
      // Another map is open where this one was stopped for it.
      if (run === this.run) this.reports.state(this.state);
      return error;
    });
    this.ended = work.then(() => {});
    const error = await work;
    // Who stopped it meanwhile has what was counted before him, and hears of it when he goes on.
    if (error !== null && !stop.signal.aborted) await this.leave(run, error);
    else if (error !== null && !isLoss(error)) this.fail(error);
  }

  /** Never throws: resolves to what ended it before its time, or null. */
  private async work(
    run: SweepRun,
    stop: AbortController,
    speed: SpeedOfSlices | null,
  ): Promise<unknown> {
    const { begun } = run.tallies;
    let waits = false;
    let untold = speed;
    const measure = (progress: SweepProgress) => {
      const { done, total, seconds, particleStepsPerSecond } = progress;
      const left = Math.max(0, total - done);
      const rate = untold?.after(progress, left === 0) ?? null;
      if (rate === null) return;
      untold = null;
      const [, longest] = this.tellCost(left + seconds * particleStepsPerSecond, rate);
      waits = left > 0 && longest > LONGEST_UNASKED_SECONDS;
      if (waits) stop.abort();
    };
    this.committed = performance.now();
    let ended: unknown = null;
    try {
      await run.advance(await this.engines.open(this.wanted, run.sweep), {
        signal: stop.signal,
        slices: SLICES,
        onProgress: async (progress) => {
          this.reports.advanced(run, progress, this.state);
          measure(progress);
          if (performance.now() - this.committed > COMMIT_MILLISECONDS) await this.commit(run);
          await this.doAsides();
        },
      });
      await this.doAsides();
    } catch (error) {
      this.asides = [];
      ended = error;
    }
    // A map that waits to be started has its first picture.
    const stopped = waits && !begun ? 'ready' : 'paused';
    this.state = run.finished ? 'done' : stopped;
    return ended;
  }

  /**
   * After a failure. A device that is gone for good is looked for anew. Where it is another engine
   * that is found, the map begins anew on it: a map is of one engine, and what the other one
   * counted stays in the store for when it is back.
   */
  private async leave(run: SweepRun, error: unknown): Promise<void> {
    if (!isLoss(error)) return this.fail(error);
    if (error instanceof DeviceLostError)
      await this.engines.forget(run.engine, this.wanted, run.sweep);
    const { identity } = await this.engines.open(this.wanted, run.sweep);
    if (run !== this.run) return;
    if (isSameEngine(identity, run.engine) || this.state === 'done' || this.state === 'kept')
      return this.fail(error);
    const next = await this.kept.resume(run.sweep, identity);
    if (run !== this.run) return;
    this.tell({ type: 'other-engine', was: run.engine, reason: messageOf(error) });
    this.show(next);
    await this.begin(next);
  }

  private async pause(state: 'paused' | 'kept'): Promise<void> {
    if (this.stop) {
      this.setState('pausing');
      this.stop.abort();
    }
    await this.ended;
    // What was done in the very slice stays done.
    if (this.state === 'paused') this.setState(state);
  }

  private async discard(): Promise<void> {
    const { run } = this;
    if (!run) return;
    await this.halt();
    await this.kept.remove(run);
    const { identity } = await this.engines.open(this.wanted, run.sweep);
    const next = new SweepRun(run.sweep, identity);
    this.show(next);
    // What is thrown away does not begin again by itself.
    await this.estimate(next);
  }

  /** Stops what runs, and waits until it stands; what it has counted is on its way to the store. */
  private async halt(): Promise<void> {
    this.asides = [];
    this.run = null;
    this.stop?.abort();
    await this.stopped;
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
      const engine = await this.engines.open(this.wanted, run.sweep);
      const passages = await engine.escapeSteps(spec, 0, Math.min(replicas, MOST_PASSAGES));
      const times = escapeTimes(passages, spec.time.steps, spec.time.dt);
      const distribution = isSameEngine(engine.identity, run.engine)
        ? times
        : { ...times, by: engine.identity };
      if (run === this.run) this.tell({ type: 'distribution', cell, side, distribution });
    });
  }

  private tellCounted(): void {
    const { run, state } = this;
    const counted = run && state === 'done' ? countedMap(run) : null;
    this.tell({ type: 'counted', sweep: run?.sweep ?? null, counted });
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

  private tell(message: OfMap): void {
    this.post({ ...message, map: this.shown });
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

function noMore(): void {}

/** The engine is gone, or has become another one. */
function isLoss(error: unknown): boolean {
  return error instanceof DeviceLostError || error instanceof OtherEngineError;
}
