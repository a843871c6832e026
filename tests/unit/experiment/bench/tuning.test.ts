import { describe, expect, test } from 'vitest';
import {
  DEFAULT_TUNING,
  type Engine,
  type Ensemble,
  type EnsembleOptions,
} from '../../../../src/engine/engine';
import { emptyReport } from '../../../../src/experiment/bench/empty-report';
import { circumstancesOf } from '../../../../src/experiment/bench/sections';
import { probeTuning, type TuningProbe } from '../../../../src/experiment/bench/tuning';
import type { Spec } from '../../../../src/spec/spec';
import { cpuPlatform } from './cpu-platform';

/** An engine whose steps take the time that its layout says, by a clock that only it moves. */
function engineOf(millisecondsPerBlock: (options: EnsembleOptions) => number) {
  const clock = { now: 0 };
  let alive = 0;
  const engine = {
    async create(spec: Spec, options: EnsembleOptions) {
      alive++;
      const ensemble = {
        spec,
        step: 0,
        async advance(target: number) {
          clock.now += ((target - ensemble.step) / 64) * millisecondsPerBlock(options);
          ensemble.step = target;
        },
        destroy() {
          alive--;
        },
      };
      return ensemble as unknown as Ensemble;
    },
  } as Engine;
  return { engine, now: () => clock.now, alive: () => alive };
}

describe('the probe of the layout', () => {
  test('takes what is clearly faster', async () => {
    const { engine, now, alive } = engineOf(({ workgroupSize }) =>
      workgroupSize === 256 ? 1 : 1.2,
    );
    const { tuning, candidates } = await probeTuning(engine, 1024, { now });
    expect(tuning).toEqual({ ...DEFAULT_TUNING, workgroupSize: 256 });
    expect(candidates[0].tuning).toEqual(DEFAULT_TUNING);
    expect(
      candidates.find((one) => one.tuning.workgroupSize === 256)!.particleStepsPerSecond,
    ).toBeCloseTo((64 * 1024) / 1e-3, 3);
    expect(alive()).toBe(0);
  });

  test('takes a shift apart from the layout', async () => {
    const { engine, now } = engineOf(({ workgroupSize, shift }) =>
      workgroupSize === 256 ? 1 : shift === 'by-float' ? 1.1 : 1.2,
    );
    const { tuning } = await probeTuning(engine, 1024, { now });
    expect(tuning).toEqual({ ...DEFAULT_TUNING, workgroupSize: 256, shift: 'by-float' });
  });

  test('takes lanes apart from the rest, and the fastest of several', async () => {
    const { engine, now } = engineOf(({ workgroupSize, lanes }) =>
      lanes === 2 ? 1.1 : { 32: 1.15, 64: 1.3, 128: 1.2, 256: 1.25 }[workgroupSize!]!,
    );
    const { tuning } = await probeTuning(engine, 1024, { now });
    expect(tuning).toEqual({ ...DEFAULT_TUNING, workgroupSize: 32, lanes: 2 });
  });

  test('stays with the default for less than a twentieth', async () => {
    const { engine, now } = engineOf(({ workgroupSize }) => (workgroupSize === 32 ? 0.96 : 1));
    expect((await probeTuning(engine, 1024, { now })).tuning).toEqual(DEFAULT_TUNING);
  });

  test('does not take what is slower', async () => {
    const { engine, now } = engineOf(({ workgroupSize }) =>
      workgroupSize === DEFAULT_TUNING.workgroupSize ? 1 : 3,
    );
    const { tuning, candidates } = await probeTuning(engine, 1024, { now });
    expect(tuning).toEqual(DEFAULT_TUNING);
    expect(candidates.length).toBeGreaterThan(3);
  });

  test('gives its ensembles back when it is stopped', async () => {
    const stop = new AbortController();
    const { engine, now, alive } = engineOf(() => {
      stop.abort();
      return 1;
    });
    await expect(probeTuning(engine, 1024, { now, signal: stop.signal })).rejects.toThrow(/abort/i);
    expect(alive()).toBe(0);
  });
});

describe('the report of a probe', () => {
  const wide = { ...DEFAULT_TUNING, lanes: 2 } as const;
  const linesOf = (tuning: TuningProbe) =>
    circumstancesOf({ ...emptyReport(cpuPlatform(), {}, ['headline']), tuning });

  test('says what was taken, the first candidate in full, and what differs of the others', () => {
    const candidates = [
      { tuning: DEFAULT_TUNING, particleStepsPerSecond: 100e6 },
      { tuning: { ...DEFAULT_TUNING, workgroupSize: 32 }, particleStepsPerSecond: 98e6 },
      { tuning: wide, particleStepsPerSecond: 114e6 },
    ];
    expect(linesOf({ tuning: wide, candidates })).toContain(
      'Layout: workgroups of 64, shift native, 2 particles an invocation; of workgroups of 64, shift native, one particle an invocation: 100; workgroups of 32: 98; 2 particles an invocation: 114 M particle-steps/s',
    );
  });

  test('says of one that was kept that it was', () => {
    expect(linesOf({ tuning: wide, candidates: [] })).toContain(
      'Layout: workgroups of 64, shift native, 2 particles an invocation, as probed before',
    );
  });
});
