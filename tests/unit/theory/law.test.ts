import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossModel, noiseModel, optimizerModel, scheduleModel } from '../../../src/models/registry';
import { histogramEdges } from '../../../src/spec/histogram-edges';
import { PRESETS } from '../../../src/spec/presets';
import { parseSpec } from '../../../src/spec/schema';
import { LARGEST_DT_BIAS } from '../../../src/theory/limits';
import { binProbabilities, isKnown, theoryOf } from '../../../src/theory/theory';
import { knownTheoryOf } from '../../support/known-theory';
import { LONG, repeats } from '../../support/long';
import { anySaddleSpec } from '../spec/any-spec';
import { expectRelative, expectWithin } from './reference';

function theory(step: number, spec: Record<string, object>) {
  return knownTheoryOf(parseSpec(spec), step);
}

const twoPoint = { law: 'two-point' };

describe('the law that is chosen', () => {
  it.each<[string, number, Record<string, object>, string, boolean]>([
    ['both noises, small steps', 10_000, {}, 'student-t', false],
    ['correlated noises', 10_000, { noise: { rho: 0.5 } }, 'pearson-iv', false],
    ['the same noise', 10_000, { noise: { rho: -1 } }, 'inverse-gamma', false],
    [
      'the same noise on a flat line',
      10_000,
      { loss: { a: [0] }, noise: { rho: 1 } },
      'log-normal',
      false,
    ],
    [
      'the same coin on a flat line',
      99,
      { loss: { a: [0] }, noise: { ...twoPoint, rho: 1 } },
      'coin-tree',
      true,
    ],
    ['no additive noise', 10_000, { noise: { tau: 0 } }, 'log-normal', false],
    [
      'no additive noise, coins',
      77,
      { noise: { ...twoPoint, tau: 0 }, time: { dt: 1 } },
      'coin-tree',
      true,
    ],
    [
      'no additive noise from 0',
      77,
      { noise: { tau: 0 }, start: { kind: 'point', x: [0] } },
      'point-mass',
      true,
    ],
    ['no multiplicative noise', 5, { noise: { sigma: 0 }, time: { dt: 1 } }, 'normal', true],
    [
      'no multiplicative noise, spread start',
      5,
      { noise: { sigma: 0 }, start: { kind: 'gaussian' } },
      'normal',
      true,
    ],
    [
      'flat and additive coins',
      5,
      { noise: { ...twoPoint, sigma: 0 }, loss: { a: [0] } },
      'lattice',
      true,
    ],
    [
      'curved and additive coins',
      9000,
      { noise: { ...twoPoint, sigma: 0 }, loss: { a: [-1] } },
      'normal',
      false,
    ],
    ['no noise', 5, { optimizer: { kind: 'gd' } }, 'point-mass', true],
    [
      'no noise, spread start',
      5,
      { optimizer: { kind: 'gd' }, start: { kind: 'uniform' } },
      'uniform',
      true,
    ],
    ['no step yet', 0, { start: { kind: 'gaussian' } }, 'normal', true],
  ])('%s', (_, step, spec, name, exact) => {
    const { law, reason } = theory(step, spec);
    expect(law?.name).toBe(name);
    expect(law?.exact).toBe(exact);
    expect(reason).toBeNull();
  });

  it.each<[string, number, Record<string, object>, RegExp]>([
    ['too little noise', 100, { noise: { sigma: 1 } }, /escape, there is no stationary density/],
    ['raw steps that escape', 100, { time: { dt: 1 } }, /Steps of this length escape/],
    [
      'raw steps that trap, with one noise twice',
      100,
      {
        time: { dt: 1 },
        loss: { a: [0.1] },
        noise: { sigma: 1, rho: 1 },
        optimizer: { learningRate: 0.5 },
      },
      /tail exponent of 0\.581/,
    ],
    ['few raw steps of one noise', 3, { time: { dt: 1 }, noise: { tau: 0 } }, /Too few steps/],
    ['few coins on a curve', 9, { noise: { ...twoPoint, sigma: 0 }, loss: { a: [-1] } }, /too few/],
    [
      'a spread start under one noise',
      9,
      { noise: { tau: 0 }, start: { kind: 'uniform' } },
      /single starting place/,
    ],
  ])('none, and why: %s', (_, step, spec, reason) => {
    const found = theory(step, spec);
    expect(found.law).toBeNull();
    expect(found.reason).toMatch(reason);
  });

  it('multiplies about -rho tau/sigma when both noises are the same on a flat line', () => {
    for (const noise of [{ rho: 1 }, { ...twoPoint, rho: 1 }])
      expectWithin(
        theory(1000, { loss: { a: [0] }, noise }).law?.parameters.centre ?? Number.NaN,
        -0.5,
        1e-15,
      );
  });

  it('reads the coordinate of the histogram', () => {
    const spec = {
      loss: { a: [-1, 1] },
      noise: { sigma: 0.5 },
      start: { kind: 'point', x: [1, 1] },
    };
    expect(theory(100, { ...spec, histogram: { coordinate: 0 } }).law?.name).toBe('student-t');
    expect(theory(100, { ...spec, histogram: { coordinate: 1 } }).verdict).toBe('escapes');
  });
});

