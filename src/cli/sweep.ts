import { DeviceLostError, type Engine } from '../engine/engine';
import { noiseGain } from '../experiment/sweep/agreement';
import { type MapResult, mapResult } from '../experiment/sweep/map-result';
import { cellsOf, type SweepProgress, SweepRun } from '../experiment/sweep/sweep-run';
import { type Shard, WHOLE_MAP } from '../experiment/sweep/tallies';
import { SIDE_NAMES } from '../spec/sweep';
import { parseSweepText } from '../spec/sweep-schema';
import { readArguments } from './arguments';
import { openCpuPool } from './cpu-workers';
import { engineChoice, openEngine } from './engines';
import { EXIT, UsageError } from './exit';
import { nameOfInput, readText } from './input';
import { mapFormat, writeMap } from './map-output';
import { checkOutput, ProgressLine } from './output';
import { checkReplaceable, isReplaceable } from './replace-file';
import { CheckpointFile } from './sweep-checkpoint';

/** Beyond the processors of any machine. */
const MOST_THREADS = 1024;

/** `saddlescape sweep`: counts a map of escape probabilities, or a shard of one, and writes its document. */
export async function sweep(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'sweep', {
    engine: { type: 'string' },
    threads: { type: 'string' },
    shard: { type: 'string' },
    resume: { type: 'boolean' },
    out: { type: 'string' },
    timings: { type: 'boolean' },
  });
  const choice = engineChoice(values.engine);
  const threads = threadCount(values.threads);
  if (threads !== undefined && choice === 'gpu')
    throw new UsageError('--threads is for the CPU engine; leave it out, or give --engine cpu.');
  const shard = readShard(values.shard);
  const { out } = values;
  if (positionals.length !== 1)
    throw new UsageError('sweep takes one sweep: give the path of a JSON file, or - for standard input.');
  if (values.resume && out === undefined)
    throw new UsageError('--resume needs --out: what it goes on from lies beside that file.');
  if (shard.count > 1 && mapFormat(out) !== 'json')
    throw new UsageError(
      `--out: a shard is written as JSON, which merge takes; give it another name than ${out}.`,
    );
  const [path] = positionals;
  const document = parseSweepText(await readText(path, 'sweep'), nameOfInput(path));
  checkOutput(out);
  const checkpoint = checkpointFor(out, values.resume === true);

  const { engine, sentence } = await openEngine(choice, () => openCpuPool(threads));
  try {
    process.stderr.write(`${sentence}\n`);
    const kept = values.resume ? checkpoint?.resume(document, shard, engine.identity) : null;
    if (values.resume) process.stderr.write(`${whereFrom(kept, checkpoint)}\n`);
    if (kept?.finished && !checkpoint?.exists) return EXIT.done;
    const run = kept ?? new SweepRun(document, engine.identity, shard);
    const work = new Work(run, engine, { out, checkpoint, timings: values.timings === true });
    return await work.finish();
  } finally {
    engine.destroy();
  }
}

/** Null where nothing is kept: without --out, and where that is a device or a pipe. */
function checkpointFor(out: string | undefined, resume: boolean): CheckpointFile | null {
  if (out === undefined) return null;
  if (!isReplaceable(out)) {
    if (resume) throw new UsageError(`--resume: ${out} is no file, and nothing lies beside it.`);
    return null;
  }
  checkReplaceable(out);
  const checkpoint = new CheckpointFile(out);
  if (checkpoint.exists && !resume)
    throw new UsageError(
      `${checkpoint.path} holds a sweep that was not finished; give --resume to go on with it, or remove the file to start again.`,
    );
  return checkpoint;
}

function whereFrom(kept: SweepRun | null | undefined, checkpoint: CheckpointFile | null): string {
  if (!kept) return `There is no ${checkpoint?.path} to go on from: the sweep starts from the beginning.`;
  if (kept.finished) return 'The sweep is finished already.';
  const replicas = kept.tallies.particles.reduce((sum, count) => sum + count, 0);
  return `Going on from ${replicas} replicas that are counted already.`;
}

/** `i/n`; the whole map where it is left out. */
function readShard(text: string | undefined): Shard {
  if (text === undefined) return WHOLE_MAP;
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index < shard.count) return shard;
  throw new UsageError(
    `--shard: ${JSON.stringify(text.slice(0, 60))} is not accepted; give i/n with i from 0 to n - 1, such as 0/4 for the first of four.`,
  );
}

function threadCount(text: string | undefined): number | undefined {
  if (text === undefined || (/^[1-9]\d{0,3}$/.test(text) && Number(text) <= MOST_THREADS))
    return text === undefined ? undefined : Number(text);
  throw new UsageError(
    `--threads: ${JSON.stringify(text.slice(0, 60))} is not accepted; give a whole number from 1 to ${MOST_THREADS}.`,
  );
}

interface WorkOptions {
  out: string | undefined;
  checkpoint: CheckpointFile | null;
  timings: boolean;
}

