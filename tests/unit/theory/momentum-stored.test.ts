import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataSet } from '../../../src/spec/data-set';
import { parseSpec } from '../../../src/spec/schema';
import { epochShift, weakStoredExponent } from '../../../src/theory/exponents/momentum-expansion';
import { directionsOf } from '../../../src/theory/exponents/momentum-panels';
import { sampledExponent } from '../../../src/theory/exponents/momentum-sampled';
import type { StoredMomentum } from '../../../src/theory/exponents/momentum-step';
import { storedMomentumExponent } from '../../../src/theory/exponents/momentum-stored';
import { uniforms } from '../../../src/theory/numerics/uniforms';
import { theoryOf } from '../../../src/theory/theory';
import { expectRelative, expectWithin } from './reference';

/** Whether the slope is taken ahead. */
const HEAVY_BALL = false;
const NESTEROV = true;

function stored(
  samples: number,
  batchSize: number,
  step: Pick<StoredMomentum, 'looksAhead' | 'pull' | 'beta' | 'scale'>,
  seed = '1',
): StoredMomentum {
  const noise = { law: 'dataset', samples, rho: 0, sigma: 1, tau: 0 } as const;
  const { xi, xiUnit } = dataSet({ noise, ensemble: { seed } } as Parameters<typeof dataSet>[0]);
  const values = Float64Array.from(xi, (value) => value * xiUnit);
  return { ...step, m: 1 + step.pull, values, batchSize };
}

/** Mean growth of simulated paths through shuffled epochs, and its standard error. */
function simulated(step: StoredMomentum, paths: number, steps: number) {
  const { looksAhead, m, beta, scale, values, batchSize } = step;
  const samples = values.length;
  const batches = Math.floor(samples / batchSize);
  const random = uniforms(77);
  const order = Array.from(values.keys());
  const means = Array.from({ length: paths }, () => {
    let [x, before] = [random.next(), random.next()];
    let sum = 0;
    let counted = 0;
    for (let n = -300; n < steps; n++) {
      const place = (((n + 300) % batches) + batches) % batches;
      if (place === 0)
        for (let i = samples - 1; i > 0; i--) {
          const j = random.below(i + 1);
          [order[i], order[j]] = [order[j], order[i]];
        }
      let z = 0;
      for (let i = 0; i < batchSize; i++) z += values[order[place * batchSize + i]] / batchSize;
      const factor = m + scale * z;
      const next = !looksAhead
        ? (factor + beta) * x - beta * before
        : factor * ((1 + beta) * x - beta * before);
      const size = Math.hypot(next, x);
      if (n >= 0) {
        sum += Math.log(size / Math.hypot(x, before));
        counted++;
      }
      [x, before] = [next / size, x / size];
    }
    return sum / counted;
  });
  const mean = means.reduce((sum, one) => sum + one, 0) / paths;
  const squares = means.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / paths / (paths - 1)) };
}

const HEAVY = { looksAhead: false, pull: 0.005, beta: 0.9, scale: 0.4 } as const;

