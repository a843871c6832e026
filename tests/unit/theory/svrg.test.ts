import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import {
  type CorrectedStep,
  epochExponent,
  landmarkExponent,
  landmarkKappa,
  landmarkLaw,
  landmarkSurelyGrows,
} from '../../../src/theory/exponents/svrg';
import { landmarkRatioExponent } from '../../../src/theory/exponents/svrg-epoch';
import '../../../src/theory/all-methods';
import { momentsOf } from '../../../src/theory/theory';
import {
  expectReference,
  expectRelative,
  expectWithin,
  lawOf,
  type ReferenceCase,
  referenceCases,
} from './reference';

function law(kappa: number, landmark: number) {
  const found = landmarkLaw(kappa, landmark);
  if (!found) throw new Error('no law');
  return found;
}

/** Of an epoch from 1, by the recursion of every linear method. */
function moments(one: ReferenceCase) {
  const { a, sigma, lr = 1, m } = one.params;
  const spec = parseSpec({
    loss: { a: [a] },
    noise: { law: lawOf(one), sigma, tau: 0 },
    optimizer: { kind: 'svrg', learningRate: lr, epochLength: m },
    start: { kind: 'point', x: [1] },
    time: { dt: 1, steps: m },
  });
  return momentsOf(spec, m);
}

function step(pull: number, v: number, batchSize = 0): CorrectedStep {
  return {
    law: batchSize > 0 ? 'two-point' : 'gaussian',
    pull,
    v,
    batchSize: Math.max(batchSize, 1),
  };
}

function exponent(made: CorrectedStep, count: number, accuracy = 1e-7): number {
  return landmarkRatioExponent(made, count, accuracy).value;
}

describe('reference values: svrg', () => {
  it.each(referenceCases('svrg'))('$id $quantity', (one) => {
    const { a, sigma, lr = 1, m, xstar, x } = one.params;
    const made = { law: lawOf(one), pull: lr * a, v: lr * sigma, batchSize: 1 };
    const kappa = landmarkKappa(a, sigma, lr);
    const found: Record<string, () => number> = {
      'E G_m': () => moments(one).mean!,
      'E G_m^2': () => moments(one).second!,
      'E log|G_m|': () => exponent(made, m, 1e-10),
      'E log|G_inf|': () => landmarkExponent(kappa),
      'P(x_inf<=x)': () => law(kappa, xstar).cdf(x),
    };
    expectReference(found[one.quantity](), one);
  });
});

describe('landmarkRatioExponent', () => {
  it('is 0 at once and on the flat line, and the power without noise', () => {
    expect(exponent(step(0.1, 0.2), 0)).toBe(0);
    expect(exponent(step(0, 0.2), 9)).toBe(0);
    expectWithin(exponent(step(-0.3, 0), 7), 7 * Math.log(0.7), 1e-14);
    expectWithin(exponent(step(-0.3, 5), 1), Math.log(0.7), 1e-14);
  });

  it('adds up batches of signs', () => {
    // Two signs: z = -sqrt 2, 0, sqrt 2 with weights 1, 2, 1.
    const [pull, v] = [0.2, 0.3];
    const ending = (z: number) => Math.log(Math.abs((1 + pull + v * z) * pull + pull + 1));
    const mean = (ending(-Math.SQRT2) + 2 * ending(0) + ending(Math.SQRT2)) / 4;
    expectWithin(exponent(step(pull, v, 2), 2), mean, 1e-15);
  });

  it('is nearly that of Gaussian noise for many signs', () =>
    expectWithin(exponent(step(0.1, 0.2, 64), 4), exponent(step(0.1, 0.2), 4), 1e-6));

  // Values on panels half as wide. Columns: pull, v, count, value.
  it.each([
    [0.1, 0.2, 10, 0.930283481815],
    [-0.1, 0.2, 20, -1.486221304565],
    [0.1, 1, 20, 0.940648865925],
    [-0.1, 0.01, 50, -4.389026543439],
  ])('Gaussian: pull %d, v = %d, %d steps', (pull, v, count, value) =>
    expectWithin(exponent(step(pull, v), count, 1e-11), value, 1e-9),
  );

  it.each([
    [0.1, 0.3, 12],
    [-0.2, 0.5, 8],
    [-2.5, 0.5, 5],
  ])('Gaussian, against simulated loops: pull %d, v = %d, %d steps', (pull, v, count) => {
    const random = seedrandom(`svrg ${pull}`);
    const loops = 100_000;
    let sum = 0;
    let square = 0;
    for (let loop = 0; loop < loops; loop++) {
      let y = 0;
      for (let n = 0; n < count; n++) {
        const z = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
        y = (1 + pull + v * z) * y + pull;
      }
      const log = Math.log(Math.abs(1 + y));
      sum += log;
      square += log * log;
    }
    const mean = sum / loops;
    expectWithin(
      exponent(step(pull, v), count),
      mean,
      5 * Math.sqrt((square / loops - mean * mean) / loops),
    );
  });
});

