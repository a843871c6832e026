import { availableParallelism } from 'node:os';
import type { Engine } from '../engine/engine';
import { DeviceLostError } from '../engine/open';
import { noiseGain } from '../experiment/sweep/exact-agreement';
import { type MapFormat, mapContent } from '../experiment/sweep/map-files';
import { type MapResult, mapResult, type TheoryAt } from '../experiment/sweep/map-result';
import { exactOfRun, growthOfRun, NO_THEORY } from '../experiment/sweep/run-theory';
import { cellsOf, type SweepProgress, SweepRun } from '../experiment/sweep/sweep-run';
import { type Shard, WHOLE_MAP } from '../experiment/sweep/tallies';
import type { TheoryProgress } from '../experiment/sweep/theory-pool';
import { openTheoryThread } from '../host/node/theory-threads';
import { SIDE_NAMES } from '../spec/sweep';
import { parseSweep, sidesOf } from '../spec/sweep-schema';
import { readWritten } from '../spec/written-text';
import { readArguments } from './arguments';
import { askedEngine, engineFor } from './engines';
import { EXIT, UsageError } from './exit';
import { nameOfInput, readText } from './input';
import { mapDestination } from './map-destination';
import { exponential, shareDone, timeLeft } from './numbers';
import type { Destination } from './output/destination';
import { ProgressLine } from './output/progress-line';
import { OutputError } from './output/reasons';
import { say } from './output/streams';
import { checkNamed, sweepWithSamples, takeSamples } from './samples';
import { stopCode, stopSignal } from './signals';
import { CheckpointFile } from './sweep-checkpoint';

/** Growth rates take less for most maps: no threads are started for them. */
const ALONE_MILLISECONDS = 100;

/** Beyond the processors of any machine. */
const MOST_THREADS = 1024;

/**
 * `saddlescape sweep`: counts a map of escape probabilities, or a shard of one, and writes its
 * document.
 */
export async function sweep(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'sweep');
  const asked = askedEngine(values);
  const threads = threadCount(values.threads);
  if (threads !== undefined && asked.choice === 'gpu')
    throw new UsageError('--threads is for the CPU engine; leave it out, or give --engine cpu.');
  const shard = readShard(values.shard);
  const { out } = values;
  if (positionals.length !== 1)
    throw new UsageError(
      'sweep takes one sweep: give the path of a JSON file, or - for standard input.',
    );
  if (values.resume && out === undefined)
    throw new UsageError('--resume needs --out: the checkpoint is beside that file.');
  const destination = mapDestination(out, 'sweep', positionals);
  if (shard.count > 1 && destination.format !== 'json')
    throw new UsageError(
      `--out: a shard is written as JSON, which merge takes; give it another name than ${out}.`,
    );
  if (values.resume && destination.file === null)
    throw new UsageError(`--resume: ${destination.name} is not a file, so it has no checkpoint.`);
  const [path] = positionals;
  const samples = takeSamples(values.samples);
  const written = readWritten(await readText(path, 'sweep'), {
    what: 'sweep',
    name: nameOfInput(path),
  });
  const document = parseSweep(sweepWithSamples(written, samples));
  checkNamed(samples, sidesOf(document));
  const checkpoint =
    destination.file === null
      ? null
      : new CheckpointFile(destination.file, destination.format, positionals);
  try {
    if (checkpoint?.exists && !values.resume)
      throw new UsageError(
        `${checkpoint.path} holds an unfinished sweep; give --resume to continue it, or remove the file to start again.`,
      );
    const engine = await engineFor(asked, sidesOf(document), threads);
    try {
      const kept = values.resume ? checkpoint?.resume(document, shard, engine.identity) : null;
      if (values.resume) say(`${whereFrom(kept, checkpoint)}\n`);
      if (kept?.finished && !checkpoint?.exists) return EXIT.done;
      const run = kept ?? new SweepRun(document, engine.identity, shard);
      const timings = values.timings === true;
      const exact = values.exact === true;
      const options = { destination, checkpoint, timings, exact };
      return await new Work(run, engine, {
        ...options,
        threads: threads ?? availableParallelism(),
      }).finish();
    } finally {
      engine.destroy();
    }
  } finally {
    checkpoint?.close();
  }
}