describe('the numbers beside the law', () => {
  it('compare the steps with the small-step limit in the same unit of time', () => {
    const found = theory(1, {
      loss: { a: [0.5] },
      noise: { sigma: 1.2 },
      optimizer: { learningRate: 0.1 },
      time: { dt: 1 },
    });
    expectWithin(found.lyapunovExponent, 0.04212561180980623, 1e-15);
    expectWithin(found.sdeGrowthRate, 0.1 * 0.5 - 0.0144 / 2, 1e-16);
    expectRelative(found.dtBias ?? Number.NaN, 0.04212561180980623 / 0.0428 - 1, 1e-12);
    const small = theory(1, { time: { dt: 1e-6 } });
    expectRelative(small.lyapunovExponentPerTime, -1, 1e-4);
    expectRelative(small.sdeGrowthRate, -1, 1e-15);
  });

  it('divide the noise by the batch', () => {
    expectRelative(theory(1, { optimizer: { batchSize: 4 } }).sdeGrowthRate, 0.5, 1e-15);
  });

  it('give the verdict of the actual steps', () => {
    expect(theory(1, {}).verdict).toBe('trapped');
    expect(theory(1, { time: { dt: 1 } }).verdict).toBe('escapes');
    expect(theory(1, { loss: { a: [0] }, noise: { sigma: 0 } }).verdict).toBe('critical');
    expect(
      theory(1, { loss: { a: [-1] }, optimizer: { kind: 'gd' }, time: { dt: 1 } }).verdict,
    ).toBe('trapped');
  });

  it('say when the run is long enough', () => {
    expect(theory(10_000, {}).relaxationTime).toBe(8);
    expect(theory(10_000, {}).settled).toBe(false);
    expect(theory(200_000, {}).settled).toBe(true);
    expect(theory(85_000, {}).settled).toBe(true);
    expect(theory(85_000, { start: { kind: 'point', x: [1e9] } }).settled).toBe(false);
    expect(theory(3, { noise: { sigma: 0 } }).settled).toBe(true);
    expect(theory(3, { noise: { sigma: 1 } }).relaxationTime).toBeNull();
  });

  it('give Kesten’s index only to a trapped chain with additive noise', () => {
    expectRelative(theory(1, {}).tailIndex ?? Number.NaN, 0.5, 0.01);
    expect(theory(1, { noise: { tau: 0 } }).tailIndex).toBeNull();
    expect(theory(1, { noise: { sigma: 1 } }).tailIndex).toBeNull();
  });

  it('refuse the small-step formula when its error is not small', () => {
    for (const dt of [1e-4, 1e-3, 1e-2, 0.1, 1]) {
      const found = theory(10_000, { time: { dt } });
      expect(found.law !== null && found.law.name !== 'whole-steps').toBe(
        found.verdict === 'trapped' && Math.abs(found.dtBias ?? Number.NaN) <= LARGEST_DT_BIAS,
      );
    }
  });
});

