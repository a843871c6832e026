import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { runParameters } from '../../../src/engine/run-parameters';
import { SMALLEST_SIZE } from '../../../src/spec/float32';
import { float32Limits } from '../../../src/spec/float32-limits';
import { PRESETS } from '../../../src/spec/presets';
import { parseSpec, SpecError } from '../../../src/spec/schema';
import { SWEEP_PRESETS } from '../../../src/spec/sweep-presets';
import { anySpec } from './any-spec';

function refusal(input: unknown): string {
  try {
    parseSpec(input);
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
  return '';
}

describe('what float32 holds nothing of is refused, and the field that was given is named', () => {
  const two = { loss: { a: [1, -1] }, start: { x: [1, 1e-40] } };
  test.each<[unknown, string]>([
    [
      { start: { x: [1e-40] } },
      'start.x[0]: 1e-40 is not accepted; give 0 or a number of at least 1.2e-38 in size',
    ],
    [two, 'start.x[1]: 1e-40'],
    [
      { start: { kind: 'gaussian', standardDeviation: [-0, 1e-39] }, loss: { a: [1, 1] } },
      'start.standardDeviation[1]',
    ],
    [{ start: { kind: 'uniform', low: [0], high: [1e-44] } }, 'start.high[0]'],
    [{ escape: { radius: 1e-40 } }, 'escape.radius: 1e-40'],
    [{ noise: { sigma: 1e-40 } }, 'noise.sigma: 1e-40'],
    [{ noise: { tau: -1e-37 }, time: { dt: 1e-4 } }, 'noise.tau: -1e-37'],
    [
      { loss: { a: [1e-20] }, time: { dt: 1e-25 } },
      'time.dt: 1e-25 is not accepted; give a number of larger magnitude: with loss.a[0]',
    ],
    [{ start: { x: [1e-37] } }, 'start.x[0]: 1e-37'],
    [{ histogram: { min: -1e-39 } }, 'histogram.min: -1e-39'],
    [{ loss: { kind: 'double-well' }, noise: { shake: 1e-40 } }, 'noise.shake: 1e-40'],
    [{ optimizer: { kind: 'perturbed', perturbation: 1e-40 } }, 'optimizer.perturbation: 1e-40'],
    [
      { optimizer: { kind: 'nesterov', beta: 1 - 1e-9 } },
      'optimizer.beta: 0.999999999 is not accepted; give at most',
    ],
    [
      { noise: { sigma: 1e9 } },
      'noise.sigma: 1000000000 is not accepted; give a smaller magnitude: with time.dt',
    ],
    [{ noise: { tau: 1e30 }, time: { dt: 4 } }, 'noise.tau: 1e+30'],
    [
      { optimizer: { kind: 'perturbed', perturbation: 1e30 }, time: { dt: 4 } },
      'optimizer.perturbation: 1e+30',
    ],
    [{ time: { dt: 1e20 } }, 'time.dt: 100000000000000000000'],
    [{ loss: { a: [0, -1e20] }, start: { x: [1, 1] } }, 'loss.a[1]: -100000000000000000000'],
    [
      { loss: { kind: 'linear-network' }, noise: { law: 'two-point', tau: 1e8 } },
      'noise.tau: 100000000',
    ],
    // x would be exp(0.1) in the end, and never moves.
    [
      { optimizer: { kind: 'gd' }, time: { dt: 1e-8, steps: 1e7 } },
      'time.dt: 1e-8 is not accepted',
    ],
    [
      {
        optimizer: { learningRate: 1e-9 },
        noise: { sigma: 0, tau: 0 },
        time: { steps: 1e6, dt: 0.1 },
      },
      'optimizer.learningRate: 1e-9',
    ],
  ])('%j', (input, sentence) => {
    expect(refusal(input)).toContain(sentence);
  });

  test('an accepted spec gives the kernels no number that float32 does not hold', () => {
    const size = fc.double({ min: -45, max: 30, noNaN: true }).map((exponent) => 10 ** exponent);
    const input = fc.record({
      loss: fc.record({ a: fc.tuple(size) }),
      noise: fc.record({ sigma: size, tau: size }),
      time: fc.record({ dt: size, steps: fc.constant(100) }),
      start: fc.oneof(
        fc.record({ x: fc.tuple(size) }),
        fc.record({
          kind: fc.constant('gaussian'),
          mean: fc.tuple(size),
          standardDeviation: fc.tuple(size),
        }),
      ),
      escape: fc.record({ radius: size }),
      optimizer: fc.record({
        kind: fc.constantFrom('gd', 'sgd', 'svrg', 'nesterov'),
        batchSize: fc.constantFrom(1, 65536),
      }),
    });
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof(input, anySpec), (drawn) => {
        if (refusal(drawn) !== '') return;
        accepted++;
        const run = runParameters(parseSpec(drawn));
        const gd = parseSpec(drawn).optimizer.kind === 'gd';
        const unused = gd ? ['multiplicative', 'additive'] : [];
        const skipped = [...unused, 'rho', 'rhoComplement', 'samples', 'key', 'underflow'];
        const numbers = Object.entries(run).flatMap(([name, value]) =>
          skipped.includes(name)
            ? []
            : [value].flat().map((number) => [name, Number(number)] as const),
        );
        const held = (size: number) =>
          size === 0 || (size >= SMALLEST_SIZE * 0.999 && size < Number.POSITIVE_INFINITY);
        expect(numbers.filter(([, number]) => !held(Math.abs(Math.fround(number))))).toEqual([]);
      }),
      { seed: 3, numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(60);
  });
});

describe('what float32 rounds so far that it shows is named', () => {
  test.each<[unknown, string]>([
    [
      { optimizer: { kind: 'gd' }, time: { dt: 1e-7, steps: 1e6 } },
      'A step moves x by 1e-7 of itself, and 32-bit',
    ],
    [
      { loss: { a: [0] }, noise: { sigma: 0, tau: 1e-7 }, time: { dt: 1 } },
      'The noise of a step moves x by 1e-7',
    ],
    [
      { loss: { a: [0] }, noise: { sigma: 1e-7, tau: 0 }, time: { dt: 1 } },
      'The noise of a step moves x by 1e-7',
    ],
    [
      { start: { kind: 'gaussian', mean: [3], standardDeviation: [1e-6] } },
      'Particles start spread over 3.3e-7',
    ],
    [
      { optimizer: { kind: 'nesterov', beta: 0.9999999 } },
      'A step gives up 1e-7 of the one before',
    ],
    [
      { optimizer: { kind: 'gd', schedule: 'inverse-time' }, time: { dt: 0.001, steps: 1e6 } },
      'A step moves x by 1e-9',
    ],
    [
      { loss: { kind: 'double-well' }, time: { dt: 1e-8 }, noise: { shake: 0.5 } },
      'The noise of a step moves x by ',
    ],
    [
      { loss: { kind: 'linear-network' }, noise: { sigma: 0 }, time: { dt: 1e-7 } },
      'A step moves x by 1e-7',
    ],
  ])('%j', (input, sentence) => {
    expect(float32Limits(parseSpec(input)).map((limit) => limit.sentence)).toContainEqual(
      expect.stringContaining(sentence),
    );
  });

  test('and nothing of any preset', () => {
    for (const { id, spec } of PRESETS) expect(float32Limits(spec), id).toEqual([]);
    for (const { id, sweep } of SWEEP_PRESETS) expect(float32Limits(sweep.base), id).toEqual([]);
  });

  test('what is not named is as exact as is said, against (1 + a dt)^n', async () => {
    const engine = createCpuEngine();
    const exponent = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });
    let named = 0;
    await fc.assert(
      fc.asyncProperty(
        exponent(-9, -3),
        exponent(-0.3, 0.3),
        fc.boolean(),
        exponent(-2, 0),
        async (rate, place, falls, total) => {
          const a = (falls ? -1 : 1) * 10 ** rate;
          const steps = Math.min(300_000, Math.ceil(10 ** (total - rate)));
          const x = 10 ** place;
          const input = {
            loss: { a: [a] },
            optimizer: { kind: 'gd' },
            time: { dt: 1, steps },
            start: { x: [x] },
            ensemble: { particles: 4 },
          };
          if (refusal(input) !== '') {
            expect(Math.abs(a)).toBeLessThan(2 ** -25);
            return;
          }
          const spec = parseSpec(input);
          const [limit] = float32Limits(spec);
          if (limit) named++;
          const ensemble = await engine.create(spec);
          await ensemble.advance(steps);
          const [found] = await ensemble.quantiles([0.5]);
          ensemble.destroy();
          const growth = steps * Math.log1p(a);
          // The start and the last reading are rounded, too.
          const most = (limit?.error ?? 1e-3) * Math.abs(growth) + 2e-7;
          expect(Math.abs(Math.log(found / x) - growth)).toBeLessThanOrEqual(most);
        },
      ),
      { seed: 5, numRuns: 60 },
    );
    expect(named).toBeGreaterThan(10);
    engine.destroy();
  });
});
