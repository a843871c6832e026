import { describe, expect, it } from 'vitest';
import {
  attractor,
  type Cubic,
  criticalShake,
  cubicValue,
  DOUBLE_WELL,
  localModel,
  SKEWED_VALLEY,
  smoothedDoubleWell,
  smoothedSlope,
  smoothedValley,
  symmetricValley,
  wellsAndSaddle,
} from '../../../src/theory/surfaces/double-well';
import {
  acrossValley,
  expectationAfter,
  lostProbability,
  probabilityBetween,
  type ShakenDescent,
} from '../../../src/theory/surfaces/shaken-descent';
import {
  expectReference,
  expectRelative,
  expectWithin,
  type ReferenceCase,
  referenceCases,
} from './reference';

const skewed = SKEWED_VALLEY.slope;
const descent: ShakenDescent = {
  slope: skewed,
  learningRate: 0.01,
  shake: 1,
  start: 2,
  steps: 100,
};

/** Of the well in the case. */
function slopeOf({ params }: ReferenceCase): Cubic {
  return (params as unknown as { W1: Cubic }).W1;
}

const evaluators: Record<string, (one: ReferenceCase) => number> = {
  'attractor x of the smoothed gradient': (one) => attractor(slopeOf(one), one.params.s),
  'critical s (two minima merge)': (one) => criticalShake(slopeOf(one)) ?? Number.NaN,
  'E tanh(x_n)': (one) => {
    const { x0, lr, s, n } = one.params;
    return expectationAfter(
      { slope: slopeOf(one), learningRate: lr, shake: s, start: x0, steps: n },
      Math.tanh,
    );
  },
  'Var y_n': ({ params: { c, y0, lr, s, n } }) => acrossValley(c, lr, s, y0, n).variance,
};

/** E f(Z) by the trapezoid rule. */
function average(f: (z: number) => number): number {
  let sum = 0;
  for (let i = -80; i <= 80; i++) sum += Math.exp(-(i * i) / 200) * f(i / 10);
  return sum / Math.sqrt(200 * Math.PI);
}

