import type { Engine, EngineIdentity, EscapeBatch, EscapeOptions } from '../../engine/engine';
import { DeviceLostError, isSameEngine, messageOf, OtherEngineError } from '../../engine/open';
import { type CellSpec, compileCells } from '../../spec/cell-spec';
import { parseResponse, type Response } from '../../spec/response';
import type { Spec } from '../../spec/spec';
import { SpecError } from '../../spec/spec-error';
import { axisCount, type Sweep } from '../../spec/sweep';
import { sidesOf } from '../../spec/sweep-schema';
import { countOrFail } from './count-or-fail';
import { coarseToFine, goalOf, type Phase, type Piece, Plan } from './plan';
import { replicasOf, responsesOf } from './responses';
import { type Shard, Tallies, WHOLE_MAP } from './tallies';

export interface SweepOptions {
  /**
   * Told after every slice of work; the next one waits for it, and the engine is free meanwhile.
   */
  onProgress?: (progress: SweepProgress) => void | Promise<void>;
  /**
   * Stops the sweep, in the slice it is in where the engine can, else after it; what is counted is
   * kept but for that slice, and the sweep can go on.
   */
  signal?: AbortSignal;
  /** Time a slice is tuned to, and particle-steps of the first one. */
  slices?: { seconds: number; first: number };
  escapes?: EscapeOptions;
}

/** How far a map is. */
export interface SweepProgress {
  /** respond: replicas are run again for the responses. */
  phase: Phase | 'respond';
  /** Cells that have all their replicas, or failed. */
  cellsDone: number;
  /** Cells in all. */
  cells: number;
  /** Particle-steps, over all sides, as if no replica left early; beyond `total` while refined. */
  done: number;
  /** Particle-steps of unrefined cells, or what the responses will have taken. */
  total: number;
  /** Of this call of `advance`, likewise as if no replica left early. */
  seconds: number;
  /** done / seconds. */
  particleStepsPerSecond: number;
  /** Numbers of the cells whose counts changed in the slice. */
  changed: number[];
}

/** Often enough to be shown and stopped, long enough to cost nothing. */
const SLICES = { seconds: 0.2, first: 2 ** 23 };
/** Cells a slice has at most: their specs are made on the way. */
const MOST_PIECES = 4096;

/**
 * A map in the making. What it has counted is in `tallies`, complete at any time; `advance` adds to
 * it until the map is done or the signal says stop, and can be called again, after a stop, a
 * failure or, with the tallies of a checkpoint, in another process: the finished integers are the
 * same (tests/unit/experiment/sweep/sweep-run.test.ts). It belongs to one engine from its
 * beginning, which its documents name; no other can add to it.
 */
export class SweepRun {
  readonly columns: number;
  readonly rows: number;
  readonly sides: readonly Spec[];
  private readonly cellSpec: CellSpec;
  /** Who counted all of `tallies`. */
  readonly engine: Readonly<EngineIdentity>;
  readonly tallies: Tallies;
  /** What is to be known of a cell beside its counts. */
  readonly responses: readonly Response[];
  finished = false;

  /**
   * @param engine  Who counts, or counted `tallies`.
   * @param tallies  Of an earlier run of the same sweep, engine and shard.
   */
  constructor(
    readonly sweep: Sweep,
    engine: EngineIdentity,
    readonly shard: Shard = WHOLE_MAP,
    tallies?: Tallies,
  ) {
    this.engine = { ...engine };
    this.columns = axisCount(sweep.x);
    this.rows = axisCount(sweep.y);
    this.sides = sidesOf(sweep);
    this.cellSpec = compileCells(sweep, this.sides);
    this.responses = (sweep.responses ?? []).map((text) => parseResponse(text)!);
    this.tallies = tallies ?? new Tallies(this.columns * this.rows, this.sides.length);
  }

  get cells(): number {
    return this.columns * this.rows;
  }

  /** Whether a cell belongs to this shard. */
  has(cell: number): boolean {
    return cell % this.shard.count === this.shard.index;
  }

  /**
   * The spec of a side of a cell with the replicas that it has, or is to have: a run of it is the
   * cell. Throws SpecError where there can be none.
   */
  specOf(cell: number, side: number): Spec {
    const replicas = this.tallies.particles[cell] || this.sweep.replicas;
    return this.cellSpec(side, cell, replicas);
  }

  /**
   * Particle-steps of the whole map before any cell is refined, over all sides, as if no replica
   * left early: twice that where responses are asked for, for which replicas are run again.
   */
  get work(): number {
    let steps = 0;
    for (let cell = 0; cell < this.cells; cell++) if (this.has(cell)) steps += this.stepsOf(cell);
    return steps * this.sweep.replicas * (this.responses.length > 0 ? 2 : 1);
  }

