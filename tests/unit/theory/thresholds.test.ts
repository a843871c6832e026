import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import {
  lyapunovExponent,
  lyapunovExponentGaussian,
  lyapunovExponentTwoPoint,
} from '../../../src/theory/lyapunov';
import {
  gaussianThresholds,
  LARGEST_TRAPPED_GAUSSIAN_STEP,
  LARGEST_TRAPPED_LOG_FACTOR,
  learningRateWindow,
  STICKIEST_RATIO,
  sigmaThresholds,
  twoPointThresholds,
} from '../../../src/theory/thresholds';
import { expectRelative, expectWithin } from './reference';

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
      expect(Math.sign(lyapunovExponentTwoPoint(m, v, batch))).toBe(start * (passed % 2 === 0 ? 1 : -1));
    }
  });

  it('near the Gaussian ones for many signs', () => {
    const roots = twoPointThresholds(1.05, 1024);
    expectWithin(lyapunovExponentTwoPoint(1.05, roots[0], 1024), 0, 1e-14);
    expectRelative(roots[0] / 32, gaussianThresholds(1.05)[0], 1e-3);
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
