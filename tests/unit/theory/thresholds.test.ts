import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpec, SpecError } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { lyapunovExponentTwoPoint } from '../../../src/theory/exponents/coin-factors';
import { twoPointThresholds } from '../../../src/theory/exponents/coin-thresholds';
import { lyapunovExponent, lyapunovExponentGaussian } from '../../../src/theory/exponents/lyapunov';
import {
  BLUR,
  gaussianThresholds,
  LARGEST_TRAPPED_GAUSSIAN_STEP,
  LARGEST_TRAPPED_LOG_FACTOR,
  learningRateWindow,
  STICKIEST_RATIO,
} from '../../../src/theory/exponents/thresholds';
import { sigmaThresholds } from '../../../src/theory/theory';
import { repeats } from '../../support/long';
import { anySaddleSpec } from '../spec/any-spec';
import { expectRelative, expectWithin } from './reference';

/** Milliseconds of this process: of all its threads, the compiler's and the collector's too. */
function millisecondsOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** What a machine of today does in 1.25 ms, so that slower ones have more time for the rest. */
function yardstick(): number {
  let sum = 0;
  for (let i = 1; i <= 1e5; i++) sum += Math.exp(-2e-5 * i) * Math.log(i);
  return sum;
}

describe('Gaussian thresholds', () => {
  it.each([
    [0.001, Math.sqrt(0.00199699057359)],
    [0.01, Math.sqrt(0.0196895757796)],
    [0.27, Math.sqrt(0.750895512294)],
  ])('smallest root at learningRate a = %d', (step, root) =>
    expectRelative(gaussianThresholds(1 + step)[0], root, 1e-11),
  );

  it('has two roots up to the largest trapped step, none above, one at and below a flat direction', () => {
    expect(gaussianThresholds(1 + LARGEST_TRAPPED_GAUSSIAN_STEP - 1e-9)).toHaveLength(2);
    expect(gaussianThresholds(1 + LARGEST_TRAPPED_GAUSSIAN_STEP + 1e-9)).toHaveLength(0);
    expect(gaussianThresholds(1)).toHaveLength(1);
    expect(gaussianThresholds(0.5)).toHaveLength(1);
    expectWithin(gaussianThresholds(0)[0], Math.exp(0.6351814227307391), 1e-14);
    expectRelative(gaussianThresholds(1)[0], 1.55603647805469, 1e-14);
  });

  it('sits where the exponent is lowest', () => {
    const at = (s: number) => lyapunovExponentGaussian(1, s);
    expectWithin(at(STICKIEST_RATIO), -LARGEST_TRAPPED_LOG_FACTOR, 1e-15);
    expect(at(STICKIEST_RATIO * 1.001)).toBeGreaterThan(at(STICKIEST_RATIO));
    expect(at(STICKIEST_RATIO * 0.999)).toBeGreaterThan(at(STICKIEST_RATIO));
    expectWithin(Math.expm1(LARGEST_TRAPPED_LOG_FACTOR), LARGEST_TRAPPED_GAUSSIAN_STEP, 1e-15);
  });

  it.each([-1.2, -0.4, 0, 0.3, 1, 1.0001, 1.1, 1.27])('are zeros of the exponent, m = %d', (m) => {
    for (const v of gaussianThresholds(m)) expectWithin(lyapunovExponentGaussian(m, v), 0, 1e-14);
  });
});

