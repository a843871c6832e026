import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import { carriedBack, oneStep } from '../../../src/theory/exponents/carried-back';
import { epochOperator } from '../../../src/theory/exponents/epoch-operator';
import { lyapunovExponentGaussian } from '../../../src/theory/exponents/lyapunov';
import { storedEpochExponent } from '../../../src/theory/exponents/stored-epoch';
import type { CorrectedStep } from '../../../src/theory/exponents/svrg';
import { landmarkRatioExponent } from '../../../src/theory/exponents/svrg-epoch';
import { theoryOf } from '../../../src/theory/theory';
import '../../../src/theory/all-methods';
import { repeats, some } from '../../support/long';
import { expectWithin } from './reference';

/** Mean of log |G| over loops of their own, and its standard error. */
function simulated({ law, pull, v, batchSize }: CorrectedStep, count: number, loops: number) {
  const random = seedrandom.xorshift7(`${law} ${pull} ${v} ${count}`);
  const noise = () => {
    if (law === 'gaussian')
      return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let sum = 0;
    for (let i = 0; i < batchSize; i++) sum += random() < 0.5 ? -1 : 1;
    return sum / Math.sqrt(batchSize);
  };
  let [sum, square] = [0, 0];
  for (let loop = 0; loop < loops; loop++) {
    let [x, landmark, log] = [1, 1, 0];
    for (let n = 0; n < count; n++) {
      x += (pull + v * noise()) * (x - landmark) + pull * landmark;
      if (Math.abs(x) < 1e100) continue;
      x /= 1e100;
      landmark /= 1e100;
      log += 100 * Math.LN10;
    }
    log += Math.log(Math.abs(x));
    sum += log;
    square += log * log;
  }
  const mean = sum / loops;
  return { mean, error: Math.sqrt((square / loops - mean * mean) / loops) };
}

/** Random steps and epochs: pulls of both signs, noise from little to steps that turn round. */
function randomSteps(seed: string, count: number): { step: CorrectedStep; length: number }[] {
  const random = seedrandom(seed);
  return Array.from({ length: count }, (_, i) => ({
    step: {
      law: i % 2 === 0 ? 'gaussian' : 'two-point',
      pull: (random() < 0.5 ? -1 : 1) * 0.5 * random() ** 2,
      v: 0.02 + 1.8 * random() ** 2,
      batchSize: i % 2 === 0 ? 1 : 1 + Math.floor(4 * random()),
    },
    length: 1 + Math.floor(200 * random() ** 2),
  }));
}