describe('at the threshold', () => {
  it.each([
    [1, Math.SQRT2, 0.001],
    [0.3, Math.sqrt(0.6), 0.01],
    [1000, Math.sqrt(2000), 1e-6],
    [0, 0, 1],
  ])('small steps neither grow nor shrink: a = %d, sigma = %d', (a, sigma, dt) => {
    const found = theory(100, { loss: { a: [a] }, noise: { sigma }, time: { dt } });
    expect(found.sdeGrowthRate).toBe(0);
    expect(found.dtBias).toBeNull();
    expect(found.settled).toBe(true);
  });

  it('the verdict is that of the steps, and the reason names both', () => {
    const preset = PRESETS.find(({ id }) => id === 'critical');
    if (!preset) throw new Error('no preset');
    const found = knownTheoryOf(preset.spec, preset.spec.time.steps);
    // -3/2 (a dt)^2 per step.
    expectRelative(found.lyapunovExponent, -1.5e-6, 0.01);
    expect(found.verdict).toBe('trapped');
    expect(found.law).toBeNull();
    expect(found.reason).toMatch(
      /^Small steps would be exactly at the threshold.*a tail exponent of 0\.0015/,
    );
    const coins = { noise: { ...twoPoint, sigma: 1 }, loss: { a: [0.5] }, time: { dt: 1 } };
    expect(theory(9, coins).verdict).toBe('escapes');
    expect(theory(9, { ...coins, noise: { ...twoPoint, sigma: Math.sqrt(1.25) } }).verdict).toBe(
      'critical',
    );
  });

  it('short steps are not critical for being short', () => {
    for (const dt of [1e-9, 1e-12, 1e-13]) {
      expect(theory(9, { time: { dt } }).verdict).toBe('trapped');
      expect(theory(9, { time: { dt }, noise: { sigma: 1 } }).verdict).toBe('escapes');
    }
  });
});

describe('two-point log-normal limit', () => {
  it('is close to the exact coin tree', () => {
    const exact = theory(4000, { noise: { ...twoPoint, tau: 0 } }).law;
    const limit = theory(4000, { noise: { tau: 0 } }).law;
    for (const p of [0.05, 0.3, 0.7, 0.95]) {
      const x = exact?.quantile(p) ?? Number.NaN;
      expectWithin(limit?.cdf(x) ?? Number.NaN, p, 0.02);
    }
  });
});

describe('odd specs', () => {
  const values = {
    a: [-3, -1, 0, 0.5, 2, 40],
    sigma: [0, 1e-9, 0.3, 2, 50],
    tau: [0, -1, 1e-12, 3],
  };
  const all = values.a.flatMap((a) =>
    values.sigma.flatMap((sigma) =>
      values.tau.flatMap((tau) => [-1, 0, 0.3, 1].map((rho) => ({ a, sigma, tau, rho }))),
    ),
  );

  it.each(['gaussian', 'two-point'])('never give NaN, and give a law or a reason: %s', (law) => {
    for (const [i, { a, sigma, tau, rho }] of all.entries())
      for (const [j, dt] of [1e-4, 1].entries())
        for (const [k, step] of [0, 1, 5000].entries()) {
          // Each step and size of step with a third of the numbers, unless there is time.
          if (!LONG && (i + j + k) % 3 !== 0) continue;
          const spec = parseSpec({
            loss: { a: [a] },
            noise: { law, sigma, tau, rho },
            time: { dt },
            optimizer: { batchSize: step === 1 ? 3 : 1 },
            start: { kind: 'point', x: [rho === 0 ? 0 : -0.5] },
            histogram: { bins: 8, axis: step === 1 ? 'log-abs' : 'asinh' },
          });
          const found = knownTheoryOf(spec, step);
          const where = JSON.stringify({
            law,
            a,
            sigma,
            tau,
            rho,
            dt,
            step,
            name: found.law?.name,
          });
          expect(found.law === null, where).toBe(found.reason !== null);
          expect(
            Number.isNaN(found.lyapunovExponent) || Number.isNaN(found.dtBias ?? 0),
            where,
          ).toBe(false);
          if (!found.law) continue;
          const { below, bins, above } = binProbabilities(
            found.law,
            histogramEdges(spec.histogram),
            spec.histogram.axis,
          );
          expect(Math.abs(bins.reduce((x, y) => x + y, below + above) - 1) < 1e-9, where).toBe(
            true,
          );
          expect(Number.isNaN(found.law.quantile(0.5)), where).toBe(false);
        }
  });
});