/** Standard normal numbers, the same in every run: Marsaglia's xorshift, then Box and Muller. */
function normals(): () => number {
  let state = 88172645;
  const uniform = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Ends of simulated chains. */
function simulated(
  { slope, learningRate, shake, start, steps }: ShakenDescent,
  particles: number,
): number[] {
  const normal = normals();
  return Array.from({ length: particles }, () => {
    let x = start;
    for (let n = 0; n < steps; n++) x -= learningRate * cubicValue(slope, x + shake * normal());
    return x;
  });
}

describe('reference values', () => {
  it.each(referenceCases('landscape'))('$id $quantity', (one) =>
    expectReference(evaluators[one.quantity](one), one),
  );
});

describe('the well', () => {
  it('is the polynomial it says', () => {
    const f = (x: number, y: number) =>
      y * y + x ** 4 / 4 - (5 * x ** 3) / 6 - (x * x) / 2 + (5 * x) / 4 + 2;
    for (const [x, y] of [
      [0, 0],
      [-1.3, 2],
      [2.7, -0.5],
    ])
      expectWithin(DOUBLE_WELL.value(x, y), f(x, y), 1e-14);
    const even = smoothedValley(symmetricValley(0.5, 2, 1), 0);
    for (const x of [-1.4, 0.3, 2])
      expectWithin(even.value(x, 0), 0.125 * ((x - 1) ** 2 - 4) ** 2, 1e-14);
  });

  it('has two minima and a saddle', () => {
    const { minima, saddle } = wellsAndSaddle(skewed);
    expectWithin(minima[0], -0.787236553237, 1e-12);
    expectWithin(minima[1], 2.698913621718, 1e-12);
    expectWithin(saddle ?? Number.NaN, 0.588322931519, 1e-12);
    expect(attractor(skewed, 0, 0.5)).toBe(minima[0]);
    expect(attractor(skewed, 0, 0.6)).toBe(minima[1]);
    expect(attractor(skewed, 0, saddle ?? Number.NaN)).toBe(saddle);
    expect(attractor(skewed, 0, Number.NEGATIVE_INFINITY)).toBe(minima[0]);
  });

  it.each([0.3, -1, 2])('is averaged exactly, shake %d', (shake) => {
    const smooth = smoothedDoubleWell(shake);
    for (const [x, y] of [
      [-1.2, 0.4],
      [0.8, -2],
    ]) {
      const lift = average((z) => DOUBLE_WELL.value(x, y + shake * z)) - DOUBLE_WELL.value(x, y);
      expectRelative(
        smooth.value(x, y),
        average((z) => DOUBLE_WELL.value(x + shake * z, y)) + lift,
        1e-12,
      );
      const [alongX, alongY] = smooth.gradient(x, y);
      expectWithin(
        alongX,
        average((z) => DOUBLE_WELL.gradient(x + shake * z, y)[0]),
        1e-11,
      );
      expect(alongY).toBe(2 * y);
    }
  });

  it('loses a minimum at the critical shake', () => {
    const critical = criticalShake(skewed) ?? Number.NaN;
    expect(wellsAndSaddle(skewed, critical * (1 - 1e-9)).minima).toHaveLength(2);
    expect(wellsAndSaddle(skewed, critical * (1 + 1e-9)).minima).toHaveLength(1);
    expectRelative(
      criticalShake(symmetricValley(0.7, 2, 1).slope) ?? Number.NaN,
      2 / Math.sqrt(3),
      1e-14,
    );
    expect(criticalShake([1, 1, 0, 1])).toBe(null);
  });

  it('has to close', () => {
    for (const call of [
      () => wellsAndSaddle([0, 1, 0, 0]),
      () => criticalShake([0, 1, 0, -1]),
      () => expectationAfter({ ...descent, slope: [0, 1, 0, 0] }, Math.tanh),
    ])
      expect(call).toThrow(RangeError);
  });
});

describe('local model', () => {
  it('is that of the symmetric well', () => {
    // k = 1, w = 2: a = 4 - 3 s^2, sigma^2 = 18 s^4, tau^2 = 15 s^6 - 24 s^4 + 16 s^2.
    for (const s of [0.5, 1, 2]) {
      const { a, sigma, tau, rho } = localModel(symmetricValley(1, 2, 1).slope, s, 1);
      expectWithin(a, 4 - 3 * s * s, 1e-13);
      expectRelative(sigma ** 2, 18 * s ** 4, 1e-13);
      expectRelative(tau ** 2, 15 * s ** 6 - 24 * s ** 4 + 16 * s ** 2, 1e-13);
      expectWithin(rho, 0, 1e-15);
    }
  });

  it.each([0.2, -0.6])('has the moments of the noise, shake %d', (shake) => {
    const { saddle } = wellsAndSaddle(skewed, shake);
    const x = saddle ?? Number.NaN;
    const { a, sigma, tau, rho } = localModel(skewed, shake, x);
    const slope = (z: number) => cubicValue(skewed, x + shake * z);
    const bend = (z: number) => cubicValue([-1, -5, 3, 0], x + shake * z);
    expectWithin(
      average((z) => bend(z)),
      -a,
      1e-12,
    );
    expectWithin(average(slope), 0, 1e-12);
    expectRelative(
      average((z) => (bend(z) + a) ** 2),
      sigma ** 2,
      1e-11,
    );
    expectRelative(
      average((z) => slope(z) ** 2),
      tau ** 2,
      1e-11,
    );
    expectRelative(
      average((z) => slope(z) * (bend(z) + a)),
      rho * sigma * tau,
      1e-11,
    );
  });

  it('is without noise when nothing shakes', () =>
    expect(localModel(skewed, 0, 0.5)).toMatchObject({ sigma: 0, tau: 0, rho: 0 }));
});

describe('across the valley', () => {
  it('is the sum of its steps', () => {
    let [mean, variance] = [-3, 0];
    for (let n = 0; n < 30; n++) {
      mean *= 1 - 2 * 0.8 * 0.1;
      variance = variance * (1 - 0.16) ** 2 + (0.16 * 0.7) ** 2;
    }
    const found = acrossValley(0.8, 0.1, -0.7, -3, 30);
    expectRelative(found.mean, mean, 1e-13);
    expectRelative(found.variance, variance, 1e-13);
  });
});

describe('shaken descent', () => {
  it('is one exact step', () => {
    const one = { ...descent, steps: 1, shake: 1.3, learningRate: 0.02 };
    const exact = average((z) => Math.tanh(2 - 0.02 * cubicValue(skewed, 2 + 1.3 * z)));
    // The chains thrown out, one in a thousand million, are left out.
    expectWithin(expectationAfter(one, Math.tanh), exact, 1e-9);
    const share = simulated(one, 20_000).filter((x) => x > 1.5 && x < 2).length / 20_000;
    const p = probabilityBetween(one, 1.5, 2);
    expectWithin(share, p, 4.5 * Math.sqrt((p * (1 - p)) / 20_000));
  });

  it('is what a simulation finds', () => {
    const own = { ...descent, steps: 10, shake: 1.5, start: 1.5 };
    const ends = simulated(own, 20_000);
    // tanh of the ends has a standard deviation below 0.5.
    const mean = ends.reduce((sum, x) => sum + Math.tanh(x), 0) / ends.length;
    expectWithin(mean, expectationAfter(own, Math.tanh), (4.5 * 0.5) / Math.sqrt(ends.length));
    const share = ends.filter((x) => x > 0.9 && x < 1.4).length / ends.length;
    const p = probabilityBetween(own, 0.9, 1.4);
    expectWithin(share, p, 4.5 * Math.sqrt((p * (1 - p)) / ends.length));
  });

  it('adds up over neighbouring intervals, narrow ones too', () => {
    const own = { ...descent, steps: 3 };
    const between = (low: number, high: number) => probabilityBetween(own, low, high);
    expectWithin(between(1.7, 1.93) + between(1.93, 1.96), between(1.7, 1.96), 1e-5);
  });

  it('descends without shaking', () => {
    const still = { ...descent, shake: 0 };
    expectWithin(
      expectationAfter(still, (x) => x),
      2.69822,
      5e-6,
    );
    expect(probabilityBetween(still, 2.6, 2.7)).toBe(1);
    expect(probabilityBetween({ ...still, steps: 0 }, 2.6, 2.7)).toBe(0);
    expect(lostProbability(still)).toBe(0);
  });

  it('loses chains that are shaken too hard', () => {
    // 111 of four million in a simulation in another language.
    expectWithin(
      lostProbability({ ...descent, shake: 2 }),
      111 / 4e6,
      (4.5 * Math.sqrt(111)) / 4e6,
    );
  });

  it('ends near the averaged minimum', () => {
    const far = expectationAfter({ ...descent, shake: 0.2, start: 2, steps: 150 }, (x) => x);
    expectWithin(far, attractor(skewed, 0.2), 0.01);
    expectWithin(cubicValue(smoothedSlope(skewed, 0.2), attractor(skewed, 0.2)), 0, 1e-13);
  });
});