describe('landmarkRatioExponent', () => {
  it.each(some(randomSteps('loops', 16), 8))(
    'is that of simulated loops: $step, $length steps',
    (one) => {
      const { value, error } = landmarkRatioExponent(one.step, one.length);
      const loops = Math.ceil(300_000 / one.length);
      const found = simulated(one.step, one.length, loops);
      // 16 tests: a normal number is beyond 4.2 deviations in one of 2,300.
      expectWithin(value, found.mean, 4.2 * found.error + error);
      // Of the spread of one step; that of signs is twice the range of eight results.
      const most = one.step.law === 'gaussian' ? 1e-4 : 2e-4;
      expect(error / one.length).toBeLessThan(most * Math.min(1, one.step.v));
    },
  );

  /** All endings of one sign a step: eight logarithms of one product. */
  function overEndings(pull: number, v: number, count: number): number {
    const factors = [1 + pull - v, 1 + pull + v];
    let last = [[1, 0]];
    for (let k = 0; k < 12; k++)
      last = last.flatMap(([slope, offset]) =>
        factors.map((factor) => [slope * factor, slope * pull + offset]),
      );
    let places = [pull];
    for (let k = 13; k < count; k++)
      places = places.flatMap((y) => factors.map((factor) => factor * y + pull));
    const [slope, offset] = [0, 1].map((i) => Float64Array.from(last, (map) => map[i]));
    let sum = 0;
    for (const y of places)
      for (let i = 0; i < slope.length; i += 8) {
        let product = 1;
        for (let j = i; j < i + 8; j++) product *= 1 + offset[j] + slope[j] * y;
        sum += Math.log(Math.abs(product));
      }
    return sum / (places.length * slope.length);
  }

  it('adds up all endings of signs while there are not too many', () => {
    const step = { law: 'two-point', pull: -0.1, v: 0.3, batchSize: 1 } as const;
    const { value, basis } = landmarkRatioExponent(step, 22);
    expect(basis).toBe('exact');
    expectWithin(value, overEndings(-0.1, 0.3, 22), 1e-12);
  });

  it('keeps its bound where signs have too many endings to add up', () => {
    const count = 27;
    const steps = [
      [-0.3, 1.6],
      [-0.1, 0.3],
      [-0.1, 0.05],
      [0.2, 1.7],
    ];
    for (const [pull, v] of some(steps, 1)) {
      const step = { law: 'two-point', pull, v, batchSize: 1 } as const;
      const found = landmarkRatioExponent(step, count);
      expect(found.basis).toBe('bounded');
      expectWithin(found.value, overEndings(pull, v, count), found.error);
      // Of one step 1e-4 of its spread, or 1e-4 at weak noise.
      expect(found.error).toBeLessThan(1e-4 * count * Math.min(1, v));
    }
  });

  it('keeps its bound where signs are taken for a density', () => {
    const [pull, v, batchSize] = [-0.3, 0.15, 300];
    const weights = [1];
    for (let k = 0; k < batchSize; k++) weights.push((weights[k] * (batchSize - k)) / (k + 1));
    const factor = weights.map((_, k) => 1 + pull + (v * (2 * k - batchSize)) / batchSize ** 0.5);
    let sum = 0;
    for (let i = 0; i <= batchSize; i++)
      for (let j = 0; j <= batchSize; j++) {
        const ending = 1 + pull + factor[j] * (pull + factor[i] * pull);
        const share = (weights[i] / 2 ** batchSize) * (weights[j] / 2 ** batchSize);
        sum += share * Math.log(Math.abs(ending));
      }
    const found = landmarkRatioExponent({ law: 'two-point', pull, v, batchSize }, 3, 1e-10);
    const normal = landmarkRatioExponent({ law: 'gaussian', pull, v, batchSize: 1 }, 3, 1e-10);
    expectWithin(found.value, sum, found.error);
    expectWithin(found.value, sum, Math.abs(normal.value - sum) / 3);
    // Where a step turns round, the gaps between the means count.
    const rough = { law: 'two-point', pull: -0.3, v: 0.8, batchSize: 400 } as const;
    const long = landmarkRatioExponent(rough, 12);
    const loops = simulated(rough, 12, 4000);
    expectWithin(long.value, loops.mean, 4 * loops.error + long.error);
  });

  it('sums over signs whose gaps count', () => {
    const step = { law: 'two-point', pull: 0.2524, v: 1.261, batchSize: 27 } as const;
    const { value, error } = landmarkRatioExponent(step, 141);
    const loops = simulated(step, 141, 1500);
    expectWithin(value, loops.mean, 4 * loops.error + error);
    expect(error).toBeLessThan(0.3);
  });

  it.each([
    [0.0005, 0.03, 4000],
    [-0.0005, 0.03, 4000],
    [0.002, 0.05, 1500],
  ])('of many short steps is what following each gives: %d, %d, %d', (pull, v, count) => {
    const step = { pull, v, atoms: null, signs: 0 };
    const inside = lyapunovExponentGaussian(1 + pull, v, pull);
    const operator = epochOperator(step, count, 0.5);
    const each = carriedBack(oneStep(step), count, { operator, inside, tolerance: 1e-7 });
    const { value, error } = landmarkRatioExponent(
      { law: 'gaussian', pull, v, batchSize: 1 },
      count,
    );
    expectWithin(value, each.value, error + each.error);
    expect(error / count).toBeLessThan(1e-5 * v);
  });

  it('adds the rest at once where an inner loop has settled, or escapes by itself', () => {
    for (const [pull, v] of [
      [-0.3, 0.5],
      [0.3, 0.5],
    ]) {
      const step = { law: 'gaussian', pull, v, batchSize: 1 } as const;
      const inside = Math.max(0, lyapunovExponentGaussian(1 + pull, v, pull));
      const [short, long] = [150, 100_000].map((count) => landmarkRatioExponent(step, count));
      expectWithin(long.value, short.value + (100_000 - 150) * inside, 1e-3 + long.error);
    }
  });

  it('stays within the bounds of Jensen, and above 0 where every loop grows', () => {
    for (const { step, length } of randomSteps('bounds', repeats(12))) {
      const { value, error } = landmarkRatioExponent(step, length);
      const m = 1 + step.pull;
      let [mean, second] = [1, 1];
      for (let n = 0; n < length; n++, mean *= m)
        second = m * m * second + step.v ** 2 * (second - 2 * mean + 1);
      expect(value - error, JSON.stringify(step)).toBeLessThanOrEqual(Math.log(second) / 2 + 1e-12);
      const grows =
        step.law === 'two-point' && step.pull > 0 && step.v * Math.sqrt(step.batchSize) < 1;
      if (!grows) continue;
      expect(value).toBeGreaterThan(0);
      expect(value - error).toBeLessThanOrEqual(Math.log(mean) + 1e-12);
    }
  });
});

