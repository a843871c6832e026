import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import { landmarkExponent, landmarkLaw } from '../../../src/theory/exponents/svrg';
import { sigmaThresholds, theoryOf } from '../../../src/theory/theory';
import { repeats } from '../../support/long';
import { anySpec } from '../spec/any-spec';

const theory = (partial: unknown, step = 1) => theoryOf(parseSpec(partial), step);

describe('every loss, noise and optimizer', () => {
  it('has a law or a reason, a verdict and numbers, soon', () => {
    const times: number[] = [];
    fc.assert(
      fc.property(anySpec, fc.constantFrom(0, 1, 100), (spec, step) => {
        const before = process.cpuUsage();
        const found = theoryOf(spec, step);
        const { user, system } = process.cpuUsage(before);
        times.push((user + system) / 1000);
        expect(found.law === null).toBe(found.reason !== null);
        for (const value of [
          found.lyapunovExponent,
          found.sdeGrowthRate,
          found.dtBias,
          found.relaxationTime,
        ])
          expect(value).not.toBeNaN();
        expect(found.longRun ?? 'None.').toMatch(/^[A-Z|][^\n]*\.$/);
      }),
      { seed: 1, numRuns: repeats(300) },
    );
    expect(times.sort((a, b) => a - b)[Math.floor(times.length * 0.9)]).toBeLessThan(150);
  });
});

describe('momentum', () => {
  it('is plain descent of the effective rate where steps are small, and traps earlier', () => {
    const optimizer = { kind: 'heavy-ball', beta: 0.9, learningRate: 0.1 };
    const found = theory({ optimizer, time: { dt: 1e-4 } });
    expect(found.sdeGrowthRate).toBeCloseTo(1 - 2, 10);
    expect(Math.abs(found.dtBias!)).toBeLessThan(0.05);
    expect(found.law?.name).toBe('student-t');
    expect(found.law?.parameters.degreesOfFreedom).toBeCloseTo(0.5, 10);
  });

  it('has the threshold of the reference', () => {
    const optimizer = { kind: 'heavy-ball', beta: 0.9, learningRate: 0.02 };
    const { sde, steps } = sigmaThresholds(
      parseSpec({ loss: { a: [0.05] }, optimizer, time: { dt: 1 } }),
      0,
    );
    expect(sde).toBeCloseTo(Math.SQRT1_2, 4);
    expect(steps[0]).toBeCloseTo(0.6768042186066, 4);
  });
});

describe('svrg', () => {
  const optimizer = { kind: 'svrg', epochLength: 20_000 };

  it('settles beside its landmark within an epoch', () => {
    const { law, settled } = theory({ optimizer, time: { steps: 100_000 } }, 20_000);
    expect(law?.name).toBe('inverse-gamma');
    expect(law?.cdf(2)).toBeCloseTo(landmarkLaw(0.5, 1)!.cdf(2), 12);
    expect(settled).toBe(false);
    expect(theory({ optimizer: { ...optimizer, epochLength: 100_000 } }, 90_000).settled).toBe(
      true,
    );
  });

  it('has none after it, and escapes geometrically', () => {
    const found = theory({ optimizer }, 20_001);
    expect(found.law).toBe(null);
    expect(found.verdict).toBe('escapes');
    // Epochs of 20 units of time are long: nearly the limit.
    expect(found.lyapunovExponentPerTime).toBeCloseTo(landmarkExponent(0.5) / 20, 2);
    expect(found.lyapunovExponentPerTime).toBeLessThan(landmarkExponent(0.5) / 20);
    expect(sigmaThresholds(parseSpec({ optimizer }), 0)).toEqual({ sde: null, steps: [] });
  });
});

describe('shrinking steps', () => {
  it('escape whatever sigma', () => {
    for (const sigma of [0, 2, 100])
      expect(theory({ noise: { sigma }, optimizer: { schedule: 'inverse-time' } }).verdict).toBe(
        'escapes',
      );
  });

  it('are normal without multiplicative noise', () => {
    const spec = {
      noise: { sigma: 0 },
      optimizer: { schedule: 'inverse-time' },
      loss: { a: [0] },
      time: { dt: 1 },
    };
    const { law } = theory(spec, 1000);
    // Variance of the sum of eta / n.
    expect(law?.variance).toBeCloseTo(Math.PI ** 2 / 6 - 1 / 1000, 5);
  });
});

describe('other losses', () => {
  it('a ridge has no threshold', () => {
    const found = theory({ loss: { kind: 'relu-saddle' }, noise: { sigma: 50 } }, 1000);
    expect(found.verdict).toBe('escapes');
    expect(found.law?.name).toBe('ridge');
  });

  it('a double well shaken by 0, 1 and 2', () => {
    const verdicts = [0, 0.7, 0.72, 1, 2].map((shake) =>
      ['gd', 'sgd'].map(
        (kind) =>
          theory({ loss: { kind: 'double-well' }, noise: { shake }, optimizer: { kind } }).verdict,
      ),
    );
    // A full gradient is that of the average; single ones see the shaking.
    expect(verdicts).toEqual([
      ['escapes', 'escapes'],
      ['escapes', 'unknown'],
      ['trapped', 'unknown'],
      ['trapped', 'unknown'],
      ['trapped', 'unknown'],
    ]);
  });

  it('a network of two weights is a strict saddle, of three it is flat', () => {
    expect(theory({ loss: { kind: 'linear-network' }, noise: { sigma: 0 } }).verdict).toBe(
      'escapes',
    );
    expect(theory({ loss: { kind: 'linear-network', depth: 3 } }).verdict).toBe('critical');
    expect(theory({ loss: { kind: 'linear-network' }, noise: { sigma: 2 } }).verdict).toBe(
      'trapped',
    );
  });
});

