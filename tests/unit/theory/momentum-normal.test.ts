import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import {
  type MomentumWalk,
  momentumWalkLaw,
  settledVariance,
} from '../../../src/theory/laws/momentum-normal';
import { uniforms } from '../../../src/theory/numerics/uniforms';
import { theoryOf } from '../../../src/theory/theory';
import { expectRelative, expectWithin } from './reference';

const anyWalk = fc.record({
  looksAhead: fc.boolean(),
  pull: fc.double({ min: -2.5, max: 0.3, noNaN: true }),
  beta: fc.double({ min: 0, max: 0.999, noNaN: true }),
  w: fc.constant(0.7),
});

/** One step of the engine's own recursion, with the noise already multiplied. */
function moved(walk: MomentumWalk, [x, u]: [number, number], noise: number): [number, number] {
  const at = !walk.looksAhead ? x : x + walk.beta * u;
  const velocity = walk.beta * u + walk.pull * at + noise;
  return [x + velocity, velocity];
}

describe('momentum whose factor has no noise', () => {
  it('is normal with the mean and variance of every noise of the way, one by one', () => {
    fc.assert(
      fc.property(anyWalk, fc.constantFrom(1, 2, 3, 17, 200), (walk, n) => {
        // What a noise of one step leaves after 0, 1, ... further steps.
        let [carried, kicked]: [number, number][] = [
          [1, 0],
          [walk.w, walk.w],
        ];
        let variance = 0;
        for (let i = 0; i < n; i++) {
          variance += kicked[0] ** 2;
          kicked = moved(walk, kicked, 0);
          carried = moved(walk, carried, 0);
        }
        if (!(variance < 1e200)) return;
        const start = { kind: 'gaussian', mean: 3, standardDeviation: 0.5 } as const;
        const { law } = momentumWalkLaw(walk, start, n, null);
        expect(law!.exact).toBe(true);
        const spread = Math.hypot(0.5 * carried[0], Math.sqrt(variance));
        expectWithin(law!.mean!, 3 * carried[0], 1e-11 * (1 + spread));
        expectRelative(Math.sqrt(law!.variance!), spread, 1e-10);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('settles to the variance of an autoregression', () => {
    fc.assert(
      fc.property(anyWalk, (walk) => {
        if (Math.abs(walk.pull) < 1e-3) return;
        const settled = settledVariance(walk);
        const { law } = momentumWalkLaw(walk, { kind: 'point', x: 0 }, 1e7, null);
        if (settled === null) expect(law!.variance).toBeGreaterThan(1e5);
        else expectRelative(law!.variance!, walk.w ** 2 * settled, 1e-6);
      }),
      { seed: 4, numRuns: 200 },
    );
    // h tau^2 (1 + b) / ((1 - b) k (2 (1 + b) - h k)) of the heavy ball.
    const [h, k, b, tau] = [0.5, 1, 0.9, 1];
    const walk = { looksAhead: false, pull: -h * k, beta: b, w: h * tau } as const;
    expectRelative(
      settledVariance(walk)! * walk.w ** 2,
      (h * tau * tau * (1 + b)) / ((1 - b) * k * (2 * (1 + b) - h * k)),
      1e-14,
    );
  });

  it('takes a billion steps at once, and steps of any smallness', () => {
    const walk = { looksAhead: false, pull: -1e-9, beta: 0.9, w: 0 } as const;
    const { law } = momentumWalkLaw(walk, { kind: 'point', x: 1 }, 1e9, null);
    // exp(-n pull / (1 - beta)), and its next order.
    expectRelative(law!.mean!, Math.exp(-10), 1e-6);
    const tiny = { ...walk, pull: -1e-25 };
    const near = momentumWalkLaw(tiny, { kind: 'point', x: 1 }, 1e9, null).law!;
    expect(near.mean).toBe(1 - 1e-15);
  });

  it('of two-point noise is normal within the error that it states', () => {
    // All 2^16 ways of the coins.
    const walk = { looksAhead: false, pull: -0.05, beta: 0.5, w: 0.3 } as const;
    const coins = 16;
    const values = Float64Array.from({ length: 2 ** coins }, (_, bits) => {
      let at: [number, number] = [0.4, 0];
      for (let i = 0; i < coins; i++) at = moved(walk, at, (bits >> i) & 1 ? 0.3 : -0.3);
      return at[0];
    }).sort();
    const law = momentumWalkLaw(walk, { kind: 'point', x: 0.4 }, coins, 1);
    expect(law.law).toBeNull();
    expect(law.reason).toMatch(/^Two-point noise with curvature: only about \d/);
    const many = momentumWalkLaw(walk, { kind: 'point', x: 0.4 }, coins, 64).law!;
    expect(many.exact).toBe(false);
    expect(many.error).toBeLessThanOrEqual(0.01);
    // One coin of a step instead of 64: the law is the same but for kurtosis.
    let worst = 0;
    values.forEach((x, i) => {
      worst = Math.max(worst, Math.abs(many.cdf(x) - (i + 0.5) / values.length));
    });
    expect(worst).toBeLessThan(0.05);
  });

  it('is what simulated steps do', () => {
    const random = uniforms(9);
    const walk = { looksAhead: true, pull: -0.3, beta: 0.8, w: 0.5 } as const;
    const [count, n] = [20_000, 30];
    let sum = 0;
    let squares = 0;
    for (let k = 0; k < count; k++) {
      let at: [number, number] = [2, 0];
      for (let i = 0; i < n; i++) {
        const size = Math.sqrt(-2 * Math.log(1 - random.next()));
        at = moved(walk, at, 0.5 * size * Math.cos(2 * Math.PI * random.next()));
      }
      sum += at[0];
      squares += at[0] ** 2;
    }
    const { law } = momentumWalkLaw(walk, { kind: 'point', x: 2 }, n, null);
    const variance = squares / count - (sum / count) ** 2;
    // Five standard errors of the mean and of the variance.
    expectWithin(sum / count, law!.mean!, 5 * Math.sqrt(law!.variance! / count));
    expectRelative(variance, law!.variance!, 5 * Math.sqrt(2 / count));
  });
});

describe('theory of momentum without multiplicative noise', () => {
  it('has an exact law after every step', () => {
    const spec = parseSpec({
      loss: { a: [-1] },
      noise: { sigma: 0, tau: 1 },
      optimizer: { kind: 'heavy-ball', learningRate: 0.5 },
      time: { dt: 1, steps: 500 },
      start: { kind: 'point', x: [0] },
    });
    const { law, lawBasis, settled } = theoryOf(spec, 500);
    expect([law!.name, lawBasis, settled]).toEqual(['normal', 'exact', true]);
    expectRelative(law!.variance!, (0.5 * 1.9) / (0.1 * (3.8 - 0.5)), 1e-9);
    expect(theoryOf(spec, 1).law!.variance).toBeCloseTo(0.25, 12);
    const batch = { ...spec, optimizer: { ...spec.optimizer, batchSize: 4 } };
    expectRelative(theoryOf(batch, 500).law!.variance!, law!.variance! / 4, 1e-12);
  });

  it('does not say that all is at 0 before it is', () => {
    const spec = parseSpec({
      loss: { a: [-1] },
      noise: { sigma: 0, tau: 0 },
      optimizer: { kind: 'heavy-ball', learningRate: 0.1 },
      time: { dt: 0.001, steps: 10 },
    });
    const { law, lawBasis } = theoryOf(spec, 10);
    expect([law!.name, lawBasis]).toEqual(['point-mass', 'exact']);
    let at: [number, number] = [1, 0];
    for (let i = 0; i < 10; i++)
      at = moved({ looksAhead: false, pull: -1e-4, beta: 0.9, w: 0 }, at, 0);
    expectWithin(law!.mean!, at[0], 1e-14);
  });
});