describe('storedEpochExponent', () => {
  const noise = Float64Array.from([1.1, -0.9, 0.7, -0.2, -1.3, 0.6]);

  /** ln |x| per epoch of one long run through both kinds of epochs. */
  function run(pull: number, own: Float64Array, batchSize: number, count: number, epochs: number) {
    const random = seedrandom.xorshift7(`run ${count}`);
    const order = own.slice();
    const batches = Math.floor(own.length / batchSize);
    const logs: number[] = [];
    let [x, landmark] = [1, 1];
    for (let n = 0; n < epochs * count; n++) {
      if (n % count === 0) [x, landmark] = [1, 1];
      if (n % batches === 0)
        for (let i = own.length - 1; i > 0; i--) {
          const j = Math.floor(random() * (i + 1));
          [order[i], order[j]] = [order[j], order[i]];
        }
      let mean = 0;
      for (let i = 0; i < batchSize; i++) mean += order[(n % batches) * batchSize + i] / batchSize;
      x += (pull + mean) * (x - landmark) + pull * landmark;
      if (n % count === count - 1) logs.push(Math.log(Math.abs(x)));
    }
    const mean = logs.reduce((sum, one) => sum + one, 0) / epochs;
    const variance = logs.reduce((sum, one) => sum + (one - mean) ** 2, 0) / epochs;
    return { mean, error: Math.sqrt(variance / epochs) };
  }

  it.each([
    [2, 3, 'exact'],
    [1, 5, 'exact'],
    [2, 5, 'exact'],
    [2, 17, 'bounded'],
    [1, 40, 'bounded'],
  ])('batches of %d, epochs of %d steps', (batchSize, count, basis) => {
    const pull = 0.2;
    const batches = Math.floor(6 / batchSize);
    const inside = meanLogFactor(pull, batchSize);
    const found = storedEpochExponent({ pull, noise, batchSize, count, inside });
    expect(found.basis).toBe(basis);
    const own = run(pull, noise, batchSize, count, batches * 10_000);
    // Five tests; neighbouring epochs are nearly independent.
    expectWithin(found.value, own.mean, 4.5 * own.error + found.error);
    expect(found.error).toBeLessThan(0.05);
  });

  it('of orders that are drawn, with what is known of G, keeps a bound a tenth as wide', () => {
    const [pull, count] = [0.1, 12];
    const small = noise.map((one) => one / 5);
    // An epoch of the set in every order, as a map of y.
    let maps = [{ slope: 1, offset: 0, left: [0, 1, 2, 3, 4, 5] }];
    for (let k = 0; k < 6; k++)
      maps = maps.flatMap(({ slope, offset, left }) =>
        left.map((j) => ({
          slope: (1 + pull + small[j]) * slope,
          offset: (1 + pull + small[j]) * offset + pull,
          left: left.filter((i) => i !== j),
        })),
      );
    let [sum, inside] = [0, 0];
    for (const first of maps)
      for (const { slope, offset } of maps)
        sum += Math.log(Math.abs(1 + offset + slope * first.offset));
    for (const one of small) inside += Math.log(Math.abs(1 + pull + one)) / 6;
    const found = storedEpochExponent({ pull, noise: small, batchSize: 1, count, inside });
    expect(found.basis).toBe('bounded');
    expectWithin(found.value, sum / maps.length ** 2, found.error);
    expect(found.error).toBeLessThan(1e-4);
  });

  function meanLogFactor(pull: number, batchSize: number): number {
    let [sum, ways] = [0, 0];
    for (let i = 0; i < 6; i++)
      for (let j = 0; j < (batchSize === 1 ? 1 : i); j++) {
        const mean = batchSize === 1 ? noise[i] : (noise[i] + noise[j]) / 2;
        sum += Math.log(Math.abs(1 + pull + mean));
        ways++;
      }
    return sum / ways;
  }
});

