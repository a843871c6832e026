import seedrandom from 'seedrandom';

/** Work that can be repeated and timed. */
export interface Task {
  /** Particle-steps of one unit. */
  readonly work: number;
  /** Does that many units, at least one; resolves when the device has done them. */
  run(units: number): Promise<void>;
  destroy(): void;
}

/** One sample of one task. */
export interface BenchSample {
  seconds: number;
  /** Particle-steps. */
  work: number;
}

export interface SamplingOptions {
  /** Samples of every task, >= 1. */
  samples: number;
  /** Least time of a sample, in seconds. */
  sampleSeconds: number;
  /** Least time every task is run for before the first sample, in seconds. */
  warmUpSeconds: number;
  /** Of the order within each round. */
  seed: string;
  signal?: AbortSignal | undefined;
  /** Told after every sample. */
  onSample?: () => void;
  /** Milliseconds; `performance.now` where left out. */
  now?: (() => number) | undefined;
}

/** Sample runs are made longer than asked by this, so that most need no second one. */
const MARGIN = 1.15;

/**
 * Times tasks in turn: in each round every one of them once, in an order that is shuffled anew, so
 * that what comes and goes on the machine meets all of them alike. No sample is shorter than asked:
 * one that is goes on.
 *
 * @returns Samples of each task, in the order of the rounds.
 * @throws The signal's reason, between two runs.
 */
export async function sampleInTurn(
  tasks: readonly Task[],
  options: SamplingOptions,
): Promise<BenchSample[][]> {
  const { samples, sampleSeconds, seed, signal, onSample, now = () => performance.now() } = options;
  const units: number[] = [];
  for (const task of tasks) units.push(await warmUp(task, options, now));
  const random = seedrandom(seed);
  const series: BenchSample[][] = tasks.map(() => []);
  for (let round = 0; round < samples; round++)
    for (const which of shuffled(tasks.length, random)) {
      const sample: BenchSample = { seconds: 0, work: 0 };
      while (sample.seconds < sampleSeconds) {
        signal?.throwIfAborted();
        const started = now();
        await tasks[which].run(units[which]);
        sample.seconds += (now() - started) / 1000;
        sample.work += units[which] * tasks[which].work;
      }
      series[which].push(sample);
      onSample?.();
    }
  return series;
}

/** Compiles, heats and finds out how many units fill a sample. */
async function warmUp(
  task: Task,
  { sampleSeconds, warmUpSeconds, signal }: SamplingOptions,
  now: () => number,
): Promise<number> {
  let units = 1;
  for (let total = 0; ; ) {
    signal?.throwIfAborted();
    const started = now();
    await task.run(units);
    const seconds = (now() - started) / 1000;
    total += seconds;
    const wanted = Math.ceil((units * MARGIN * sampleSeconds) / Math.max(seconds, 1e-4));
    // What was measured while things were still being compiled is not believed: at most four times
    // as much at once.
    const next = Math.min(wanted, 4 * units);
    if (total >= warmUpSeconds && next <= units * 1.5) return Math.max(1, wanted);
    units = Math.max(1, next);
  }
}

function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
