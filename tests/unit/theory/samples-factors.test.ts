import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { runSpec } from '../../../src/experiment/run';
import { parseSpec } from '../../../src/spec/schema';
import { factorEstimate, stepFactor } from '../../../src/theory/exponents/lyapunov';
import { tailIndex } from '../../../src/theory/laws/tail-index';
import { sigmaThresholds, theoryOf } from '../../../src/theory/theory';
import { ownSamples } from '../../support/own-samples';
import { Z_ALPHA } from '../../support/tolerances';
import '../../../src/theory/all-methods';

const { data, pairs, count, mean, deviation } = ownSamples(500);

function specOf(
  { sigma = 1.5, tau = 0, a = 0.3, batchSize = 1, steps = 40 } = {},
  own: object = {},
) {
  return parseSpec({
    loss: { a: [a] },
    noise: { law: 'samples', data, sigma, tau },
    optimizer: { learningRate: 0.4, batchSize },
    time: { dt: 1, steps },
    histogram: { axis: 'log-abs' },
    ensemble: { particles: 20_000, seed: 'samples' },
    ...own,
  });
}

/** Standardised xi, from the file's own numbers. */
const z = Array.from({ length: count }, (_, j) => (pairs[2 * j] - mean[0]) / deviation[0]);
const average = (f: (one: number) => number) => z.reduce((sum, one) => sum + f(one), 0) / count;
/** Values are rounded to 2^-20 of a deviation or less. */
const ROUNDED = 1e-5;

describe('single samples', () => {
  test('the exponent is the mean over the pairs, also of tiny steps', () => {
    for (const [sigma, a] of [
      [1.5, 0.3],
      [4, -1],
      [1e-3, 1e-4],
    ]) {
      const spec = specOf({ sigma, a });
      const direct = average((one) => Math.log(Math.abs(1 + 0.4 * (a + sigma * one))));
      const { value, basis } = factorEstimate(stepFactor(spec, 0));
      expect(basis).toBe('exact');
      expect(Math.abs(value - direct)).toBeLessThan(ROUNDED * 0.4 * sigma);
    }
  });

  test('a path grows at the exponent, and its law is log-normal in the long run', async () => {
    const spec = specOf({ sigma: 0.5, a: 0.05, steps: 200 });
    const theory = theoryOf(spec, 200);
    expect(theory.law?.name).toBe('log-normal');
    expect(theory.lawError).toBeLessThan(0.01);
    const { distance, histogram } = await runSpec(createCpuEngine(), spec);
    expect(histogram.counts.reduce((sum, one) => sum + one, 0)).toBe(20_000);
    // Of 20,000 particles the band is 0.0096, beside the law's own error.
    expect(distance!.ks).toBeLessThan(distance!.band + theory.lawError!);
  });

  test('the tail index is a root of the mean of powers', () => {
    const factor = stepFactor(specOf({ sigma: 2.2, tau: 1, a: -0.2 }), 0);
    const index = tailIndex(factor)!;
    const power = average((one) => Math.abs(1 + 0.4 * (-0.2 + 2.2 * one)) ** index);
    expect(Math.abs(power - 1)).toBeLessThan(1e-4);
  });

  test('thresholds are where the mean changes sign', () => {
    const { steps } = sigmaThresholds(specOf(), 0);
    expect(steps.length).toBeGreaterThan(0);
    for (const sigma of steps) {
      const at = (share: number) =>
        average((one) => Math.log(Math.abs(1 + 0.4 * (0.3 + sigma * share * one))));
      expect(at(0.99) * at(1.01)).toBeLessThan(0);
    }
  });

  test('moments of a run are those of theory', async () => {
    const spec = specOf({ sigma: 0.6, tau: 0.4, a: -0.4, steps: 30 });
    const { moments } = await runSpec(createCpuEngine(), spec);
    for (const one of [moments.mean, moments.second]) {
      expect(one.exact).not.toBeNull();
      expect(Math.abs(one.z!)).toBeLessThan(Z_ALPHA);
    }
  });
});

describe('minibatches with replacement', () => {
  test('the exponent is that of every triple, within its bound', () => {
    const few = ownSamples(40, 'few');
    const spec = parseSpec({
      loss: { a: [0.3] },
      noise: { law: 'samples', data: few.data, sigma: 1.5, tau: 0 },
      optimizer: { learningRate: 0.4, batchSize: 3 },
      time: { dt: 1, steps: 10 },
    });
    const xi = Array.from(
      { length: 40 },
      (_, j) => (few.pairs[2 * j] - few.mean[0]) / few.deviation[0],
    );
    let sum = 0;
    for (const one of xi)
      for (const two of xi)
        for (const three of xi)
          sum += Math.log(Math.abs(1 + 0.4 * (0.3 + (1.5 * (one + two + three)) / 3)));
    const estimate = factorEstimate(stepFactor(spec, 0));
    expect(Math.abs(estimate.value - sum / 40 ** 3)).toBeLessThan(estimate.error!);
    expect(estimate.error).toBeLessThan(0.02);
    expect(estimate.basis).toBe('bounded');
  });

  test('nobody knows a tail, which the largest batch would say', () => {
    const factor = stepFactor(specOf({ sigma: 2.2, tau: 1, a: -0.2, batchSize: 3 }), 0);
    expect(tailIndex(factor)).toBeNull();
  });
});

test('theory of samples is that of chains alone, and of shuffled ones nobody has written it', () => {
  const momentum = specOf({}, { optimizer: { kind: 'heavy-ball', learningRate: 0.4, beta: 0.5 } });
  const shuffled = specOf({}, { noise: { law: 'shuffled-samples', data } });
  for (const [spec, reason] of [
    [momentum, /^There is no theory for the noise samples but at a saddle/],
    [shuffled, /^There is no theory for the noise shuffled-samples\.$/],
  ] as const) {
    const theory = theoryOf(spec, 10);
    expect(theory).toMatchObject({ lyapunovExponent: null, verdict: 'unknown', law: null });
    expect(theory.reason).toMatch(reason);
  }
});
