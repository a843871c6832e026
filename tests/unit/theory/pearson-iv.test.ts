import { describe, expect, it } from 'vitest';
import { pearsonIv, pearsonIvLogNormalizer } from '../../../src/theory/laws/pearson-iv';
import { integrate } from '../../../src/theory/numerics/quadrature';
import { expectRelative, expectWithin } from './reference';

const shapes = [0.002, 0.1, 0.5, 1, 1.5, 3, 40].flatMap((tailExponent) =>
  [0, 0.7, -3, 200].map((skew) => ({ tailExponent, skew })),
);

describe('pearsonIv', () => {
  it.each(shapes)('has mass 1: exponent $tailExponent, skew $skew', (shape) => {
    // Over the angle from either end, in pieces; near the end the integrand is u^(q - 1) times
    // nearly a constant.
    const { tailExponent: q, skew } = shape;
    const log = pearsonIvLogNormalizer(shape);
    const density = (u: number, slope: number) =>
      Math.exp(log + (q - 1) * Math.log(Math.sin(u)) + slope * (u - Math.PI / 2));
    const half = (slope: number) => {
      const end = 1e-9;
      let mass = (density(end, slope) * end * (1 - (slope * end) / (q + 1))) / q;
      for (let u = end; u < Math.PI / 2; ) {
        const next = Math.min(Math.PI / 2, u < 0.03 ? 2 * u : u + 0.03);
        mass += integrate((v) => density(v, slope), u, next);
        u = next;
      }
      return mass;
    };
    expectWithin(half(skew) + half(-skew), 1, 1e-11);
  });

  it.each(shapes)(
    'grows by the integral of its density: exponent $tailExponent, skew $skew',
    (shape) => {
      const { pdf, lower, upper } = pearsonIv(shape);
      const places = [-300, -3, -1, -0.2, 0.1, 0.9, 4, 1000];
      for (let i = 0; i + 1 < places.length; i++) {
        const [from, to] = [Math.asinh(places[i]), Math.asinh(places[i + 1])];
        const mass = integrate((u) => pdf(Math.sinh(u)) * Math.cosh(u), from, to);
        const [a, b] = [places[i], places[i + 1]];
        const grown = lower(b) <= 0.5 ? lower(b) - lower(a) : upper(a) - upper(b);
        expectWithin(
          grown,
          mass,
          (1e-11 + 1e-13 * Math.abs(shape.skew)) * Math.max(mass, Math.min(lower(b), upper(a))) +
            1e-300,
        );
      }
    },
  );

  it.each(shapes)(
    'is mirrored by the sign of the skew: exponent $tailExponent, skew $skew',
    (shape) => {
      const law = pearsonIv(shape);
      const mirrored = pearsonIv({ ...shape, skew: -shape.skew });
      for (const t of [-50, -1, 0, 0.3, 8]) {
        expectRelative(law.lower(t), mirrored.upper(-t), 1e-12);
        expectRelative(law.pdf(t), mirrored.pdf(-t), 1e-13);
      }
    },
  );

  it.each(shapes)('has both tails sum to 1: exponent $tailExponent, skew $skew', (shape) => {
    const { lower, upper } = pearsonIv(shape);
    for (const t of [-1e6, -2, 0, 0.3, 1e9]) expectWithin(lower(t) + upper(t), 1, 1e-11);
  });

  it('is Cauchy for exponent 1 without skew, down to the smallest tails', () => {
    const { lower, upper, pdf } = pearsonIv({ tailExponent: 1, skew: 0 });
    expectRelative(lower(-2), Math.atan2(1, 2) / Math.PI, 1e-13);
    expectRelative(upper(1e200), 1e-200 / Math.PI, 1e-13);
    expectRelative(pdf(3), 0.1 / Math.PI, 1e-14);
    expect(lower(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(upper(Number.NEGATIVE_INFINITY)).toBe(1);
  });
});
