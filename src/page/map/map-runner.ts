import type { Engine, EngineIdentity } from '../../engine/engine';
import { DeviceLostError, isSameEngine, messageOf, OtherEngineError } from '../../engine/open';
import { canonicalJson } from '../../experiment/canonical';
import { CheckpointError, checkpointOf, resumeFrom } from '../../experiment/sweep/checkpoint';
import { escapeTimes } from '../../experiment/sweep/escape-times';
import { type MapFormat, mapContent, mapName } from '../../experiment/sweep/map-files';
import {
  mapResult,
  type SideTheory,
  sideTheory,
  type TheoryAt,
} from '../../experiment/sweep/map-result';
import {
  MapFileError,
  MOST_MAP_CHARACTERS,
  type ReadMap,
  readMap,
} from '../../experiment/sweep/read-map';
import { type SweepProgress, SweepRun } from '../../experiment/sweep/sweep-run';
import { openCpuPool } from '../../host/web/cpu-workers';
import { lookAtGraphics, openEngine } from '../../host/web/engines';
import { readJson, textOf } from '../../spec/json-text';
import { plain } from '../../spec/plain-text';
import { SpecError } from '../../spec/schema';
import type { Sweep } from '../../spec/sweep';
import { VERSION } from '../../version';
import { keptTuning } from '../shared/tuning-store';
import { fileOf } from './file-of';
import type { CountsMessage, FromMapWorker, SweepState, ToMapWorker } from './map-protocol';
import { probeRate } from './probe';
import { SweepStore } from './store';

/** Time between two commits to the store, at most; a slice of work comes on top. */
const COMMIT_MILLISECONDS = 1500;
/** How long growth rates are computed without a look at what has come in. */
const BREATH_MILLISECONDS = 50;
/** Speed that the time left is told from. */
const RECENT_SECONDS = 10;

/** Makes maps as it is told to, one at a time. It lives in a worker: see map-worker.ts. */
export class MapRunner {
  private readonly engines: Partial<Record<'gpu' | 'cpu', Promise<Engine>>> = {};
  private cpu: Promise<Engine> | null = null;
  private readonly store = new SweepStore((sentence) => this.post({ type: 'refused', sentence }));
  private run: SweepRun | null = null;
  private wanted: 'gpu' | 'cpu' = 'cpu';
  /** Numbers the maps that were asked for: the last one counts. */
  private openings = 0;
  /** The file that the open map is of: it is saved with the digest that it has. */
  private loaded: ReadMap | null = null;
  private state: SweepState = 'ready';
  private progress: SweepProgress | null = null;
  private stop: AbortController | null = null;
  private ended: Promise<void> = Promise.resolve();
  private committed = 0;
  private recent: { time: number; done: number }[] = [];
  /** Growth rates for files, by cell * sides + side. */
  private growths: { key: string; known: Map<number, SideTheory> } = { key: '', known: new Map() };
  /** What is to be done by the engine between two slices. */
  private asides: (() => Promise<void>)[] = [];

