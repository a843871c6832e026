import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentumEstimate } from '../../../src/theory/exponents/momentum';
import { chainExponent } from '../../../src/theory/exponents/momentum-chain';
import { weakNoiseExponent } from '../../../src/theory/exponents/momentum-expansion';
import { directionsOf } from '../../../src/theory/exponents/momentum-panels';
import { type MomentumStep, signsOf } from '../../../src/theory/exponents/momentum-step';
import { expectWithin } from './reference';

/** Whether the slope is taken ahead. */
const HEAVY_BALL = false;
const NESTEROV = true;

/** A number from low to high, as likely in every octave. */
const between = (low: number, high: number) =>
  fc.double({ min: 0, max: 1, noNaN: true }).map((share) => low * (high / low) ** share);

const anyStep = fc
  .record({
    looksAhead: fc.boolean(),
    law: fc.constantFrom('gaussian' as const, 'two-point' as const),
    beta: fc.oneof(
      fc.double({ min: 0.01, max: 0.9, noNaN: true }),
      between(1e-3, 0.5).map((left) => 1 - left),
    ),
    v: between(1e-4, 3),
    pull: fc.tuple(between(1e-4, 0.5), fc.constantFrom(-1, 1)).map(([size, sign]) => size * sign),
    batchSize: fc.integer({ min: 1, max: 8 }),
  })
  .map((step): MomentumStep => ({ ...step, m: 1 + step.pull }));

describe('the error of an exponent of momentum', () => {
  it('holds over random steps', () => {
    fc.assert(
      fc.property(anyStep, (step) => {
        const found = momentumEstimate(step);
        const finer = momentumEstimate(step, 1e-7);
        expectWithin(found.value, finer.value, found.error + finer.error);
      }),
      { seed: 21, numRuns: 15, endOnFailure: true },
    );
  });

  it('holds for the expansion in weak noise, and is not many times too large', () => {
    let ratios = 0;
    let count = 0;
    fc.assert(
      fc.property(anyStep, between(1e-4, 0.03), (step, v) => {
        const made = { ...step, v };
        const weak = weakNoiseExponent(made);
        if (!(weak.error < 1e-4 && weak.error > 1e-9)) return;
        const finer = momentumEstimate(made, Math.min(1e-7, weak.error / 30));
        if (finer.value === weak.value) return;
        expectWithin(weak.value, finer.value, weak.error + finer.error);
        ratios += Math.abs(weak.value - finer.value) / weak.error;
        count++;
      }),
      { seed: 22, numRuns: 50, endOnFailure: true },
    );
    expect(count).toBeGreaterThan(10);
    expect(ratios / count).toBeGreaterThan(0.05);
  });

  // Beta near 1, where coins once gave 1.65e-5 for a stated 1.5e-5; and signs that make M nearly 0.
  it.each<[boolean, number, number, number, number]>([
    [HEAVY_BALL, 1.0001, 0.3, 0.999, 1],
    [HEAVY_BALL, 1.1, 0.2, 0.9, 1],
    [NESTEROV, 1.05, 1, 0.99, 2],
    [NESTEROV, 1, 0.95, 0.5, 1],
  ])('holds for coins: %s, m = %d, v = %d, beta = %d', (looksAhead, m, v, beta, batchSize) => {
    const step = { looksAhead, law: 'two-point', m, v, beta, batchSize } as const;
    const found = momentumEstimate(step);
    const signs = signsOf(step)!;
    const chain = {
      looksAhead,
      beta,
      cycle: 1,
      factors: Float64Array.from(signs.value, (z) => m + v * z),
      ways: [
        {
          to: new Int32Array(signs.value.length),
          probability: Float64Array.from(signs.weight),
          factor: Int32Array.from(signs.value.keys()),
        },
      ],
    };
    // A coarse potential, and many more steps: another estimate of the same number.
    const effort = { places: 512, rounds: 200, ways: 4e6, accuracy: 0 };
    const other = chainExponent(chain, directionsOf(step), effort);
    expectWithin(found.value, other.value, found.error + other.error);
    expect(found.error).toBeLessThan(2e-5);
    expect(other.error).toBeLessThan(1e-4);
  });
});