function whereFrom(kept: SweepRun | null | undefined, checkpoint: CheckpointFile | null): string {
  if (!kept)
    return `There is no ${checkpoint?.path} to resume from: the sweep starts from the beginning.`;
  if (kept.finished) return 'The sweep is already finished.';
  return `Resuming after ${replicasOf(kept)} counted replicas.`;
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
  destination: Destination<MapFormat>;
  checkpoint: CheckpointFile | null;
  timings: boolean;
  exact: boolean;
  /** For theory. */
  threads: number;
}

/** A run on its way to the end, or to where it is stopped. */
class Work {
  private readonly line: ProgressLine;
  private progress: SweepProgress | null = null;
  private agreement: NonNullable<MapResult['agreement']> = [];
  private growthKnown = false;

  constructor(
    private readonly run: SweepRun,
    private readonly engine: Engine,
    private readonly options: WorkOptions,
  ) {
    this.line = new ProgressLine(`the first replicas of ${cellsOf(run)} cells`);
  }

  /** @returns The exit code. */
  async finish(): Promise<number> {
    try {
      return await this.work();
    } finally {
      this.line.end();
    }
  }

  private async work(): Promise<number> {
    const { run, engine, options } = this;
    const { checkpoint } = options;
    say(`${costOf(run)}\n`);
    try {
      await run.advance(engine, {
        signal: stopSignal(),
        onProgress: (progress) => this.look(progress),
      });
    } catch (error) {
      if (!(error instanceof DeviceLostError)) throw error;
      await this.keep(`The device was lost (${error.message})`);
      return EXIT.deviceLost;
    }
    if (!run.finished) {
      await this.keep('The sweep was stopped');
      return stopCode();
    }
    await this.deliver();
    if (stopSignal().aborted) {
      this.leaveTheory();
      return stopCode();
    }
    checkpoint?.remove();
    say(`${this.gains()}${this.agreements()}${this.failures()}${this.speed()}\n`);
    return EXIT.done;
  }

  /** Says what is there and what is not, and how to go on, where theory was stopped. */
  private leaveTheory(): void {
    const { run, options } = this;
    options.checkpoint?.write(run);
    const how = options.checkpoint ? '; the same command with --resume computes them' : '';
    const what = this.growthKnown ? 'The exact probabilities' : 'Growth rates';
    say(
      `${this.gains()}${this.failures()}${what} were stopped: all counts were written to ${options.destination.name} without them${how}.\n`,
    );
  }

  private look(progress: SweepProgress): void {
    this.progress = progress;
    this.options.checkpoint?.writeIfDue(this.run);
    const { phase, done, total } = progress;
    this.line.show(describe(progress, this.run), phase === 'refine' ? null : done / total);
  }

  /** Writes what is counted so far, and says how to go on. */
  private async keep(what: string): Promise<void> {
    const { run, options } = this;
    this.line.clear();
    options.checkpoint?.write(run);
    await this.deliver();
    const done = `${this.progress?.cellsDone ?? 0} of ${cellsOf(run)} cells done`;
    const how = options.checkpoint
      ? 'the same command with --resume continues it'
      : 'a sweep with --out could be resumed';
    say(
      `${this.gains()}${this.failures()}${what} with ${done}; the map so far was written to ${options.destination.name}, and ${how}.\n`,
    );
  }

  /** Writes the map; where that fails, the sentence says what is kept. */
  private async deliver(): Promise<void> {
    const { run, options, progress } = this;
    const { destination, checkpoint, timings } = options;
    const timing = timings && progress ? progress : undefined;
    const theoryAt = await this.theory();
    const map = await mapResult(run, timing, theoryAt);
    this.line.end();
    this.agreement = map.agreement ?? [];
    checkpoint?.checkHeld();
    try {
      await destination.write(mapContent(map, destination.format));
    } catch (error) {
      if (!(error instanceof OutputError)) throw error;
      const kept = checkpoint?.rescue(run) ?? 'Nothing is kept; with --out a sweep can be resumed.';
      throw new OutputError(`${error.message} ${kept}`);
    }
  }

