import { describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { CentralMoments } from '../../../src/experiment/central-moments';
import { lawDistance } from '../../../src/experiment/law-distance';
import { runSpec } from '../../../src/experiment/run';
import { histogramEdges } from '../../../src/spec/histogram-edges';
import { parseSpec } from '../../../src/spec/schema';
import { underflowOf } from '../../../src/spec/underflow';
import { absoluteCdf, binProbabilities, theoryOf } from '../../../src/theory/theory';

const run = (input: object) => runSpec(createCpuEngine(), parseSpec(input));

describe('CentralMoments', () => {
  it('is the same for every way to cut a sample, far from 0 too', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => 1e6 + ((i * i) % 317) - 40);
    const mean = values.reduce((sum, x) => sum + x, 0) / 1000;
    const sum = (k: number) => values.reduce((total, x) => total + (x - mean) ** k, 0);
    for (const cuts of [[1000], [1, 999], [300, 0, 450, 250]]) {
      const moments = new CentralMoments();
      let first = 0;
      for (const length of cuts) {
        moments.add(values.subarray(first, first + length));
        first += length;
      }
      expect(moments.count).toBe(1000);
      expect(Math.abs(moments.mean / mean - 1)).toBeLessThan(1e-15);
      expect(Math.abs(moments.second / sum(2) - 1)).toBeLessThan(1e-12);
      expect(Math.abs(moments.third / sum(3) - 1)).toBeLessThan(1e-9);
      expect(Math.abs(moments.fourth / sum(4) - 1)).toBeLessThan(1e-12);
    }
  });

  it('has the errors of the normal law', () => {
    // Quantiles of a law of kurtosis 9/5: uniform.
    const n = 10_000;
    const moments = new CentralMoments();
    moments.add(Float64Array.from({ length: n }, (_, i) => (i + 0.5) / n));
    expect(moments.variance).toBeCloseTo(1 / 12, 4);
    expect(moments.meanError).toBeCloseTo(Math.sqrt(1 / 12 / n), 6);
    expect(moments.varianceError).toBeCloseTo(Math.sqrt((1 / 80 - 1 / 144) / n), 6);
    expect(moments.concentration).toBeCloseTo(1.8 / n, 7);
  });
});

const METHODS = [
  { kind: 'sgd', learningRate: 0.5 },
  { kind: 'perturbed', learningRate: 0.5, perturbation: 0.4 },
  { kind: 'heavy-ball', learningRate: 0.3, beta: 0.6 },
  { kind: 'nesterov', learningRate: 0.3, beta: 0.6 },
  { kind: 'svrg', learningRate: 0.3, epochLength: 4 },
  { kind: 'sgd', learningRate: 0.5, schedule: 'inverse-time' },
  { kind: 'heavy-ball', learningRate: 0.3, beta: 0.6, schedule: 'inverse-time' },
] as const;

const NOISES = [
  { law: 'gaussian', sigma: 0.4, tau: 0.4, rho: 0.5 },
  { law: 'two-point', sigma: 0.4, tau: 0.4, rho: -0.5 },
  { law: 'dataset', samples: 8, sigma: 0.5, tau: 0.4, rho: 0.5 },
] as const;