  /** What is left of it. */
  get workLeft(): number {
    let work = 0;
    for (let cell = 0; cell < this.cells; cell++)
      if (this.has(cell))
        work +=
          Math.max(0, this.sweep.replicas - this.tallies.particles[cell]) * this.stepsOf(cell) +
          (this.lacksResponses(cell) ? this.sweep.replicas * this.stepsOf(cell) : 0);
    return work;
  }

  /** Steps of one replica on all sides together that can be counted. */
  private stepsOf(cell: number): number {
    let steps = 0;
    for (const side of this.tallies.counted(cell)) steps += this.horizons[side][cell];
    return steps;
  }

  /** Last steps by side and cell. Shape: f64[side][cells]. */
  private get horizons(): Float64Array[] {
    this.knownHorizons ??= this.sides.map((spec, side) => this.horizonsOf(spec, side));
    return this.knownHorizons;
  }
  private knownHorizons: Float64Array[] | null = null;

  private horizonsOf(spec: Spec, side: number): Float64Array {
    const { x, y, tied = {} } = this.sweep;
    const varies = [x.path, y.path, ...Object.keys(tied)].includes('time.steps');
    const horizons = new Float64Array(this.cells).fill(spec.time.steps);
    if (varies)
      for (let cell = 0; cell < this.cells; cell++)
        horizons[cell] = this.specAt(cell, side)?.time.steps ?? spec.time.steps;
    return horizons;
  }

  /**
   * Counts until the map is done, or until the signal says stop. Throws what the engine throws when
   * the device is gone for good.
   * @throws OtherEngineError where this is not the engine that the run is of.
   */
  async advance(engine: Engine, options: SweepOptions = {}): Promise<void> {
    this.checkEngine(engine);
    const plan = new Plan(this.sweep, this.tallies, this.columns, this.rows, this.shard);
    const progress = new Progress(this, (cell) => this.stepsOf(cell));
    const slices = options.slices ?? SLICES;
    let work = slices.first;
    while (!options.signal?.aborted) {
      const pieces = plan.next(work, (cell) => this.stepsOf(cell), MOST_PIECES);
      if (pieces.length === 0) {
        this.finished = await this.respond(engine, progress, options);
        break;
      }
      const started = performance.now();
      try {
        await this.count(engine, pieces, options);
      } catch (error) {
        if (options.signal?.aborted && error === options.signal.reason) break;
        throw error;
      }
      const seconds = (performance.now() - started) / 1000;
      work *= Math.min(4, Math.max(0.5, slices.seconds / Math.max(seconds, 1e-6)));
      await options.onProgress?.(progress.after(pieces, seconds, plan.phase));
    }
  }

  private async count(
    engine: Engine,
    pieces: readonly Piece[],
    { signal, escapes }: SweepOptions,
  ): Promise<void> {
    const batches: EscapeBatch[] = [];
    const counted: { piece: Piece; sides: number[] }[] = [];
    for (const piece of pieces) {
      const specs = this.sides.map((_, side) => this.specAt(piece.cell, side));
      const sides = specs.flatMap((spec, side) => (spec ? [side] : []));
      if (sides.length === 0) continue;
      batches.push({
        specs: specs.filter((spec) => spec !== null),
        first: piece.first,
        end: piece.end,
      });
      counted.push({ piece, sides });
    }
    const options = { ...escapes, ...(signal ? { signal } : {}) };
    const found = await countOrFail(engine, batches, options);
    // An engine may have become another one meanwhile.
    this.checkEngine(engine);
    for (const [k, tally] of found.entries()) {
      const { piece, sides } = counted[k];
      if (typeof tally === 'string')
        for (const side of sides) this.tallies.fail(piece.cell, side, tally);
      else this.tallies.add(piece.cell, piece.end - piece.first, sides, tally);
    }
  }