describe('landmarkExponent', () => {
  // Values by quadrature in 30 digits.
  it.each([
    [0.001, 0.007362734226342449],
    [0.05, 0.1956043554537747],
    [0.5, 1.803816025305613],
    [0.9, 10.397297990854039],
    [0.99, 100.5583281290006],
    [-0.1, -0.24961107878420402],
    [-1, -0.8171341015685992],
    [-10, -1.8082475100440458],
    [-100, -2.939984233266432],
  ])('kappa = %d', (kappa, value) =>
    expectWithin(landmarkExponent(kappa), value, 1e-12 * Math.max(1, Math.abs(value))),
  );

  it('is Infinity from 1 on, 0 at 0, and -Infinity without noise in a convex direction', () => {
    expect(landmarkExponent(1)).toBe(Number.POSITIVE_INFINITY);
    expect(landmarkExponent(landmarkKappa(1, 0, 0.1))).toBe(Number.POSITIVE_INFINITY);
    expect(landmarkExponent(landmarkKappa(0, 0, 0.1))).toBe(0);
    expect(landmarkExponent(landmarkKappa(-1, 0, 0.1))).toBe(Number.NEGATIVE_INFINITY);
    expect(landmarkKappa(1, 2, 0.5, 3)).toBe(3);
  });

  it('is the limit of long loops of small steps', () => {
    // kappa = 2 pull / v^2 = -1; the chain differs by the order of v.
    const chain = (v: number) => exponent(step((-v * v) / 2, v), Math.round(12 / (v * v)));
    expectWithin(chain(0.2), landmarkExponent(-1), 0.05);
    expectWithin(chain(0.1), landmarkExponent(-1), 0.02);
  });
});

describe('landmarkLaw', () => {
  it('lies beyond the landmark for a > 0, on either side of 0', () => {
    expect(law(0.5, 1).cdf(1)).toBe(0);
    expectWithin(law(0.5, -2).cdf(-4), 1 - law(0.5, 2).cdf(4), 1e-15);
    expect(law(0.5, -2).survival(-2)).toBe(0);
    expect(law(0.5, 1).mean).toBeNull();
  });

  it('is short of the landmark for a < 0, with mean 0', () => {
    expectWithin(law(-0.7, 1).mean ?? Number.NaN, 0, 1e-15);
    expect(law(-0.7, 1).cdf(1)).toBe(1);
    expectWithin(law(-0.7, -3).cdf(0.2), law(-0.7, 3).survival(-0.2), 1e-15);
  });

  it('is the landmark itself on the flat line and at 0, and none from kappa = 1 on', () => {
    expect(law(0, 3).mean).toBe(3);
    expect(law(0.4, 0).mean).toBe(0);
    expect(landmarkLaw(1, 1)).toBeNull();
    expect(landmarkLaw(Number.NEGATIVE_INFINITY, 1)).toBeNull();
  });
});

describe('landmarkSurelyGrows', () => {
  it('asks for positive factors and a > 0', () => {
    expect(landmarkSurelyGrows(step(0.1, 0.2, 1))).toBe(true);
    expect(landmarkSurelyGrows(step(0.1, 1.2, 1))).toBe(false);
    expect(landmarkSurelyGrows(step(0.1, 0.6, 4))).toBe(false);
    expect(landmarkSurelyGrows(step(-0.1, 0.2, 1))).toBe(false);
    expect(landmarkSurelyGrows(step(0.1, 0.2))).toBe(false);
    expect(landmarkSurelyGrows(step(0.1, 0))).toBe(true);
  });
});

describe('epochExponent', () => {
  it('is the chain of small steps', () => {
    for (const [growth, noise] of [
      [0.1, 0.4],
      [1, 4],
      [3, 1],
    ]) {
      const chain = (count: number) =>
        exponent(
          { law: 'gaussian', pull: growth / count, v: Math.sqrt(noise / count), batchSize: 1 },
          count,
        );
      // Errors of order 1 / count cancel between two counts.
      expectRelative(epochExponent(growth, noise), 2 * chain(200) - chain(100), 1e-3);
    }
  });

  it('goes from growth alone to the limit of long epochs', () => {
    expectRelative(epochExponent(1e-3, 1), 1e-3, 1e-3);
    expect(epochExponent(0.7, 0)).toBe(0.7);
    for (const kappa of [0.1, 0.3, 0.5])
      expectRelative(epochExponent(100 * kappa, 200), landmarkExponent(kappa), 5e-3);
    // Beyond kappa = 1 the inner loop escapes by itself, between its own rate and that without
    // noise.
    expect(epochExponent(10, 5)).toBeGreaterThan(10 - 5 / 2);
    expect(epochExponent(10, 5)).toBeLessThan(10);
  });
});
