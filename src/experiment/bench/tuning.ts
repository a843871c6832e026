import type { Engine, Shift, Tuning } from '../../engine/engine';
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
].map((change) => ({ ...DEFAULT_TUNING, ...change }));
/** What a candidate has to win by, so that noise does not choose. */
const LEAST_GAIN = 1.05;

/**
 * Times an engine's plainest run in a few layouts and with either shift, in turn, for about a
 * second; the default stays unless another is faster by a twentieth in the median of five samples.
 * The layout and the shift are chosen apart. Only speed depends on them.
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
    const best = (shift: Shift) => {
      const [first, ...others] = candidates.filter(({ tuning }) => tuning.shift === shift);
      return others.reduce(
        (a, b) => (b.particleStepsPerSecond > a.particleStepsPerSecond ? b : a),
        first,
      );
    };
    const wins = ({ particleStepsPerSecond }: TuningProbe['candidates'][number]) =>
      particleStepsPerSecond >= LEAST_GAIN * candidates[0].particleStepsPerSecond;
    const [layout, shifted] = [best('native'), best('by-float')];
    return {
      tuning: {
        ...(wins(layout) ? layout.tuning : DEFAULT_TUNING),
        shift: wins(shifted) ? 'by-float' : 'native',
      },
      candidates,
    };
  } finally {
    for (const task of tasks) task.destroy();
  }
}
