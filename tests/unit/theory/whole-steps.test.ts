import { describe, expect, it } from 'vitest';
import '../../../src/theory/all-methods';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { runSpec } from '../../../src/experiment/run';
import { parseSpec } from '../../../src/spec/schema';
import { stationaryLaw } from '../../../src/theory/laws/stationary';
import { stationaryWholeSteps } from '../../../src/theory/laws/whole-steps';
import { normalCdf } from '../../../src/theory/numerics/special-functions';

const gaussian = (m: number, v: number) => ({ law: 'gaussian', m, v, batchSize: 1 }) as const;

const STEPS = [
  { m: 0.5, v: 0.6, w: 0.7, rho: 0 },
  { m: 0.5, v: 0.6, w: -0.7, rho: 0.6 },
  { m: 1.05, v: 0.6, w: 1, rho: 0.3 },
  { m: 1, v: 1, w: 0.01, rho: -0.9 },
  { m: -0.8, v: 0.3, w: 1, rho: 0.2 },
  { m: 0, v: 0.9, w: 1, rho: 0.5 },
  { m: 0.2, v: 0.05, w: 1, rho: 0.4 },
  { m: 1.2, v: 0.9, w: 1, rho: -0.7 },
];

describe('the stationary law of whole steps', () => {
  it.each(STEPS)('is the fixed point of a step: %o', ({ m, v, w, rho }) => {
    const { law, gap } = stationaryWholeSteps(gaussian(m, v), w, rho)!;
    expect(law.error).toBeLessThan(1e-5);
    expect(gap).toBeGreaterThan(0);
    // The trapezoidal rule in asinh x, of the density before the step.
    const scale = Math.abs(w);
    const reach = 20 / Math.min(1, law.tailExponent!) + 5;
    const count = Math.ceil(20 * reach);
    const places = Array.from({ length: 2 * count + 1 }, (_, i) => {
      const u = (reach * (i - count)) / count;
      const x = scale * Math.sinh(u);
      return { x, mass: (law.pdf(x)! * scale * Math.cosh(u) * reach) / count };
    });
    for (const p of [0.001, 0.05, 0.3, 0.5, 0.8, 0.99]) {
      const y = law.quantile(p);
      const after = places.reduce((sum, { x, mass }) => {
        const spread = Math.sqrt(v * v * x * x + 2 * rho * v * w * x + w * w);
        return sum + mass * normalCdf((y - m * x) / spread);
      }, 0);
      expect(Math.abs(after - p), `${p}`).toBeLessThan(1e-5);
      expect(Math.abs(law.cdf(y) + law.survival(y) - 1)).toBeLessThan(1e-8);
    }
    // Kesten's tail.
    const far = 1e6 * scale;
    if (law.tailExponent! < 2)
      expect(law.survival(10 * far) / law.survival(far)).toBeCloseTo(10 ** -law.tailExponent!, 2);
  });

  it('is that of the SDE in the limit of small steps', () => {
    const differences = [1 / 64, 1 / 128].map((dt) => {
      const sde = { growth: -0.5, sigma: 1, tau: 0.8, rho: 0.5 };
      const limit = stationaryLaw(sde)!;
      const step = gaussian(1 + sde.growth * dt, sde.sigma * Math.sqrt(dt));
      const { law } = stationaryWholeSteps(step, sde.tau * Math.sqrt(dt), sde.rho)!;
      const places = Array.from({ length: 41 }, (_, i) => (i - 20) / 5);
      return Math.max(...places.map((x) => Math.abs(law.cdf(x) - limit.cdf(x))));
    });
    expect(differences[0]).toBeLessThan(0.02);
    expect(differences[0] / differences[1]).toBeGreaterThan(1.9);
    expect(differences[0] / differences[1]).toBeLessThan(2.1);
  });

  it('is normal without multiplicative noise, and nearly so with little', () => {
    const deviation = 0.7 / Math.sqrt(1 - 0.6 ** 2);
    const none = stationaryWholeSteps(gaussian(0.6, 0), 0.7, 0.3)!;
    expect(none.law.name).toBe('normal');
    expect(none.gap).toBeCloseTo(-Math.log(0.6), 12);
    const little = stationaryWholeSteps(gaussian(0.6, 0.02), 0.7, 0)!;
    for (const x of [-2, -0.5, 0.3, 1.5]) {
      expect(none.law.cdf(x)).toBeCloseTo(normalCdf(x / deviation), 12);
      expect(Math.abs(little.law.cdf(x) - none.law.cdf(x))).toBeLessThan(2e-4);
    }
  });

  it('is not there for coins, one noise alone, equal noises, or steps that escape', () => {
    expect(stationaryWholeSteps({ ...gaussian(0.5, 0.5), law: 'two-point' }, 1, 0)).toBeNull();
    expect(stationaryWholeSteps(gaussian(0.5, 0.5), 0, 0)).toBeNull();
    expect(stationaryWholeSteps(gaussian(0.5, 0.5), 1, 1)).toBeNull();
    expect(stationaryWholeSteps(gaussian(1.5, 0.1), 1, 0)).toBeNull();
  });

  it.each([
    { loss: { a: [-0.5] }, noise: { sigma: 0.6, tau: 0.7, rho: 0.6 } },
    { loss: { a: [-0.05] }, noise: { sigma: 0.8, tau: 1, rho: 0.3 } },
    { loss: { a: [-1.4] }, noise: { sigma: 0.4, tau: 1, rho: -0.4 } },
    {
      loss: { a: [-0.8] },
      noise: { sigma: 1, tau: 0.5, rho: 0.9 },
      optimizer: { kind: 'perturbed', perturbation: 0.5, batchSize: 3 },
    },
    {
      loss: { a: [-0.5] },
      noise: { sigma: 0, tau: 1 },
      start: { kind: 'uniform', low: [-1], high: [1] },
    },
  ])('is what a run settles at: %o', async (input) => {
    const spec = parseSpec({
      ...input,
      time: { dt: 0.5, steps: 400 },
      ensemble: { particles: 16_384, seed: '1' },
    });
    const { theory, distance } = await runSpec(createCpuEngine(), spec);
    expect(theory).toMatchObject({ kind: 'stationary', settled: true, reason: null });
    expect(theory!.law).toBe(input.noise.sigma === 0 ? 'normal' : 'whole-steps');
    expect(theory!.lawBasis).toBe(input.noise.sigma === 0 ? 'exact' : 'bounded');
    expect(theory!.lawError).toBeLessThan(1e-3);
    // The gap of the steps, in units of time.
    expect(theory!.relaxationTime).toBeLessThan(40 * spec.time.dt);
    // 99 % of samples of the law stay below the band; seeds are fixed.
    expect(distance!.ks).toBeLessThan(distance!.band);
  });
});
