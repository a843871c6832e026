import seedrandom from 'seedrandom';
import { expect, test } from 'vitest';
import { samplesSummary } from '../../../../src/experiment/samples/samples-summary';
import { givenSamples } from '../../../../src/spec/given-set';
import { normalQuantile } from '../../../../src/theory/numerics/special-functions';

/** Pairs of correlation 0.6: normal ones, or with Pareto tails of index 3. */
function drawn(count: number, seed: string, tails: boolean) {
  const random = seedrandom(seed);
  const one = () => {
    const u = random();
    if (!tails) return normalQuantile(u || 0.5);
    return (random() < 0.5 ? -1 : 1) * (1 - u) ** (-1 / 3);
  };
  const pairs = new Float64Array(2 * count);
  for (let j = 0; j < count; j++) {
    pairs[2 * j] = 1 + 2 * one();
    pairs[2 * j + 1] = tails ? one() : 0.6 * (pairs[2 * j] - 1) * 0.5 + 0.8 * one();
  }
  return samplesSummary(givenSamples('example', pairs));
}

test('intervals of normal pairs cover the truth 95 times of 100', () => {
  const runs = 300;
  const missed = { mean: 0, sigma: 0, tau: 0, rho: 0 };
  for (let run = 0; run < runs; run++) {
    const { mean, sigma, tau, rho } = drawn(400, `run ${run}`, false);
    for (const [name, { low, high }, truth] of [
      ['mean', mean.xi, 1],
      ['sigma', sigma, 2],
      ['tau', tau, 1],
      ['rho', rho!, 0.6],
    ] as const)
      if (!(low! <= truth && truth <= high!)) missed[name]++;
  }
  // 15 expected; 5 standard deviations of 300 trials of 0.05, and what normal intervals lack at 400.
  for (const count of Object.values(missed)) {
    expect(count).toBeGreaterThan(1);
    expect(count).toBeLessThan(15 + 5 * 3.8);
  }
});

test("Hill's index finds a tail of index 3, and says that intervals are too narrow", () => {
  const { tailIndex, note, rho } = drawn(20_000, 'tails', true);
  for (const tail of [tailIndex.xi!, tailIndex.eta!]) {
    expect(tail.largest).toBe(141);
    // Three deviations of index / sqrt(k).
    expect(Math.abs(tail.value - 3)).toBeLessThan((3 * 3) / Math.sqrt(141));
    expect(tail.low!).toBeLessThan(tail.value);
  }
  expect(note).toMatch(/too narrow/);
  expect(rho!.low!).toBeLessThan(0);
  expect(drawn(20_000, 'normal', false).note).toBeNull();
});

test('what is not there is null', () => {
  const few = samplesSummary(givenSamples('example', Float64Array.of(1, 0, 2, 0, 4, 0)));
  expect(few).toMatchObject({
    count: 3,
    rho: null,
    tau: { value: 0, low: 0, high: 0 },
    tailIndex: { xi: null, eta: null },
  });
});
