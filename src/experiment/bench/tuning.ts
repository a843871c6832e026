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

/** The default first. */
const CANDIDATES: readonly Tuning[] = [
  DEFAULT_TUNING,
  { workgroupSize: 32, particlesPerInvocation: 1 },
  { workgroupSize: 128, particlesPerInvocation: 1 },
  { workgroupSize: 256, particlesPerInvocation: 1 },
  { workgroupSize: 64, particlesPerInvocation: 4 },
];
/** What a candidate has to win by, so that noise does not choose. */
const LEAST_GAIN = 1.05;

/**
 * Times an engine's plainest run in a few layouts, in turn, for about a second; the default stays
 * unless another is faster by a twentieth in the median of five samples. Only speed depends on it.
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
    const best = candidates.reduce((a, b) =>
      b.particleStepsPerSecond > a.particleStepsPerSecond ? b : a,
    );
    const gain = best.particleStepsPerSecond / candidates[0].particleStepsPerSecond;
    return { tuning: gain >= LEAST_GAIN ? best.tuning : DEFAULT_TUNING, candidates };
  } finally {
    for (const task of tasks) task.destroy();
  }
}