describe('a stored set', () => {
  it('grows by the mean over its samples, and by the plain factor when it is taken whole', () => {
    const noise = { law: 'dataset', samples: 200, sigma: 0.5, tau: 0 };
    const single = theory({ noise, time: { dt: 1 } });
    expect(single.lyapunovExponent).toBeCloseTo(Math.LN2 - 0.25 / 8, 2);
    const whole = theory({ noise, time: { dt: 1 }, optimizer: { batchSize: 200 } });
    expect(whole.lyapunovExponent).toBe(Math.LN2);
  });
});

describe('what a review found untrue stays mended', () => {
  const raw = { dt: 1, steps: 100 };

  it('minibatches without replacement have no law of independent steps', () => {
    const noise = { law: 'dataset', samples: 100 };
    for (const partial of [
      { noise },
      {
        noise,
        optimizer: { kind: 'heavy-ball', beta: 0.5, learningRate: 0.5 },
        time: { dt: 1e-5 },
      },
      { noise, optimizer: { kind: 'svrg', epochLength: 100_000 } },
      { noise: { ...noise, sigma: 0 }, loss: { kind: 'relu-saddle', a: [0] }, time: { dt: 0.01 } },
    ])
      expect(theory(partial, 100).law, JSON.stringify(partial)).toBe(null);
  });

  it('SVRG with steps too long for a valley escapes', () => {
    const svrg = (a: number, sigma: number, epochLength: number) =>
      theory({
        loss: { a: [a] },
        noise: { sigma },
        optimizer: { kind: 'svrg', epochLength },
        time: raw,
      });
    for (const [a, sigma, epochLength] of [
      [-3, 2, 1],
      [-1, 4, 100],
      [-0.5, 2.5, 50],
    ])
      expect(svrg(a, sigma, epochLength).verdict, `${a} ${sigma} ${epochLength}`).toBe('escapes');
    expect(svrg(-0.2, 0.3, 100).verdict).toBe('trapped');
    expect(svrg(-1, 0, 5).longRun).toContain('exactly 0');
  });

  it('shrinking steps do not outrun their own noise, and a network is none of a saddle', () => {
    const optimizer = { schedule: 'inverse-time' };
    expect(
      theory({ loss: { a: [-2] }, noise: { sigma: 0.5, tau: 1 }, optimizer, time: raw }).longRun,
    ).toContain('n^-0.500');
    const network = {
      loss: { kind: 'linear-network', a: [-1] },
      noise: { sigma: 0.5 },
      optimizer,
      time: raw,
    };
    expect(theory(network).verdict).toBe('escapes');
    expect(theory({ ...network, loss: { kind: 'linear-network', depth: 3 } }).verdict).toBe(
      'critical',
    );
    expect(theory({ start: { x: [0] }, noise: { tau: 0 }, optimizer }).longRun).toContain(
      'nothing moves',
    );
    expect(
      theory({ noise: { sigma: 0 }, optimizer: { ...optimizer, learningRate: 1e20 } }, 100).law,
    ).toBe(null);
  });

  it('a ridge asks for method, schedule, noise and coins', () => {
    const ridge = { loss: { kind: 'relu-saddle' } };
    expect(theory({ ...ridge, optimizer: { schedule: 'inverse-time' } }).longRun).toContain('ln n');
    expect(theory({ ...ridge, optimizer: { kind: 'heavy-ball' } }).sdeGrowthRate).toBeCloseTo(
      10,
      10,
    );
    expect(theory({ ...ridge, start: { x: [0] }, noise: { tau: 0 } }, 100).law).toBe(null);
    expect(theory({ ...ridge, noise: { law: 'two-point' } }, 10).law).toBe(null);
    expect(theory({ ...ridge, noise: { law: 'two-point' } }, 5000).law?.name).toBe('ridge');
  });

  it('a surface says so where steps are too long or nothing is left of it', () => {
    const shaken = (kind: string, shake: number, dt: number) =>
      theory({ loss: { kind }, noise: { shake }, time: { dt, steps: 10 } });
    expect(shaken('spike-and-wells', 100, 1).verdict).toBe('unknown');
    expect(shaken('spike-and-wells', 100, 1).longRun).toContain('flat');
    expect(shaken('double-well', 0, 1e7).verdict).toBe('escapes');
    expect(shaken('double-well', 1000, 0.01).longRun).toContain('too long');
  });

  it('a network grows along either direction', () => {
    const spec = {
      loss: { kind: 'linear-network', a: [0.5] },
      noise: { law: 'two-point', sigma: 1.5 },
      time: raw,
    };
    const { lyapunovExponent, verdict } = theory(spec);
    expect(lyapunovExponent).toBeCloseTo(Math.log(2) / 2, 10);
    expect(verdict).toBe('escapes');
  });

  it('tiny steps of momentum have an exponent', () => {
    const optimizer = { kind: 'heavy-ball', learningRate: 1e-20, beta: 0.9 };
    const { lyapunovExponent, verdict } = theory({ optimizer, time: raw });
    expect(lyapunovExponent).toBeCloseTo(1e-19, 30);
    expect(verdict).toBe('escapes');
  });

  it('a stored set taken whole has no threshold of sigma', () => {
    const spec = parseSpec({
      noise: { law: 'dataset', samples: 50 },
      optimizer: { batchSize: 50 },
    });
    expect(sigmaThresholds(spec, 0)).toEqual({ sde: null, steps: [] });
  });
});
