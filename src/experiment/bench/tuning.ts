import type { Engine, Tuning } from '../../engine/engine';
import { DEFAULT_TUNING } from '../../engine/open';
import { sampleInTurn, type Task } from './sampling';
import { median } from './statistics';
import { PLAIN, taskOf } from './workloads';

/** What was tried on an adapter, and what is taken. */
export interface TuningProbe {
  tuning: Tuning;
  candidates: { tuning: Tuning; particleStepsPerSecond: number }[];
}

/** The default first, then what differs from it in one way. */
const CANDIDATES: readonly Tuning[] = [
  {},
  { workgroupSize: 32 },
  { workgroupSize: 128 },
  { workgroupSize: 256 },
  { shift: 'by-float' } as const,
  { lanes: 2 } as const,
].map((change) => ({ ...DEFAULT_TUNING, ...change }));
/** What a candidate has to win by, so that noise does not choose. */
const LEAST_GAIN = 1.05;

/**
 * Times an engine's plainest run in a few layouts, in turn, for about a second; the default stays
 * unless another is faster by a twentieth in the median of five samples. Each number of a layout is
 * chosen apart. Only speed depends on them.
 *
 * @param particles  Enough to fill the device: 2^20 on a graphics card.
 */
export async function probeTuning(
  engine: Engine,
  particles: number,
  { signal, now }: { signal?: AbortSignal | undefined; now?: (() => number) | undefined } = {},
): Promise<TuningProbe> {
  const tasks: Task[] = [];
  try {
    for (const tuning of CANDIDATES) tasks.push(await taskOf(engine, PLAIN, particles, tuning));
    const series = await sampleInTurn(tasks, {
      samples: 5,
      sampleSeconds: 0.02,
      warmUpSeconds: 0,
      seed: 'tuning',
      signal,
      now,
    });
    const candidates = series.map((samples, i) => ({
      tuning: CANDIDATES[i],
      particleStepsPerSecond: median(samples.map(({ seconds, work }) => work / seconds)),
    }));
    return { tuning: chosenOf(candidates), candidates };
  } finally {
    for (const task of tasks) task.destroy();
  }
}

/** Of each number of a layout the fastest one that wins, whatever the others are. */
function chosenOf([first, ...others]: TuningProbe['candidates']): Tuning {
  const chosen = { ...first.tuning };
  const rate = first.particleStepsPerSecond;
  const winners = others.filter((one) => one.particleStepsPerSecond >= LEAST_GAIN * rate);
  // The fastest last, so that it is the one that stays.
  winners.sort((a, b) => a.particleStepsPerSecond - b.particleStepsPerSecond);
  for (const { tuning } of winners)
    for (const key of Object.keys(tuning) as (keyof Tuning)[])
      if (tuning[key] !== first.tuning[key]) Object.assign(chosen, { [key]: tuning[key] });
  return chosen;
}