describe('two-point thresholds', () => {
  it('are closed for one sign', () => {
    expect(twoPointThresholds(1.25)).toEqual([0.75, Math.sqrt(1.25 ** 2 + 1)]);
    expect(twoPointThresholds(0.5)).toEqual([Math.sqrt(1.25)]);
  });

  it.each([
    [1.1, 4],
    [1.3, 3],
    [0.7, 5],
    [1, 2],
    [-1.2, 16],
    [0, 3],
  ])('leave no change of sign out, m = %d, %d signs', (m, batch) => {
    const roots = twoPointThresholds(m, batch);
    for (let i = 0; i < 20_000; i++) {
      const v = (i + 0.5) * 2e-3;
      const passed = roots.filter((r) => r < v).length;
      const start = m * m > 1 ? 1 : -1;
      expect(Math.sign(lyapunovExponentTwoPoint(m, v, batch))).toBe(
        start * (passed % 2 === 0 ? 1 : -1),
      );
    }
  });

  it('near the Gaussian ones for many signs', () => {
    const [lower] = gaussianThresholds(1.05);
    const roots = twoPointThresholds(1.05, 1024);
    for (const root of roots) expectWithin(lyapunovExponentTwoPoint(1.05, root, 1024), 0, 1e-11);
    expect(roots.some((root) => Math.abs(root / 32 / lower - 1) < 1e-3)).toBe(true);
  });

  it.each([
    [2, 9],
    [2, 17],
    [1.27, 64],
    [1.27, 65],
    [1.05, 100],
    [-1, 100],
    [2, 100],
    [1.27, 1000],
    [1e-3, 1000],
    [1 + 1e-9, 1000],
    [2, 1000],
  ])('leave out only the narrowest dips: m = %d, %d signs', (m, batch) => {
    const roots = twoPointThresholds(m, batch);
    const start = m * m > 1;
    for (let i = 0; i < 10_000; i++) {
      const v = Math.abs(m) * Math.exp(-3 + (Math.log(batch) + 6) * ((i + 0.37) / 10_000));
      const passed = roots.filter((r) => r < v).length;
      expect(lyapunovExponentTwoPoint(m, v, batch) > 0).toBe(start === (passed % 2 === 0));
    }
  });
});

describe('sigmaThresholds', () => {
  const spec = (a: number, law: string, rest: object = {}) =>
    parseSpec({
      loss: { a: [a] },
      noise: { law },
      optimizer: { learningRate: 0.5, batchSize: 4 },
      time: { dt: 0.1 },
      ...rest,
    });

  it.each(['gaussian', 'two-point'])('are values of noise.sigma: %s', (law) => {
    const at = spec(1, law);
    const { sde, steps } = sigmaThresholds(at, 0);
    expectRelative(sde ?? Number.NaN, 4, 1e-15);
    expect(steps.length).toBeGreaterThan(1);
    for (const sigma of steps)
      expectWithin(lyapunovExponent({ ...at, noise: { ...at.noise, sigma } }, 0), 0, 1e-8);
  });

  it('tends to the small-step threshold as dt shrinks', () => {
    const { sde, steps } = sigmaThresholds(spec(1, 'gaussian', { time: { dt: 1e-6 } }), 0);
    expectRelative(steps[0], sde ?? Number.NaN, 1e-6);
  });

  it('has no small-step threshold in an attractive direction and none at all without noise', () => {
    expect(sigmaThresholds(spec(-1, 'gaussian'), 0).sde).toBeNull();
    expect(sigmaThresholds(spec(-1, 'gaussian'), 0).steps).toHaveLength(1);
    expect(sigmaThresholds(spec(0, 'gaussian'), 0).sde).toBe(0);
    expect(sigmaThresholds(spec(1, 'gaussian', { optimizer: { kind: 'gd' } }), 0)).toEqual({
      sde: null,
      steps: [],
    });
  });
});

