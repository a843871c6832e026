import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { runSpec } from '../../src/experiment/run';
import { mapResult, mapToJson } from '../../src/experiment/sweep/map-result';
import { SweepRun } from '../../src/experiment/sweep/sweep-run';
import { histogramEdges } from '../../src/spec/histogram-edges';
import { effectiveRates } from '../../src/spec/rates';
import type { Spec } from '../../src/spec/spec';
import { axisValues, type Sweep } from '../../src/spec/sweep';
import { exactEscape } from '../../src/theory/escape/exact-escape';
import { binProbabilities } from '../../src/theory/laws/distribution';
import { growthOf, sigmaThresholds, theoryOf } from '../../src/theory/theory';

/** Name of a number, and all its digits. */
export type Entry = [name: string, text: string];

export interface Questions {
  specs: Spec[];
  /** Of few steps: the exact probability of escape takes its time for each. */
  escapes: Spec[];
  /** Of the specs, those whose run is short: the CPU engine makes it. */
  runs: Spec[];
  sweeps: Sweep[];
}

/** What is refused is a sentence, the same everywhere. */
function said(make: () => unknown): string {
  try {
    return JSON.stringify(make(), (_, value) =>
      typeof value === 'number' && !Number.isFinite(value)
        ? String(value)
        : ArrayBuffer.isView(value)
          ? Array.from(value as Float64Array)
          : value,
    );
  } catch (error) {
    return `${error}`;
  }
}

/** All that theory says about a spec, in texts. */
export function theoryText(spec: Spec): Entry[] {
  const step = spec.time.steps;
  const places = [-10, -1, -0.1, -1e-6, 0, 1e-6, 0.1, 1, 10];
  const shares = [1e-9, 0.01, 0.3, 0.5, 0.9, 0.999999];
  return [
    ['rates', said(() => effectiveRates(spec, spec.histogram.coordinate))],
    ['edges', said(() => histogramEdges(spec.histogram))],
    ['growth', said(() => growthOf(spec, 1e-4))],
    ['thresholds', said(() => sigmaThresholds(spec, 0))],
    ['theory', said(() => theoryOf(spec, step))],
    [
      'law',
      said(() => {
        const { law } = theoryOf(spec, step);
        return law && [places.map(law.cdf), places.map(law.survival), shares.map(law.quantile)];
      }),
    ],
    [
      'bins',
      said(() => {
        const { law } = theoryOf(spec, step);
        return law && binProbabilities(law, histogramEdges(spec.histogram), spec.histogram.axis);
      }),
    ],
  ];
}

/** How long something took is another matter. */
const untimed = (key: string, value: unknown) =>
  /^(seconds|particleStepsPerSecond)$/.test(key) ? undefined : value;

/** Every derived number of these specs, runs and maps: what must be the same on every machine. */
export async function allNumbers({ specs, escapes, runs, sweeps }: Questions): Promise<Entry[]> {
  const entries: Entry[] = [];
  specs.forEach((spec, i) => {
    for (const [name, text] of theoryText(spec)) entries.push([`spec ${i}, ${name}`, text]);
  });
  for (const [i, spec] of escapes.entries())
    entries.push([
      `escape ${i}`,
      said(() => exactEscape(spec, { mostPlaces: 2 ** 10, accuracy: null })),
    ]);
  const engine = createCpuEngine('fastest');
  for (const [i, spec] of runs.entries())
    entries.push([`run ${i}`, JSON.stringify(await runSpec(engine, spec), untimed)]);
  for (const [i, sweep] of sweeps.entries()) {
    const axes = [sweep.x, sweep.y].map((axis) => axis && axisValues(axis));
    entries.push([`axes of map ${i}`, JSON.stringify(axes)]);
    const run = new SweepRun(sweep, engine.identity);
    await run.advance(engine);
    entries.push([`map ${i}`, mapToJson(await mapResult(run))]);
  }
  return entries;
}

Object.assign(globalThis, { allNumbers });