describe('momentum on a stored set', () => {
  // Columns: samples, batch; remainders and batches larger than half of the set included.
  it.each([
    [6, 3, HEAVY],
    [4, 1, { ...HEAVY, looksAhead: true, pull: 0.01, scale: 0.2 }],
    [7, 2, { ...HEAVY, pull: -0.02, beta: 0.7, scale: 0.8 }],
    [5, 4, { ...HEAVY, looksAhead: true, pull: 0.03, scale: 2 }],
    [9, 3, { ...HEAVY, pull: -0.4, beta: 0.8, scale: 1.5 }],
    [24, 4, HEAVY],
  ] as const)('grows as simulated epochs do: %d samples, batches of %d', (samples, batch, step) => {
    const made = stored(samples, batch, step);
    const found = storedMomentumExponent(made);
    const { mean, error } = simulated(made, 60, 1500);
    expect(found.basis).toBe('bounded');
    // The start and the end of a path are off by a memory's share; five standard errors.
    expectWithin(found.value, mean, 5 * error + found.error + 2e-4);
  });

  it('is trapped where independent batches would escape', () => {
    const spec = parseSpec({
      loss: { a: [0.05] },
      noise: { law: 'dataset', samples: 6, sigma: 4, tau: 0 },
      optimizer: { kind: 'heavy-ball', learningRate: 0.1, batchSize: 3 },
      time: { dt: 1, steps: 2000 },
    });
    const found = theoryOf(spec, 2000);
    expect(found.verdict).toBe('trapped');
    expect(found.exponentBasis).toBe('bounded');
    expect(found.exponentError).toBeLessThan(5e-5);
    // 4,096 particles of the run itself, steps 160 to 800.
    expectWithin(found.lyapunovExponent!, -0.0338, 4e-4);
    // Nobody has looked for a threshold there.
    expect(found.dtBias).not.toBeNull();
  });

  it('has the same exponent by sampled paths', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 9 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        fc.double({ min: -0.5, max: 0.2, noNaN: true }),
        fc.constantFrom(0.3, 0.9, 0.97),
        fc.constantFrom(0.02, 0.2, 1),
        (samples, share, looksAhead, pull, beta, scale) => {
          const batch = 1 + Math.floor(share * (samples - 2));
          const made = stored(samples, batch, { looksAhead, pull, beta, scale });
          const one = storedMomentumExponent(made);
          const v = scale * Math.sqrt((samples - batch) / (samples - 1) / batch);
          const step = { ...made, law: 'gaussian', v, batchSize: 1 } as const;
          const other = sampledExponent(made, directionsOf(step));
          expectWithin(one.value, other.value, one.error + other.error);
        },
      ),
      { seed: 5, numRuns: 4, endOnFailure: true },
    );
  });

  it('follows its expansion where the noise is weak', () => {
    for (const looksAhead of [HEAVY_BALL, NESTEROV])
      for (const [samples, batch] of [
        [4, 1],
        [7, 2],
        [6, 3],
      ]) {
        const made = stored(samples, batch, { looksAhead, pull: 0.05, beta: 0.8, scale: 3e-3 });
        const weak = weakStoredExponent(made);
        const found = storedMomentumExponent(made);
        expect(weak.value).not.toBe(found.value);
        expect(weak.error).toBeLessThan(1e-5);
        expectWithin(found.value, weak.value, (weak.error + found.error) / 2);
      }
  });

  it('is a limit where batches are too large to be drawn', () => {
    const step = { looksAhead: false, pull: 0.05, beta: 0.99, scale: 0.15 } as const;
    const made = stored(4096, 1024, step);
    const frame = { centre: 1.2, width: 0.3 };
    const found = sampledExponent(made, frame);
    expect([found.basis, found.limit]).toEqual(['limit', 'normal batches']);
    const weak = weakStoredExponent(made);
    expectWithin(found.value, weak.value, found.error + weak.error);
    expect(found.error + weak.error).toBeLessThan(1e-3);
  });

  it('loses to noise as independent batches do where an epoch is long', () => {
    const made = stored(4096, 1, { ...HEAVY, looksAhead: true });
    // 1 / (2 (1 - q)^2), less the share of an epoch that a memory is.
    expectRelative(epochShift(made, 0.9), 50, 0.03);
    expect(epochShift(stored(4, 1, HEAVY), 0.9)).toBeLessThan(20);
  });

  it('is that of a network near the origin, along either direction', () => {
    const of = (loss: object) =>
      theoryOf(
        parseSpec({
          loss,
          noise: { law: 'dataset', samples: 5, sigma: 4, tau: 0 },
          optimizer: { kind: 'heavy-ball', learningRate: 0.1, batchSize: 2 },
          time: { dt: 1, steps: 10 },
        }),
        10,
      );
    const step = { looksAhead: false, pull: 0.03, beta: 0.9 } as const;
    const along = storedMomentumExponent(stored(5, 2, { ...step, scale: 0.4 }));
    // Across, the factor is 1 - h (a + xi): samples count with the other sign.
    const across = storedMomentumExponent(stored(5, 2, { ...step, scale: -0.4 }));
    expect(Math.abs(along.value - across.value)).toBeGreaterThan(1e-4);
    expect(of({ a: [0.3] }).lyapunovExponent).toBeCloseTo(along.value, 12);
    const network = (a: number) => of({ kind: 'linear-network', a: [a] });
    for (const [a, { value }] of [
      [0.3, along],
      [-0.3, across],
    ] as const) {
      const { exponentBasis, lyapunovExponent } = network(a);
      expect(exponentBasis).toBe('bounded');
      expect(lyapunovExponent).toBeCloseTo(value, 12);
    }
  });

  it('is that of plain steps without a memory', () => {
    const of = (optimizer: object) =>
      theoryOf(
        parseSpec({
          noise: { law: 'dataset', samples: 5, sigma: 1, tau: 0 },
          optimizer: { learningRate: 0.7, batchSize: 2, ...optimizer },
          time: { dt: 1, steps: 10 },
        }),
        10,
      );
    const plain = of({ kind: 'sgd' });
    for (const kind of ['heavy-ball', 'nesterov']) {
      const found = of({ kind, beta: 0 });
      expect(found.lyapunovExponent).toBe(plain.lyapunovExponent);
      expect(found.exponentBasis).toBe('exact');
    }
  });

  it('has no noise left in the whole set', () => {
    const whole = storedMomentumExponent(stored(6, 6, HEAVY));
    expect(whole.basis).toBe('exact');
    expectWithin(whole.value, Math.log((1.905 + Math.sqrt(1.905 ** 2 - 3.6)) / 2), 1e-13);
  });
});
