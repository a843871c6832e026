import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import { theoryOf } from '../../../src/theory/law';
import { landmarkExponent, landmarkLaw } from '../../../src/theory/svrg';
import { sigmaThresholds } from '../../../src/theory/thresholds';
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
        for (const value of [found.lyapunovExponent, found.sdeGrowthRate, found.dtBias, found.relaxationTime])
          expect(value).not.toBeNaN();
        expect(found.longRun ?? 'None.').toMatch(/^[A-Z|][^\n]*\.$/);
      }),
      { seed: 1, numRuns: 300 },
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
    const { sde, steps } = sigmaThresholds(parseSpec({ loss: { a: [0.05] }, optimizer, time: { dt: 1 } }), 0);
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
    expect(theory({ optimizer: { ...optimizer, epochLength: 100_000 } }, 90_000).settled).toBe(true);
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
      expect(theory({ noise: { sigma }, optimizer: { schedule: 'inverse-time' } }).verdict).toBe('escapes');
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
    const verdicts = [0, 0.7, 0.72, 1, 2].map(
      (shake) => theory({ loss: { kind: 'double-well' }, noise: { shake } }).verdict,
    );
    expect(verdicts).toEqual(['escapes', 'escapes', 'trapped', 'trapped', 'trapped']);
  });

  it('a network of two weights is a strict saddle, of three it is flat', () => {
    expect(theory({ loss: { kind: 'linear-network' }, noise: { sigma: 0 } }).verdict).toBe('escapes');
    expect(theory({ loss: { kind: 'linear-network', depth: 3 } }).verdict).toBe('critical');
    expect(theory({ loss: { kind: 'linear-network' }, noise: { sigma: 2 } }).verdict).toBe('trapped');
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
