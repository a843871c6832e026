import { axisCount } from '../../spec/sweep';
import { type SideTheory, sideTheory, type TheoryAt } from './map-result';
import { coarseToFine } from './plan';
import type { SweepRun } from './sweep-run';
import { type TheoryOptions, type TheoryProgress, theoryOnThreads } from './theory-pool';

export interface RunTheoryOptions extends Omit<TheoryOptions, 'onAnswers'> {
  onProgress: (progress: TheoryProgress) => void;
}

export interface RunGrowthOptions extends RunTheoryOptions {
  /** By cell * sides + side: what is there is not computed, and what is computed is put there. */
  known?: Map<number, SideTheory>;
  /**
   * How long this thread computes before it starts others, in which no signal is heard: most
   * methods take microseconds a cell, less than a thread takes to start.
   */
  aloneMilliseconds?: number;
}

/**
 * Growth of every counted cell of a run, as its files have it: the same numbers whatever the number
 * of threads.
 *
 * @returns null where the signal has stopped it.
 * @throws Error where a thread ends or cannot be started.
 */
export async function growthOfRun(
  run: SweepRun,
  { known = new Map(), aloneMilliseconds = 0, onProgress, ...threads }: RunGrowthOptions,
): Promise<TheoryAt | null> {
  const { tallies } = run;
  const sides = run.sides.length;
  const missing = countedCells(run).filter((cell) =>
    tallies.counted(cell).some((side) => !known.has(cell * sides + side)),
  );
  const started = performance.now();
  let done = 0;
  while (done < missing.length && performance.now() - started < aloneMilliseconds) {
    const cell = missing[done++];
    for (const side of tallies.counted(cell))
      known.set(cell * sides + side, sideTheory(run.specOf(cell, side)));
  }
  const rest = missing.slice(done);
  const finished = await theoryOnThreads(
    { sweep: run.sweep, cells: rest, exact: false, growth: 'full' },
    {
      ...threads,
      onAnswers: (answers, progress) => {
        for (const { cell, side, theory } of answers)
          if (theory) known.set(cell * sides + side, theory);
        onProgress(progress);
      },
    },
  );
  return finished ? (cell, side) => known.get(cell * sides + side)! : null;
}

/**
 * The same with the exact probabilities of all counted cells.
 * @param growthAt  What is known of their growth.
 */
export async function exactOfRun(
  run: SweepRun,
  growthAt: TheoryAt,
  { onProgress, ...threads }: RunTheoryOptions,
): Promise<TheoryAt | null> {
  const sides = run.sides.length;
  const known = new Map<number, number | null>();
  const finished = await theoryOnThreads(
    { sweep: run.sweep, cells: countedCells(run), exact: true, growth: null },
    {
      ...threads,
      onAnswers: (answers, progress) => {
        for (const { cell, side, exact } of answers)
          known.set(cell * sides + side, exact!.probability);
        onProgress(progress);
      },
    },
  );
  if (!finished) return null;
  return (cell, side) => ({ ...growthAt(cell, side), exact: known.get(cell * sides + side)! });
}

/** Cells whose theory nobody has computed: a file has neither exponents nor how they are known. */
export const NO_THEORY: TheoryAt = () => ({ lyapunovExponent: null, sdeGrowthRate: null });

function countedCells(run: SweepRun): number[] {
  const { x, y } = run.sweep;
  return [...coarseToFine(axisCount(x), axisCount(y))].filter(
    (cell) => run.has(cell) && run.tallies.particles[cell] > 0,
  );
}