describe('sigmaThresholds of any spec', () => {
  const signsAround = (spec: Spec, sigma: number) =>
    [-1, 1].map((side) => {
      const noise = { ...spec.noise, sigma: sigma * (1 + side * 1.2 * BLUR) };
      return lyapunovExponent({ ...spec, noise }, spec.histogram.coordinate) > 0;
    });

  /**
   * Returns the values, and checks that each separates signs, opposite to those of the one before.
   */
  function checked(spec: Spec): number[] {
    const { steps } = sigmaThresholds(spec, spec.histogram.coordinate);
    let before: boolean | null = null;
    steps.forEach((sigma, i) => {
      if (i > 0) expect(sigma).toBeGreaterThan(steps[i - 1]);
      const [below, above] = signsAround(spec, sigma);
      expect(below, `at ${sigma}`).toBe(!above);
      if (before !== null) expect(below, `below ${sigma}`).toBe(before);
      before = above;
    });
    return steps;
  }

  const coins = (a: number, batchSize: number) =>
    parseSpec({
      loss: { a: [a] },
      noise: { law: 'two-point' },
      optimizer: { batchSize },
      time: { dt: 1 },
    });

  it.each([
    [-1000, 9, 0],
    [-1000, 1, 2],
    [1000, 9, 0],
    [1, 1, 2],
    [1, 2, 2],
    [1, 17, 8],
    // Each dip is narrower than 1e-6 of its place.
    [1, 1000, 0],
    [-1, 2, 0],
    [-1, 3, 1],
    [-1e6, 7, 0],
    [0.27, 65_536, 52],
  ])('two-point, a = %d, %d samples: %d values', (a, batchSize, count) => {
    const found = checked(coins(a, batchSize));
    if (a !== 0.27) expect(found).toHaveLength(count);
    else expect(found.length).toBeGreaterThan(40);
  });

  it('separate signs, come soon and never fail', () => {
    const times: number[] = [];
    fc.assert(
      fc.property(anySaddleSpec, (drawn) => {
        const [near] = drawn.loss.a.map((a) => a / 1000);
        // Half of the time steps that matter: any spec mostly has tiny or huge ones.
        const tame: Spec = {
          ...drawn,
          loss: { ...drawn.loss, a: drawn.loss.a.map(() => near) },
          optimizer: { ...drawn.optimizer, kind: 'sgd', learningRate: 1 },
          time: { ...drawn.time, dt: 1 },
        };
        for (const spec of [drawn, tame]) {
          const { coordinate } = spec.histogram;
          const wait = millisecondsOf(() => sigmaThresholds(spec, coordinate));
          times.push((1.25 * wait) / millisecondsOf(yardstick));
          checked(spec);
        }
      }),
      { seed: 1, numRuns: repeats(200) },
    );
    times.sort((x, y) => x - y);
    // Milliseconds; the slowest few wait for the compiler or the collector.
    expect(times[Math.floor(0.98 * times.length)]).toBeLessThan(20);
  });

  it('never fail at the ends of what a spec may hold', () => {
    let held = 0;
    for (const law of ['gaussian', 'two-point'])
      for (const a of [-1e30, -1e7, -1, -1e-30, 0, 1e-30, 1, 1e7, 1e30])
        for (const learningRate of [1e-30, 1e-3, 1, 1e30])
          for (const dt of [1.2e-38, 1e-30, 1e-9, 1, 1e30])
            for (const batchSize of [1, 2, 3, 64, 65, 65_536]) {
              const input = {
                loss: { a: [a] },
                noise: { law, sigma: 0, tau: 0 },
                optimizer: { learningRate, batchSize },
                time: { dt },
              };
              const spec = specOrNull(input);
              if (!spec) continue;
              held++;
              for (const sigma of sigmaThresholds(spec, 0).steps)
                expect(sigma).toBeLessThan(1.1e30);
            }
    expect(held).toBeGreaterThan(500);
  });
});

describe('learningRateWindow', () => {
  it('exists for Gaussian noise only from sigma = 3.047 a on', () => {
    expect(learningRateWindow('gaussian', 1, 3.0470379)).toBeNull();
    const window = learningRateWindow('gaussian', 1, 3.0470381);
    expectWithin(window?.low ?? Number.NaN, 0.23211, 2e-3);
  });

  it.each([
    ['gaussian', 0.1, 1],
    ['gaussian', 0, 2],
    ['gaussian', -1, 0.3],
    ['gaussian', -1, -4],
    ['two-point', 0.5, 1],
    ['two-point', -1, 0.4],
    ['two-point', -1, 0.9],
    ['two-point', -1, 1],
    ['two-point', -1, 3],
    ['two-point', 0, 1],
    ['two-point', -1, 0],
  ] as const)('traps inside and not just outside: %s a = %d sigma = %d', (law, a, sigma) => {
    const window = learningRateWindow(law, a, sigma);
    const exponent = (h: number) =>
      law === 'gaussian'
        ? lyapunovExponentGaussian(1 + h * a, h * sigma)
        : lyapunovExponentTwoPoint(1 + h * a, h * sigma);
    if (!window) throw new Error('no window');
    const { low, high } = window;
    for (let i = 1; i < 200; i++) expect(exponent(low + ((high - low) * i) / 200)).toBeLessThan(0);
    expect(exponent(high * 1.0001)).toBeGreaterThan(0);
    if (low > 0) expect(exponent(low * 0.9999)).toBeGreaterThan(0);
  });

  it('is empty where noise cannot trap', () => {
    expect(learningRateWindow('two-point', 1, 1)).toBeNull();
    expect(learningRateWindow('two-point', 0, 0)).toBeNull();
    expect(learningRateWindow('gaussian', 1, 0)).toBeNull();
  });
});

/** null where a step leaves float32, or is rounded away in it. */
function specOrNull(input: unknown): Spec | null {
  try {
    return parseSpec(input);
  } catch (error) {
    if (error instanceof SpecError) return null;
    throw error;
  }
}