/** A run on its way to the end, or to where it is stopped. */
class Work {
  private readonly stop = new AbortController();
  private readonly line = new ProgressLine();
  private progress: SweepProgress | null = null;

  constructor(
    private readonly run: SweepRun,
    private readonly engine: Engine,
    private readonly options: WorkOptions,
  ) {}

  /** @returns The exit code. */
  async finish(): Promise<number> {
    const { run, engine, options } = this;
    const { checkpoint } = options;
    process.stderr.write(`${costOf(run)}\n`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => this.stop.abort());
    try {
      await run.advance(engine, {
        signal: this.stop.signal,
        onProgress: (progress) => this.look(progress),
      });
    } catch (error) {
      this.line.clear();
      if (!(error instanceof DeviceLostError)) throw error;
      await this.keep(`The device was lost (${error.message})`);
      return EXIT.deviceLost;
    }
    this.line.clear();
    if (!run.finished) {
      await this.keep('The sweep was stopped');
      return EXIT.interrupted;
    }
    writeMap(await this.document(), options.out);
    checkpoint?.remove();
    process.stderr.write(`${this.gains()}${this.failures()}${this.speed()}\n`);
    return EXIT.done;
  }

  private look(progress: SweepProgress): void {
    this.progress = progress;
    this.options.checkpoint?.writeIfDue(this.run);
    this.line.show(describe(progress));
  }

  /** Writes what is counted so far, and says how to go on. */
  private async keep(what: string): Promise<void> {
    const { run, options } = this;
    options.checkpoint?.write(run);
    writeMap(await this.document(), options.out);
    const done = `${this.progress?.cellsDone ?? 0} of ${cellsOf(run)} cells done`;
    const how = options.checkpoint
      ? 'the same command with --resume goes on'
      : 'a sweep with --out could go on from there';
    process.stderr.write(
      `${this.gains()}${this.failures()}${what} with ${done}; the map so far was written to ${options.out ?? 'standard output'}, and ${how}.\n`,
    );
  }

  private document(): Promise<MapResult> {
    const { run, options, progress } = this;
    const timing = options.timings && progress ? progress : undefined;
    this.line.show('writing the map');
    return mapResult(run, timing).finally(() => this.line.clear());
  }

  /** How many cells failed, and why the first did; nothing where none did. */
  private failures(): string {
    const { tallies, columns } = this.run;
    const first = Math.min(...tallies.failures.keys());
    if (!Number.isFinite(first)) return '';
    const failed = new Set(Array.from(tallies.failures.keys(), (key) => Math.floor(key / tallies.sides)));
    const cell = Math.floor(first / tallies.sides);
    const side = tallies.sides > 1 ? ` on side ${SIDE_NAMES[first % tallies.sides]}` : '';
    return `${failed.size} of ${cellsOf(this.run)} cells failed; the first, (${cell % columns}, ${Math.floor(cell / columns)})${side}: ${tallies.failures.get(first)}\n`;
  }

  /** What the same noise gains for each difference; nothing where sides have noise of their own. */
  private gains(): string {
    const { tallies, sweep } = this.run;
    const words = SIDE_NAMES.slice(1, tallies.sides).flatMap((name, k) => {
      const gain = sweep.sameNoise ? noiseGain(tallies, k + 1) : null;
      return gain === null ? [] : [`${gain.toFixed(2)} times for a - ${name}`];
    });
    return words.length === 0 ? '' : `The same noise makes standard errors smaller: ${words.join(', ')}.\n`;
  }

  private speed(): string {
    const { seconds, particleStepsPerSecond } = this.progress ?? { seconds: 0, particleStepsPerSecond: 0 };
    return `${cellsOf(this.run)} cells in ${seconds.toPrecision(3)} s, ${rateText(particleStepsPerSecond)}.`;
  }
}

function costOf(run: SweepRun): string {
  const { sweep, sides } = run;
  const parts = [
    `${cellsOf(run)} cells`,
    ...(sides.length > 1 ? [`${sides.length} sides`] : []),
    `${sweep.replicas} replicas`,
  ];
  const more = sweep.halfWidth === undefined ? '' : ', and more where the intervals are wide';
  return `${parts.join(' x ')}: at most ${exponential(run.work)} particle-steps${more}.`;
}

const PHASES: Record<SweepProgress['phase'], string> = {
  preview: 'first picture',
  fill: 'all replicas',
  refine: 'refining',
};

function describe({ phase, cellsDone, cells, done, total, particleStepsPerSecond }: SweepProgress): string {
  const seconds = (total - done) / Math.max(particleStepsPerSecond, 1e-9);
  // How long refining takes is not to be known before its intervals are.
  const left = phase === 'refine' ? '' : `, ${Math.ceil(seconds)} s left`;
  return `${PHASES[phase]}, ${cellsDone} of ${cells} cells done, ${rateText(particleStepsPerSecond)}${left}`;
}

function rateText(rate: number): string {
  return `${exponential(rate)} particle-steps/s`;
}

function exponential(value: number): string {
  return Number(value.toPrecision(3)).toExponential();
}