describe('SVRG', () => {
  const svrg = (own: object) => theoryOf(parseSpec({ time: { dt: 1, steps: 1000 }, ...own }), 1000);

  // Slopes of ln |x| of runs and of loops simulated by another program.
  it('lets go of a valley in steps whose noise turns them round', () => {
    const found = svrg({
      loss: { a: [-0.3] },
      noise: { sigma: 1.6, tau: 0 },
      optimizer: { kind: 'svrg', epochLength: 50, learningRate: 1 },
    });
    expectWithin(50 * found.lyapunovExponent!, 2.8645, 1e-4);
    expect(found.verdict).toBe('escapes');
  });

  it('is below what a step without noise gives', () => {
    const found = svrg({
      loss: { a: [0.6349] },
      noise: { law: 'two-point', sigma: 1.195, tau: 0 },
      optimizer: { kind: 'svrg', epochLength: 2, learningRate: 0.09538 },
    });
    expectWithin(found.lyapunovExponent!, 0.0587846, 1e-7);
    expect(found.exponentBasis).toBe('exact');
  });

  it('counts the noise of a network', () => {
    const found = svrg({
      loss: { kind: 'linear-network', a: [0.3] },
      noise: { sigma: 1.5, tau: 0 },
      optimizer: { kind: 'svrg', epochLength: 10, learningRate: 0.5 },
    });
    expectWithin(found.lyapunovExponent!, 0.0942632, 1e-6);
    // Solved on panels: no sum, and no closed form.
    expect(found.exponentBasis).toBe('bounded');
    expect(found.exponentError).toBeLessThan(1e-5);
    expect(found.verdict).toBe('escapes');
    // The larger of the two directions.
    const own = { noise: { sigma: 2.2, tau: 0 }, optimizer: { kind: 'svrg', epochLength: 20 } };
    const [network, along, across] = [
      { kind: 'linear-network', a: [-0.1] },
      { a: [-0.1] },
      { a: [0.1] },
    ].map((loss) => svrg({ loss, ...own }).lyapunovExponent!);
    expect(network).toBe(across);
    expect(across).toBeGreaterThan(along);
  });

  it('says how the exponent of a stored set is known', () => {
    const stored = (samples: number, batchSize: number, epochLength: number) =>
      svrg({
        noise: { law: 'dataset', samples, sigma: 1, tau: 0 },
        optimizer: { kind: 'svrg', epochLength, learningRate: 0.5, batchSize },
      });
    expect(stored(6, 2, 5).exponentBasis).toBe('exact');
    expect(stored(64, 4, 20).exponentBasis).toBe('bounded');
    const long = stored(64, 4, 100_000);
    expect(long.exponentBasis).toBe('limit');
    expect(long.verdict).toBe('unknown');
  });
});