describe('moments of a run', () => {
  it.each(METHODS.flatMap((optimizer) => NOISES.map((noise) => ({ optimizer, noise }))))(
    'are those of the recursion, on the engine: %o',
    async ({ optimizer, noise }) => {
      const batchSize = noise.law === 'dataset' ? 3 : 2;
      const { moments } = await run({
        loss: { a: [-0.4] },
        noise,
        optimizer: { ...optimizer, batchSize },
        start: { kind: 'gaussian', mean: [0.5], standardDeviation: [0.4] },
        time: { dt: 1, steps: 11 },
        ensemble: { particles: 16_384, seed: 'moments' },
      });
      // 42 numbers: beyond 4.5 with a probability of 3e-4.
      for (const one of [moments.mean, moments.second]) {
        expect(one.reason).toBeNull();
        expect(Math.abs(one.z!), JSON.stringify(one)).toBeLessThan(4.5);
        // The error that the exact moments give is about the sample's own.
        const error = (one.sample - one.exact!) / one.z!;
        expect(Math.abs(error / one.standardError! - 1)).toBeLessThan(0.4);
      }
      expect(moments.variance.sample).toBeGreaterThan(0);
      expect(moments.variance.standardError).toBeGreaterThan(0);
    },
  );

  it('have no z, but a reason, where the sample is not one of the chain', async () => {
    const ensemble = { particles: 4096, seed: '1' };
    const time = { dt: 1, steps: 100 };
    const reasons = async (input: object) => {
      const { mean, second } = (await run({ ensemble, time, ...input })).moments;
      expect([mean.z, second.z]).toEqual([null, null]);
      return `${mean.reason} ${second.reason}`;
    };
    expect(await reasons({ loss: { a: [-0.5] }, noise: { sigma: 0.2, tau: 0 } })).toContain(
      'underflow',
    );
    expect(await reasons({ loss: { a: [3] }, noise: { sigma: 1, tau: 0 } })).toContain('freeze');
    expect(await reasons({ loss: { a: [0.01] }, noise: { sigma: 0, tau: 0 } })).toContain(
      'one place',
    );
    expect(await reasons({ loss: { a: [0] }, noise: { sigma: 0.7, tau: 0 } })).toContain(
      'A few particles',
    );
    expect(await reasons({ loss: { kind: 'double-well' } })).toContain('not known exactly');
  });
});

describe('the distance from a law', () => {
  it('takes the two sides of 0 as one where float32 underflow lost them', async () => {
    const n = 16_384;
    const underflow = (histogram: object) =>
      run({
        loss: { a: [-0.5] },
        noise: { sigma: 0.1, tau: 0 },
        time: { dt: 1, steps: 118 },
        ensemble: { particles: n, seed: '1' },
        histogram,
      });
    const linear = await underflow({});
    expect(linear.histogram.zero / n).toBeGreaterThan(0.08);
    expect(linear.distanceReason).toBeNull();
    const sizes = await underflow({ axis: 'log-abs', min: 1e-37, max: 1 });
    // Kolmogorov's distance of n from their own law is beyond 2.4 / sqrt(n) once in 50,000.
    for (const { distance, theory } of [linear, sizes])
      expect(distance!.ks).toBeLessThan(theory!.lawError! + 2.4 / Math.sqrt(n));
  });

  it('is not there where underflow or freezing took particles that would have come back', () => {
    // ln |x| spreads over 22: half of those below 1e-38 would be above it again later.
    const spec = parseSpec({
      loss: { a: [0] },
      noise: { law: 'gaussian', sigma: 1.55603647805469, tau: 0 },
      start: { kind: 'point', x: [1e-36] },
      time: { dt: 1, steps: 400 },
      ensemble: { particles: 4096 },
      histogram: { axis: 'linear', min: -1, max: 1, bins: 2 },
    });
    const { law } = theoryOf(spec, 400);
    const edges = histogramEdges(spec.histogram);
    const probabilities = binProbabilities(law!, edges, 'linear');
    const counts = {
      step: 400,
      particles: 4096,
      counts: Uint32Array.of(1024, 3072),
      below: 0,
      above: 0,
      nonFinite: 0,
      escaped: 0,
      beyond: 0,
      frozen: 0,
    };
    const reason = (zero: number, frozen = 0) =>
      lawDistance(spec, law!, { ...counts, zero, frozen }, probabilities, edges).reason;
    const share = absoluteCdf(law!, underflowOf(spec));
    expect(share).toBeGreaterThan(0.3);
    expect(reason(Math.round(4096 * share))).toBeUndefined();
    expect(reason(Math.round(4096 * (share + 0.05)))).toContain('underflow');
    expect(reason(0, 300)).toContain('freeze');
    expect(reason(0, 3)).toBeUndefined();
  });
});
