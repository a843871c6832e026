import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { DeviceLostError } from '../../../src/engine/errors';
import { historyToCsv } from '../../../src/experiment/export';
import { Recorder } from '../../../src/experiment/history';
import { LostRunError, runSpec } from '../../../src/experiment/run';
import { parseSpec } from '../../../src/spec/schema';
import { FakeEngine } from './fake-engine';

const STEPS = 200;
const inputs = (time: object) => ({
  loss: { a: [1, -1] },
  noise: { sigma: 1, tau: 0.5, law: 'two-point' },
  time: { dt: 0.05, steps: STEPS, ...time },
  start: { kind: 'gaussian' },
  escape: { radius: 3 },
  ensemble: { particles: 501 },
  histogram: { coordinate: 1, bins: 8 },
});
const run = (time: object, engine = createCpuEngine('float64')) =>
  runSpec(engine, parseSpec(inputs(time)));

describe('the history of a run', () => {
  test('is at each step what a run to that step ends with', async () => {
    const { history, escape: last } = await run({
      record: [0, 1, 63, 100, STEPS],
      levels: [0.25, 0.5],
    });
    expect(history!.steps).toEqual([0, 1, 63, 100, STEPS]);
    for (const [k, steps] of history!.steps.entries()) {
      if (steps === 0) continue;
      let x: Float32Array = new Float32Array();
      let y: Float32Array = new Float32Array();
      const short = await runSpec(createCpuEngine('float64'), parseSpec(inputs({ steps })), {
        onEnd: async (ensemble) => {
          x = await ensemble.read(501, 0);
          y = await ensemble.read(501, 1);
        },
      });
      const mean = y.reduce((sum, value) => sum + value, 0) / 501;
      const squares = y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      const loss = x.reduce((sum, value, i) => sum - value ** 2 / 2 + y[i] ** 2 / 2, 0) / 501;
      expect(history!.mean[k]).toBeCloseTo(mean, 12);
      expect(history!.variance[k]! / (squares / 500)).toBeCloseTo(1, 12);
      expect(history!.standardError[k]! / Math.sqrt(squares / 500 / 501)).toBeCloseTo(1, 12);
      expect(history!.meanLoss[k]! / loss).toBeCloseTo(1, 10);
      expect(history!.quantiles[0][k]).toBe(short.quantiles['0.25']);
      expect(history!.quantiles[1][k]).toBe(short.quantiles['0.5']);
      const { count, probability, low, high } = short.escape;
      expect([history!.escaped[k], history!.share[k]]).toEqual([count, probability]);
      expect([history!.low[k], history!.high[k]]).toEqual([low, high]);
    }
    expect(history!.escaped[0]).toBe(0);
    expect(history!.escaped.at(-1)).toBe(last.count);
    expect(last.count).toBeGreaterThan(50);
    // The survival curve has the steps that are asked for.
    expect(last.times.survival.steps).toEqual(history!.steps);
    expect(last.times.survival.inside).toEqual(history!.escaped.map((count) => 501 - count));
  });

  test('changes no particle', async () => {
    const plain = await run({});
    const recorded = await run({ record: 7 });
    expect(plain).not.toHaveProperty('history');
    expect(recorded.histogram).toEqual(plain.histogram);
    expect(recorded.quantiles).toEqual(plain.quantiles);
    expect(recorded.history!.steps).toHaveLength(30);
  });

  test('ends before the device that was lost', async () => {
    const engine = new FakeEngine();
    engine.loseAt = 150;
    const lost = await run({ record: 50 }, engine as never).catch((error) => error);
    expect(lost).toBeInstanceOf(LostRunError);
    expect(lost.cause).toBeInstanceOf(DeviceLostError);
    expect(lost.partial.history.steps.at(-1)).toBeLessThan(150);
  });

  test('of a run that goes on has the steps of the longer run', async () => {
    const spec = parseSpec(inputs({ steps: 10, record: 4 }));
    const ensemble = await new FakeEngine().create(spec);
    const recorder = Recorder.of(spec)!;
    const goTo = async (end: number) => {
      for (recorder.until(end); ensemble.step < end; ) {
        await recorder.look(ensemble);
        await ensemble.advance(Math.min(end, recorder.next));
      }
      await recorder.look(ensemble);
    };
    await goTo(10);
    expect(recorder.history.steps).toEqual([0, 4, 8, 10]);
    await goTo(13);
    expect(recorder.history.steps).toEqual([0, 4, 8, 12, 13]);
    const { levels, confidence, quantiles, ...columns } = recorder.history;
    for (const column of [...quantiles, ...Object.values(columns)]) expect(column).toHaveLength(5);
    await ensemble.advance(20);
    recorder.until(20);
    await expect(recorder.look(ensemble)).rejects.toThrow('A step to record was passed.');
  });

  test('is a table', async () => {
    const { history } = await run({ record: 100, levels: [0.5, 0.999] });
    const rows = historyToCsv(history!, 0.05)
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    expect(rows[0].join()).toBe(
      'step,time,mean,standardError,variance,q0.5,q0.999,escaped,share,low,high,meanLoss',
    );
    expect(rows.slice(1).map(([step, time]) => [step, time])).toEqual([
      ['0', '0'],
      ['100', '5'],
      ['200', '10'],
    ]);
    expect(rows[2].slice(2).map(Number)).toEqual(
      [
        history!.mean,
        history!.standardError,
        history!.variance,
        ...history!.quantiles,
        history!.escaped,
        history!.share,
        history!.low,
        history!.high,
        history!.meanLoss,
      ].map((column) => column[1]),
    );
  });
});