describe('any spec', () => {
  it('has a law or a reason at every step, soon', () => {
    const step = fc.constantFrom(0, 1, 7, 1000);
    const times: number[] = [];
    fc.assert(
      fc.property(anySaddleSpec, step, (spec, early) => {
        for (const at of [early, spec.time.steps]) {
          const before = process.cpuUsage();
          const found = knownTheoryOf(spec, at);
          const { user, system } = process.cpuUsage(before);
          times.push((user + system) / 1000);
          expect(found.law === null).toBe(found.reason !== null);
          expect(found.sdeGrowthRate === 0).toBe(found.dtBias === null);
          expect(found.lyapunovExponent).not.toBeNaN();
          expect(found.dtBias).not.toBeNaN();
          if (found.tailIndex !== null) expect(found.tailIndex).toBeGreaterThan(0);
        }
      }),
      { seed: 1, numRuns: repeats(200) },
    );
    // Milliseconds of this process, which other processes do not slow down.
    expect(Math.max(...times)).toBeLessThan(150);
  });
});

describe('laws that runs over the whole table found wanting', () => {
  it('are not those of small steps where biases of long ones cancel in the exponent', () => {
    const found = theory(900, {
      loss: { a: [-0.322] },
      noise: { sigma: 1.0208, tau: 0 },
      optimizer: { kind: 'perturbed', learningRate: 0.9993, batchSize: 2, perturbation: 1 },
      time: { dt: 1, steps: 900 },
    });
    expect(Math.abs(found.dtBias!)).toBeLessThan(LARGEST_DT_BIAS);
    expect(found.lawBasis).toBe('bounded');
  });

  it('are not those of small steps inside an epoch of SVRG either', () => {
    const inner = (a: number, sigma: number) =>
      theoryOf(
        parseSpec({
          loss: { a: [a] },
          noise: { law: 'two-point', sigma, tau: 0 },
          optimizer: { kind: 'svrg', epochLength: 1000 },
          time: { dt: 1, steps: 900 },
        }),
        900,
      );
    // The distance of 20,000 loops from the law of small steps was 0.016: biases cancel.
    expect(inner(0.0732, 0.5).law).toBeNull();
    // 0.012 of 5,000 loops, whose own noise is as much.
    const small = inner(-0.01, 0.15);
    expect(small.law?.name).toBe('inverse-gamma');
    expect(small.lawError).toBeGreaterThan(0.005);
  });

  it('count the clusters that batches of signs stand in', () => {
    const spec = {
      loss: { a: [0.348] },
      noise: { law: 'two-point', sigma: 0.384, tau: 0 },
      optimizer: { learningRate: 0.4829, batchSize: 2 },
      time: { dt: 0.4067, steps: 5000 },
    };
    expect(theory(7, spec).law).toBeNull();
    const late = theory(5000, spec);
    expect(late.lawBasis).toBe('limit');
    // Half of the largest share of 10,000 coins.
    expect(late.lawError).toBeGreaterThan(0.004);
  });
});

describe('presets', () => {
  it('all have a theory, where all that they are made of has one', () => {
    for (const preset of PRESETS) {
      const spec = preset.spec;
      const method = optimizerModel(spec.optimizer);
      const schedule = scheduleModel(spec.optimizer);
      const parts = [lossModel(spec.loss), noiseModel(spec.noise), method, schedule];
      const only = method.theory && 'only' in method.theory ? method.theory.only : undefined;
      const together =
        (!only?.steady || schedule.steady) && (only?.loss ?? spec.loss.kind) === spec.loss.kind;
      const found = theoryOf(spec, spec.time.steps);
      if (together && parts.every((part) => part.theory !== null))
        expect(isKnown(found), preset.id).toBe(true);
      expect(found.law === null).toBe(found.reason !== null);
    }
  });
});