  /**
   * Responses of every cell, once all have their replicas.
   * @returns Whether all are known; not where the signal stops it before.
   */
  private async respond(
    engine: Engine,
    progress: Progress,
    { signal, onProgress, slices = SLICES, escapes = {} }: SweepOptions,
  ): Promise<boolean> {
    const { responses } = this;
    if (responses.length === 0) return true;
    let cells: number[] = [];
    let started = performance.now();
    const report = async () => {
      const seconds = (performance.now() - started) / 1000;
      await onProgress?.(progress.afterResponses(cells, seconds));
      cells = [];
      started = performance.now();
    };
    for (const cell of coarseToFine(this.columns, this.rows)) {
      if (!this.has(cell) || !this.lacksResponses(cell)) continue;
      for (const side of this.tallies.counted(cell)) {
        if (signal?.aborted) return false;
        const key = cell * this.sides.length + side;
        if (this.tallies.responses.has(key)) continue;
        const spec = this.specOf(cell, side);
        try {
          const replicas = await replicasOf(engine, spec, responses, {
            ...(signal ? { signal } : {}),
            options: escapes,
          });
          if (!replicas) return false;
          this.checkEngine(engine);
          this.tallies.responses.set(key, responsesOf(responses, replicas, spec.time.dt));
        } catch (error) {
          if (error instanceof DeviceLostError || error instanceof OtherEngineError) throw error;
          this.tallies.fail(cell, side, messageOf(error));
        }
      }
      cells.push(cell);
      if (performance.now() - started >= 1000 * slices.seconds) await report();
    }
    if (cells.length > 0) await report();
    return true;
  }

  /** Whether some side of a cell with replicas has no responses yet. */
  lacksResponses(cell: number): boolean {
    const { tallies, sides } = this;
    return (
      this.responses.length > 0 &&
      tallies.counted(cell).some((side) => !tallies.responses.has(cell * sides.length + side))
    );
  }

  private checkEngine({ identity }: Engine): void {
    if (!isSameEngine(identity, this.engine)) throw new OtherEngineError(this.engine, identity);
  }

  /** The spec of a side of a cell; where no run can have it, that side of the cell has failed. */
  private specAt(cell: number, side: number): Spec | null {
    if (this.tallies.failure(cell, side) !== undefined) return null;
    try {
      return this.specOf(cell, side);
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      this.tallies.fail(cell, side, error.message);
      return null;
    }
  }
}

/** How far a map is. */
class Progress {
  private total: number;
  private failures: number;
  private done = 0;
  private doneNow = 0;
  private seconds = 0;
  private cellsDone = 0;
  private readonly complete: Uint8Array;

  constructor(
    private readonly run: SweepRun,
    private readonly stepsOf: (cell: number) => number,
  ) {
    this.total = run.work;
    this.failures = run.tallies.failures.size;
    this.complete = new Uint8Array(run.cells);
    for (let cell = 0; cell < run.cells; cell++) {
      if (!run.has(cell)) continue;
      const known = run.responses.length > 0 && !run.lacksResponses(cell);
      this.done += run.tallies.particles[cell] * stepsOf(cell) * (known ? 2 : 1);
      this.look(cell);
    }
  }

  after(pieces: readonly Piece[], seconds: number, phase: Phase): SweepProgress {
    return this.add(
      pieces.map(({ cell, first, end }) => [cell, end - first]),
      seconds,
      phase,
    );
  }

  afterResponses(cells: readonly number[], seconds: number): SweepProgress {
    const { particles } = this.run.tallies;
    const { run } = this;
    const progress = this.add(
      cells.map((cell) => [cell, particles[cell]]),
      seconds,
      'respond',
    );
    // How many replicas a cell has is known by now.
    let left = 0;
    for (let cell = 0; cell < run.cells; cell++)
      if (run.has(cell) && run.lacksResponses(cell)) left += particles[cell] * this.stepsOf(cell);
    return { ...progress, total: progress.done + left };
  }

  private add(
    cells: readonly [cell: number, replicas: number][],
    seconds: number,
    phase: SweepProgress['phase'],
  ): SweepProgress {
    this.seconds += seconds;
    // Cells that turn out to fail are no work.
    if (this.run.tallies.failures.size > this.failures) this.total = this.run.work;
    this.failures = this.run.tallies.failures.size;
    for (const [cell, replicas] of cells) {
      const work = replicas * this.stepsOf(cell);
      this.done += work;
      this.doneNow += work;
      this.look(cell);
    }
    return {
      phase,
      cellsDone: this.cellsDone,
      cells: cellsOf(this.run),
      done: this.done,
      total: this.total,
      seconds: this.seconds,
      particleStepsPerSecond: this.doneNow / Math.max(this.seconds, 1e-9),
      changed: cells.map(([cell]) => cell),
    };
  }

  private look(cell: number): void {
    const { tallies, sweep } = this.run;
    const complete =
      tallies.counted(cell).length === 0 ||
      (goalOf(sweep, tallies, cell) === null && !this.run.lacksResponses(cell))
        ? 1
        : 0;
    this.cellsDone += complete - this.complete[cell];
    this.complete[cell] = complete;
  }
}

/** Cells of a run's shard. */
export function cellsOf({ cells, shard: { index, count } }: SweepRun): number {
  return Math.floor((cells - 1 - index) / count) + 1;
}
