import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { DeviceLostError } from '../../../src/engine/errors';
import { LostRunError, type Progress, runSpec, StoppedError } from '../../../src/experiment/run';
import { parseSpec } from '../../../src/spec/schema';
import { withParticles } from '../../../src/spec/spec';
import { repeats } from '../../support/long';
import { anySpec } from '../spec/any-spec';
import { FakeEngine } from './fake-engine';

const spec = parseSpec({
  time: { dt: 0.01, steps: 1000 },
  ensemble: { particles: 2 ** 20 },
  histogram: { bins: 7 },
});

describe('a run', () => {
  test('goes to the last step in stretches and gives the whole result document', async () => {
    const engine = new FakeEngine();
    const seen: Progress[] = [];
    const result = await runSpec(engine, spec, { onProgress: (progress) => seen.push(progress) });
    expect(engine.advances.at(-1)).toBe(1000);
    expect(engine.alive).toBe(0);
    expect(seen.map(({ step }) => step)).toEqual(engine.advances);
    expect(seen.at(-1)).toMatchObject({
      step: 1000,
      steps: 1000,
      done: 1000 * 2 ** 20,
      total: 1000 * 2 ** 20,
    });
    expect(Object.keys(result).sort()).toEqual(
      [
        ...[
          'spec',
          'engine',
          'steps',
          'particles',
          'histogram',
          'quantiles',
          'escape',
          'moments',
          'theory',
          'distance',
          'distanceReason',
        ],
        ...['limits', 'digest', 'seconds', 'particleStepsPerSecond'],
      ].sort(),
    );
    expect(result.spec).toEqual(spec);
    expect(result.steps).toBe(1000);
    expect(result.particles).toBe(2 ** 20);
    expect(result.histogram.edges.length).toBe(8);
    const { counts, below, above, nonFinite } = result.histogram;
    expect(counts.reduce((sum, count) => sum + count, below + above + nonFinite)).toBe(2 ** 20);
    expect(Object.keys(result.quantiles)).toEqual(['0.05', '0.25', '0.5', '0.75', '0.95']);
    expect(result.quantiles['0.5']).toBe(500);
    expect(result.escape).toMatchObject({ count: 2, probability: 2 / 2 ** 20, confidence: 0.95 });
    expect(result.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  test('moves in whole blocks of noise, however slow the engine is', async () => {
    const engine = new FakeEngine();
    let now = 0;
    // Every look at the clock takes a second.
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => 1000 * now++);
    try {
      await runSpec(engine, spec);
    } finally {
      clock.mockRestore();
    }
    expect(engine.advances.slice(0, -1).filter((step) => step % 64 !== 0)).toEqual([]);
    expect(engine.advances.at(-1)).toBe(1000);
  });

  test('has a theory with null where a number does not exist', async () => {
    const flips = {
      loss: { a: [0] },
      noise: { law: 'two-point', sigma: 1, tau: 0 },
      time: { dt: 1, steps: 5 },
    };
    const { theory } = await runSpec(new FakeEngine(), parseSpec(flips));
    // Tails multiplies by 1 - 1 = 0: ln 0 is minus infinity, which JSON cannot say.
    expect(theory).toMatchObject({
      lyapunovExponent: null,
      sdeGrowthRate: -0.5,
      verdict: 'trapped',
    });
  });

  test('has the moments of the chain from any start', async () => {
    const steps = { dt: 1, steps: 20 };
    const theory = async (input: object) =>
      (
        await runSpec(
          new FakeEngine(),
          parseSpec({ time: steps, optimizer: { learningRate: 0.1 }, ...input }),
        )
      ).theory;
    // Cases P001 and P002 of tests/reference/public.json.
    const noise = { sigma: 1, tau: 0.3, rho: 0.4 };
    const point = await theory({ loss: { a: [0.5] }, noise });
    expect(point?.moments.mean).toBeCloseTo(2.6532977051444204, 12);
    expect(point?.moments.second).toBeCloseTo(8.714776260149003, 12);
    // a = 0: noise adds to the second moment, by M2 = 1 + sigma^2 each step, what the start had.
    const plain = {
      loss: { a: [0] },
      noise: { sigma: 1, tau: 0 },
      optimizer: { learningRate: 1 },
      time: { dt: 1, steps: 3 },
    };
    const gaussian = await theory({
      ...plain,
      start: { kind: 'gaussian', mean: [1], standardDeviation: [2] },
    });
    expect(gaussian?.moments).toEqual({ mean: 1, second: 40 });
    const uniform = await theory({ ...plain, start: { kind: 'uniform', low: [0], high: [3] } });
    expect(uniform?.moments).toEqual({ mean: 1.5, second: 24 });
    const far = await theory({ loss: { a: [1e3] }, time: { dt: 1, steps: 1e6 } });
    expect(far?.moments).toEqual({ mean: null, second: null });
  });

  test('has the same digest when it is run again, and another one for another result', async () => {
    const digest = async (input: unknown) =>
      (await runSpec(new FakeEngine(), parseSpec(input))).digest;
    const base = { time: { steps: 100 }, histogram: { bins: 7 } };
    expect(await digest(base)).toBe(await digest(base));
    expect(await digest({ ...base, time: { steps: 101 } })).not.toBe(await digest(base));
    expect(await digest({ ...base, ensemble: { seed: '2' } })).not.toBe(await digest(base));
  });

  test('has a document that JSON can carry for any spec there is', async () => {
    await fc.assert(
      fc.asyncProperty(anySpec, async (spec) => {
        // Escape steps are read whole: 256 MiB of the most particles there can be.
        const few = withParticles(spec, Math.min(spec.ensemble.particles, 2 ** 16));
        const result = await runSpec(new FakeEngine(), few);
        // JSON writes null for what is not a number, and nothing for what is undefined.
        JSON.stringify(result, (key, value) => {
          const sayable = typeof value === 'number' ? Number.isFinite(value) : value !== undefined;
          expect(sayable, key).toBe(true);
          return value;
        });
        expect(result.theory?.verdict).toMatch(/^(trapped|escapes|critical|unknown)$/);
      }),
      { numRuns: repeats(60), seed: 1 },
    );
  });

  test('stops when it is told to, and says how far it came', async () => {
    const engine = new FakeEngine();
    const stop = new AbortController();
    const run = runSpec(engine, spec, {
      signal: stop.signal,
      onProgress: ({ step }) => {
        if (step >= 10) stop.abort();
      },
    });
    const error = await run.then(
      () => null,
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(StoppedError);
    expect(error.message).toBe(`The run was stopped at step ${engine.advances.at(-1)} of 1000.`);
    expect(engine.alive).toBe(0);
  });

  test('gives what was counted last when the device is lost for good', async () => {
    const engine = new FakeEngine();
    engine.loseAt = 500;
    const error = await runSpec(engine, spec).then(
      () => null,
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(LostRunError);
    expect(error.cause).toBeInstanceOf(DeviceLostError);
    expect(error.partial).toMatchObject({ partial: true, particles: 2 ** 20, spec });
    expect(error.partial.steps).toBeLessThan(500);
    expect(engine.alive).toBe(0);
  });
});