  constructor(private readonly post: (message: FromMapWorker) => void) {}

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
    }
  }

  /** Opens a map; what the store has of it is gone on from. */
  private async open(sweep: Sweep, kind: 'gpu' | 'cpu'): Promise<void> {
    const opening = ++this.openings;
    await this.halt();
    this.wanted = kind;
    const { identity } = await this.engine(kind);
    const run = await this.fromStore(sweep, identity);
    const other = identity.kind === kind ? null : await this.storedOn(kind, sweep);
    // Another map was asked for meanwhile.
    if (opening !== this.openings) return;
    if (other) this.post({ type: 'other-engine', was: other, reason: '' });
    this.show(run);
    if (this.state === 'ready' || this.state === 'paused') await this.estimate();
  }

  private async fromStore(sweep: Sweep, engine: EngineIdentity): Promise<SweepRun> {
    for (const { checkpoint } of await this.store.all())
      try {
        return resumeFrom(checkpoint, { sweep, engine });
      } catch (error) {
        // Of another sweep, engine or version, or damaged: it is counted again.
        if (!(error instanceof CheckpointError || error instanceof SpecError)) throw error;
      }
    return new SweepRun(sweep, engine);
  }

  /** Who counted this map, if that kind of engine is not available now; else null. */
  private async storedOn(kind: 'gpu' | 'cpu', sweep: Sweep): Promise<EngineIdentity | null> {
    const wanted = canonicalJson(sweep);
    const found = (await this.store.all()).find(
      ({ checkpoint }) =>
        checkpoint.engine?.kind === kind && canonicalJson(checkpoint.sweep) === wanted,
    );
    return found?.checkpoint.engine ?? null;
  }

  /** Shows a map that was saved to a file. It cannot go on: it is as it was kept. */
  private async load(bytes: Uint8Array, name: string): Promise<void> {
    const source = { what: 'map', name, most: MOST_MAP_CHARACTERS };
    const text = textOf(bytes, source);
    const map = readMapOf(name, readJson(text, source));
    this.openings++;
    await this.halt();
    this.loaded = map;
    this.show(map.run, 'kept');
    const sentence = provenanceOf(name, map);
    if (sentence) this.post({ type: 'provenance', sentence });
  }

  private show(run: SweepRun, state?: SweepState): void {
    this.run = run;
    this.progress = null;
    this.recent = [];
    const begun = run.tallies.particles.some((count) => count > 0);
    this.state = state ?? (run.finished ? 'done' : begun ? 'paused' : 'ready');
    this.post({ type: 'opened', sweep: run.sweep, identity: run.engine, state: this.state });
    if (begun)
      this.postCounts(
        run,
        [...run.tallies.particles.keys()].filter((cell) => run.tallies.particles[cell] > 0),
      );
    this.postState();
  }

  private async estimate(): Promise<void> {
    const run = this.run!;
    let rate: number;
    try {
      rate = await probeRate(run, await this.engine(this.wanted));
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
      await run.advance(await this.engine(this.wanted), {
        signal,
        onProgress: async (progress) => {
          this.progress = progress;
          this.recent.push({ time: performance.now(), done: progress.done });
          this.postCounts(run, progress.changed);
          this.postState();
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
    this.postState();
    return ended;
  }

  /**
   * After a failure. A device that is gone for good is looked for anew. Where it is another engine
   * that is found, the map begins anew on it: a map is of one engine, and what the other one
   * counted stays in the store for when it is back.
   */
  private async leave(run: SweepRun, error: unknown): Promise<void> {
    if (!isLoss(error)) return this.fail(error);
    if (error instanceof DeviceLostError) await this.forgetEngine(this.wanted);
    const { identity } = await this.engine(this.wanted);
    if (run !== this.run) return;
    if (isSameEngine(identity, run.engine) || this.state === 'done' || this.state === 'kept')
      return this.fail(error);
    const next = await this.fromStore(run.sweep, identity);
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
    await this.store.remove(keyOf(run.sweep, run.engine));
    const { identity } = await this.engine(this.wanted);
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
    await this.store.write(keyOf(run.sweep, run.engine), checkpointOf(run));
  }

  /** Sweeps that earlier visits did not finish. */
  private async list(): Promise<void> {
    await this.store.prune();
    for (const { checkpoint } of await this.store.all()) {
      if (checkpoint.finished) continue;
      try {
        const run = resumeFrom(checkpoint);
        const share = 1 - run.workLeft / Math.max(1, run.work);
        this.post({ type: 'stored', sweep: run.sweep, engine: checkpoint.engine.kind, share });
        return;
      } catch {
        // Of another version: nobody can go on with it.
      }
    }
  }

  private async distribution(cell: number, side: number): Promise<void> {
    const { run } = this;
    if (!run || run.tallies.failure(cell, side) !== undefined) return;
    const replicas = run.tallies.particles[cell];
    if (replicas === 0) return;
    const spec = run.specOf(cell, side);
    await this.aside(async () => {
      const engine = await this.engine(this.wanted);
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
    // What goes on counting meanwhile does not change the file.
    const still = new SweepRun(run.sweep, run.engine, run.shard, run.tallies.snapshot());
    still.finished = run.finished;
    const loaded = this.loaded?.run === run ? this.loaded : null;
    const known = loaded?.theoryAt ?? (await this.growthOf(still));
    const theoryAt = withExact(known, exact);
    const result = await mapResult(still, loaded?.timing, theoryAt, loaded?.digest);
    const content = mapContent(result, format);
    this.post({
      type: 'file',
      name: mapName(result, format),
      content: fileOf(content, TYPES[format]),
    });
  }

  /** Growth rates of all cells: seconds for some methods, in which messages are answered. */
  private async growthOf(run: SweepRun): Promise<TheoryAt> {
    const key = canonicalJson(run.sweep);
    if (this.growths.key !== key) this.growths = { key, known: new Map() };
    const { known } = this.growths;
    let last = performance.now();
    for (let cell = 0; cell < run.cells; cell++)
      for (const side of run.tallies.counted(cell)) {
        const number = cell * run.sides.length + side;
        if (run.tallies.particles[cell] === 0 || known.has(number)) continue;
        known.set(number, sideTheory(run.specOf(cell, side)));
        if (performance.now() - last < BREATH_MILLISECONDS) continue;
        await new Promise((resolve) => setTimeout(resolve));
        last = performance.now();
      }
    return (cell, side) => known.get(cell * run.sides.length + side)!;
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

  private engine(kind: 'gpu' | 'cpu'): Promise<Engine> {
    this.engines[kind] ??= openEngine(
      kind,
      {
        onRecovered: (reason) => this.post({ type: 'recovered', reason }),
        tuningOf: keptTuning,
        onNoGpu: (reason, detail) => this.post({ type: 'no-gpu', reason, detail }),
      },
      () => {
        this.cpu ??= openCpuPool();
        return this.cpu;
      },
    );
    return this.engines[kind];
  }

  /** The next one who asks is given another. */
  private async forgetEngine(kind: 'gpu' | 'cpu'): Promise<void> {
    const engine = await this.engines[kind];
    delete this.engines[kind];
    if (engine && engine !== (await this.cpu)) engine.destroy();
  }

  private setState(state: SweepState): void {
    this.state = state;
    this.postState();
  }

  private postState(): void {
    this.post({
      type: 'state',
      state: this.state,
      progress: this.progress,
      secondsLeft: this.secondsLeft(),
    });
  }

  /** By the speed of the last ten seconds; null where nothing is known. */
  private secondsLeft(): number | null {
    if (!this.progress || this.state !== 'running') return null;
    const now = performance.now();
    this.recent = this.recent.filter(({ time }) => now - time < 1000 * RECENT_SECONDS);
    const [first] = this.recent;
    const last = this.recent[this.recent.length - 1];
    if (!first || last.time - first.time < 500) return null;
    const rate = (last.done - first.done) / (last.time - first.time);
    return rate > 0 ? Math.max(0, this.progress.total - this.progress.done) / rate / 1000 : null;
  }

  private postCounts({ tallies, sides }: SweepRun, changed: readonly number[]): void {
    const cells = Uint32Array.from(new Set(changed));
    const pick = (all: Uint32Array) => cells.map((cell) => all[cell]);
    const failures: CountsMessage['failures'] = [];
    for (const cell of tallies.failures.size > 0 ? cells : [])
      for (let side = 0; side < sides.length; side++) {
        const sentence = tallies.failure(cell, side);
        if (sentence !== undefined) failures.push([cell, side, sentence]);
      }
    this.post({
      type: 'counts',
      cells,
      particles: pick(tallies.particles),
      escaped: tallies.escaped.map(pick),
      together: tallies.together.map(pick),
      failures,
    });
  }

  private fail(error: unknown): void {
    this.post({
      type: 'failed',
      sentence: messageOf(error),
      report: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}

const TYPES: Record<MapFormat, string> = {
  json: 'application/json',
  csv: 'text/csv',
  npz: 'application/zip',
};

/** A map of a file. Throws MapFileError with the file's name. */
function readMapOf(name: string, input: unknown): ReadMap {
  try {
    return readMap(input);
  } catch (error) {
    throw error instanceof MapFileError ? error.in(name) : error;
  }
}

/** What a file does not show, or says of another version; null where there is nothing to tell. */
function provenanceOf(name: string, { run, proof }: ReadMap): string | null {
  const { version } = run.engine;
  const file = `The map in ${plain(name)}`;
  if (proof === 'broken')
    return `${file} was changed after it was written: its digest does not match its counts. It is shown as it is, and keeps that digest when it is saved.`;
  if (proof === 'none')
    return `${file} has no digest: nothing proves that its counts are unchanged. It is saved without one again.`;
  return version === VERSION
    ? null
    : `${file} was counted by version ${version}; this one is ${VERSION}.`;
}

/** Replicas that a distribution of first passages is made of, at most. */
const MOST_PASSAGES = 2 ** 20;

/** Other engines count other integers. */
function keyOf(sweep: Sweep, { kind, adapter, version }: EngineIdentity): string {
  return canonicalJson({ sweep, engine: { kind, adapter, version } });
}

/** The engine is gone, or has become another one. */
function isLoss(error: unknown): boolean {
  return error instanceof DeviceLostError || error instanceof OtherEngineError;
}

/** With the exact probabilities that the page has; as it is where it has none. */
function withExact(theoryAt: TheoryAt, exact: readonly Float64Array[]): TheoryAt {
  if (exact.every((list) => list.every(Number.isNaN))) return theoryAt;
  return (cell, side) => {
    const probability = exact[side][cell];
    return {
      exact: null,
      ...theoryAt(cell, side),
      ...(Number.isNaN(probability) ? {} : { exact: probability }),
    };
  };
}