  /**
   * What the map says of theory. A signal that comes once all is counted stops it; the growth rates
   * of a map that a signal has stopped before are computed, until the next signal.
   */
  private async theory(): Promise<TheoryAt> {
    const { run, options, line } = this;
    const signal = run.finished ? stopSignal() : new AbortController().signal;
    const threads = (what: string) => ({
      open: openTheoryThread,
      threads: options.threads,
      signal,
      onProgress: ({ done, of, secondsLeft }: TheoryProgress) =>
        line.show(`${what} of ${done} of ${of} cells, ${timeLeft(secondsLeft)} left`, done / of),
    });
    const growthAt = await growthOfRun(run, {
      ...threads('writing the map: growth rates'),
      aloneMilliseconds: ALONE_MILLISECONDS,
    });
    this.growthKnown = growthAt !== null;
    if (!growthAt) return NO_THEORY;
    // Whoever stops a sweep does not wait for exact probabilities.
    if (!options.exact || !run.finished) return growthAt;
    line.clear();
    say(`All is counted; exact probabilities of ${cellsOf(run)} cells follow.\n`);
    return (await exactOfRun(run, growthAt, threads('exact probabilities'))) ?? growthAt;
  }

  /** How many cells failed, and why the first did; nothing where none did. */
  private failures(): string {
    const { tallies, columns } = this.run;
    const first = Math.min(...tallies.failures.keys());
    if (!Number.isFinite(first)) return '';
    const failed = new Set(
      Array.from(tallies.failures.keys(), (key) => Math.floor(key / tallies.sides)),
    );
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
    return words.length === 0
      ? ''
      : `The same noise makes standard errors smaller: ${words.join(', ')}.\n`;
  }

  /** How counts agree with exact probabilities; nothing where none are known. */
  private agreements(): string {
    return this.agreement
      .flatMap((found, side) =>
        found
          ? [
              `Side ${SIDE_NAMES[side]}: ${found.outside} of ${found.cells} cells outside their 99 % interval; ${found.expected.toPrecision(2)} expected, up to ${found.most} by chance; largest |z| ${found.largestZ.toFixed(1)}.\n`,
            ]
          : [],
      )
      .join('');
  }

  private speed(): string {
    const { seconds, particleStepsPerSecond } = this.progress ?? {
      seconds: 0,
      particleStepsPerSecond: 0,
    };
    return `${cellsOf(this.run)} cells in ${seconds.toPrecision(3)} s, ${exponential(particleStepsPerSecond)} particle-steps/s.`;
  }
}

function costOf(run: SweepRun): string {
  const { sweep, sides } = run;
  const parts = [
    `${cellsOf(run)} cells`,
    ...(sides.length > 1 ? [`${sides.length} sides`] : []),
    `${sweep.replicas} replicas`,
  ];
  if (run.responses.length > 0) parts.push('2 runs, the second for the responses');
  const more = sweep.halfWidth === undefined ? '' : ', and more where the intervals are wide';
  return `${parts.join(' x ')}: at most ${exponential(run.work)} particle-steps${more}.`;
}

const PHASES: Record<SweepProgress['phase'], string> = {
  preview: 'first picture',
  fill: 'all replicas',
  refine: 'refining',
  respond: 'responses',
};

function describe(progress: SweepProgress, run: SweepRun): string {
  const { phase, cellsDone, cells, done, total, particleStepsPerSecond } = progress;
  const rate = `${exponential(particleStepsPerSecond)} particle-steps/s`;
  // How much refining is left is not to be known before its intervals are.
  if (phase === 'refine')
    return `${PHASES[phase]}, ${cellsDone} of ${cells} cells done, ${exponential(replicasOf(run))} replicas, ${rate}`;
  const left = timeLeft((total - done) / Math.max(particleStepsPerSecond, 1e-9));
  return `${PHASES[phase]}, ${shareDone(done, total)}: ${exponential(done)} of ${exponential(total)} particle-steps, ${cellsDone} of ${cells} cells done, ${rate}, ${left} left`;
}

function replicasOf({ tallies }: SweepRun): number {
  return tallies.particles.reduce((sum, count) => sum + count, 0);
}
