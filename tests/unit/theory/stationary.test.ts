import { describe, expect, it } from 'vitest';
import {
  type Diffusion,
  spectralGap,
  stationaryKind,
  stationaryLaw,
  stationaryMode,
  stationaryTailExponent,
} from '../../../src/theory/laws/stationary';
import { integrate } from '../../../src/theory/numerics/quadrature';
import { incompleteGamma } from '../../../src/theory/numerics/special-functions';
import { expectRelative, expectWithin } from './reference';

function lawOf(growth: number, sigma: number, tau: number, rho: number) {
  const law = stationaryLaw({ growth, sigma, tau, rho });
  if (!law) throw new Error('no law');
  return law;
}

const densities: Diffusion[] = [-2, -0.6, -0.1, 0, 0.3, 0.49].flatMap((ratio) =>
  [0, 0.4, -0.8, 0.999, 1, -1]
    .filter((rho) => ratio !== 0 || Math.abs(rho) < 1)
    .map((rho, i) => {
      const sigma = i % 2 === 0 ? 1.7 : -0.8;
      return { growth: ratio * sigma * sigma, sigma, tau: i % 3 === 0 ? -1.2 : 0.6, rho };
    }),
);

/** Rising places on both sides of -rho tau/sigma, in units of |tau/sigma|. */
function places({ sigma, tau, rho }: Diffusion): number[] {
  return [-9, -2.1, -0.9, -0.3, -0.07, 0.04, 0.2, 0.8, 2.3, 11].map(
    (u) => (-rho * tau) / sigma + u * Math.abs(tau / sigma),
  );
}

describe('stationaryKind', () => {
  it.each<[number, number, number, number, string]>([
    [1, 2, 1, 0, 'density'],
    [2, 2, 1, 0, 'none'],
    [1, Math.SQRT2, 1, 0.3, 'none'],
    [3, 1, 1, 1, 'none'],
    [-1, 0, 1, 0, 'density'],
    [0, 0, 1, 0, 'none'],
    [1, 0, 1, 0, 'none'],
    [-1, 0, 0, 0, 'point'],
    [0, 0, 0, 0, 'none'],
    [0.3, 1, 0, 0, 'point'],
    [0, 1, 2, 1, 'point'],
    [0, -1, 2, -1, 'point'],
    [0, 1, 0, 0, 'point'],
    [0, 1, 1, 0.99, 'density'],
  ])('growth %d, sigma %d, tau %d, rho %d: %s', (growth, sigma, tau, rho, kind) => {
    expect(stationaryKind({ growth, sigma, tau, rho })).toBe(kind);
    expect(stationaryLaw({ growth, sigma, tau, rho }) === null).toBe(kind === 'none');
  });
});

describe('every stationary density', () => {
  it.each(densities)('solves the stationary equation: %j', (diffusion) => {
    // Zero flux: growth x p = 1/2 d/dx (D p), D = sigma^2 x^2 + 2 rho sigma tau x + tau^2.
    const { growth, sigma, tau, rho } = diffusion;
    const law = lawOf(growth, sigma, tau, rho);
    const spread = (x: number) => sigma * sigma * x * x + 2 * rho * sigma * tau * x + tau * tau;
    for (const x of places(diffusion)) {
      const step = 1e-5 * Math.abs(x + (rho * tau) / sigma);
      const flux = (y: number) => spread(y) * (law.pdf(y) ?? Number.NaN);
      const slope = (flux(x + step) - flux(x - step)) / (2 * step);
      const drift = growth * x * (law.pdf(x) ?? Number.NaN);
      expectWithin(slope / 2, drift, 1e-6 * (Math.abs(drift) + flux(x) / Math.abs(x)) + 1e-300);
    }
  });

  it.each(densities)('has its density as derivative: %j', (diffusion) => {
    const law = lawOf(diffusion.growth, diffusion.sigma, diffusion.tau, diffusion.rho);
    const at = places(diffusion);
    for (let i = 0; i + 1 < at.length; i++) {
      const mass = integrate((x) => law.pdf(x) ?? Number.NaN, at[i], at[i + 1], 1e-12);
      const [low, high] = [law.cdf(at[i]), law.cdf(at[i + 1])];
      const grown = high <= 0.5 ? high - low : law.survival(at[i]) - law.survival(at[i + 1]);
      expectWithin(
        grown,
        mass,
        1e-10 * Math.max(mass, Math.min(high, law.survival(at[i]))) + 1e-300,
      );
    }
  });

  it.each(densities)('has quantiles that invert both tails: %j', ({ growth, sigma, tau, rho }) => {
    const law = lawOf(growth, sigma, tau, rho);
    for (const p of [1e-6, 0.03, 0.5]) {
      expectRelative(law.cdf(law.quantile(p)), p, 1e-10);
      expectRelative(law.survival(law.quantile(1 - p)), p, 1e-9);
    }
  });

  it.each(densities)('keeps the symmetries of the signs: %j', ({ growth, sigma, tau, rho }) => {
    const law = lawOf(growth, sigma, tau, rho);
    const same = [
      lawOf(growth, -sigma, tau, -rho),
      lawOf(growth, sigma, -tau, -rho),
      lawOf(growth, -sigma, -tau, rho),
    ];
    const mirrored = lawOf(growth, sigma, -tau, rho);
    for (const x of [-7, -1, -0.1, 0, 0.2, 1.3, 20]) {
      for (const other of same) expectWithin(other.cdf(x), law.cdf(x), 1e-14);
      expectWithin(mirrored.survival(-x), law.cdf(x), 1e-14);
    }
  });

  it.each(densities)('is highest at the mode: %j', (diffusion) => {
    const law = lawOf(diffusion.growth, diffusion.sigma, diffusion.tau, diffusion.rho);
    const mode = stationaryMode(diffusion);
    const step = 1e-3 * (law.quantile(0.6) - law.quantile(0.4));
    const top = law.pdf(mode) ?? Number.NaN;
    expect(law.pdf(mode + step)).toBeLessThan(top);
    expect(law.pdf(mode - step)).toBeLessThan(top);
  });

  it.each(densities)('falls with the tail exponent: %j', (diffusion) => {
    const law = lawOf(diffusion.growth, diffusion.sigma, diffusion.tau, diffusion.rho);
    const outside = (r: number) => law.survival(r) + law.cdf(-r);
    const r = 1e5 * Math.max(Math.abs(law.quantile(0.2)), Math.abs(law.quantile(0.8)));
    expectWithin(Math.log2(outside(r) / outside(2 * r)), stationaryTailExponent(diffusion), 1e-3);
  });
});

describe('moments of the stationary law', () => {
  it('exist exactly where the tail lets them', () => {
    expect(lawOf(0.1, 1, 1, 0).mean).toBeNull();
    expect(lawOf(0, 1, 1, 0).mean).toBeNull();
    expect(lawOf(-0.1, 1, 1, 0.5).mean).toBe(0);
    expect(lawOf(-0.5, 1, 1, 0.5).variance).toBeNull();
    expect(lawOf(-0.75, 1, 2, 0.5).variance).toBe(8);
  });

  it.each([0, 0.6, 1])('are those of the density, rho = %d', (rho) => {
    const law = lawOf(-4, 1, 1, rho);
    const average = (f: (x: number) => number) =>
      integrate(
        (u) => f(Math.sinh(u)) * (law.pdf(Math.sinh(u)) ?? Number.NaN) * Math.cosh(u),
        -12,
        0,
        1e-12,
      ) +
      integrate(
        (u) => f(Math.sinh(u)) * (law.pdf(Math.sinh(u)) ?? Number.NaN) * Math.cosh(u),
        0,
        12,
        1e-12,
      );
    expectWithin(
      average((x) => x),
      0,
      1e-8,
    );
    expectWithin(
      average((x) => x * x),
      law.variance ?? Number.NaN,
      1e-8,
    );
  });
});

describe('special cases', () => {
  it('names Student’s t, its degrees of freedom and its scale', () => {
    const law = lawOf(0.5, 2, 3, 0);
    expect(law.name).toBe('student-t');
    expect(law.parameters.degreesOfFreedom).toBe(0.75);
    expectRelative(law.parameters.scale, Math.sqrt(9 / (4 - 1)), 1e-15);
    // Cauchy at growth 0, off centre when the noises are correlated.
    const cauchy = lawOf(0, 1.5, 0.5, 0.6);
    expect(cauchy.name).toBe('student-t');
    expectWithin(cauchy.quantile(0.5), -0.2, 1e-15);
    expectWithin(cauchy.quantile(0.75) + 0.2, (0.5 * 0.8) / 1.5, 1e-14);
  });

  // Sign of growth, tau, sigma, rho; edge; the side of it that x lives on.
  it.each([
    [1, 2, 2, 1, -1, -1],
    [1, -2, 2, 1, 1, 1],
    [1, 2, 2, -1, 1, 1],
    [1, 2, -2, 1, 1, 1],
    [-1, 2, 2, 1, -1, 1],
    [-1, -2, 2, 1, 1, -1],
  ])(
    'inverse gamma: growth %d, tau %d, sigma %d, rho %d',
    (growth, tau, sigma, rho, edge, side) => {
      const law = lawOf(growth, sigma, tau, rho);
      expect(law.name).toBe('inverse-gamma');
      expect(law.parameters).toEqual({ shape: 1 - growth / 2, scale: 0.5, location: edge, side });
      expect(side > 0 ? law.cdf(edge) : law.survival(edge)).toBe(0);
      expectWithin(law.quantile(side > 0 ? 0 : 1), edge, 0);
      const far = side > 0 ? law.survival(edge + 3) : law.cdf(edge - 3);
      expectRelative(far, incompleteGamma(1 - growth / 2, 0.5 / 3).lower, 1e-14);
    },
  );

  it('tends to the inverse gamma law as the noises become the same', () => {
    for (const growth of [0.7, -0.7]) {
      const near = lawOf(growth, 2, -1, 1 - 1e-9);
      const limit = lawOf(growth, 2, -1, 1);
      expect(near.name).toBe('pearson-iv');
      for (const x of [-3, 0.2, 0.45, 0.8, 5]) expectWithin(near.cdf(x), limit.cdf(x), 1e-5);
    }
  });

  it('tends to the normal law as sigma vanishes', () => {
    const normal = lawOf(-2, 0, 3, 0.5);
    expect(normal.name).toBe('normal');
    expectRelative(normal.variance ?? Number.NaN, 9 / 4, 1e-15);
    for (const sigma of [1e-2, 1e-5, 1e-8])
      for (const x of [-3, 0, 1]) expectWithin(lawOf(-2, sigma, 3, 0).cdf(x), normal.cdf(x), 1e-4);
  });

  it('puts all mass at -rho tau/sigma when the noises are the same on a flat line', () => {
    const law = lawOf(0, 2, -3, 1);
    expect([law.cdfBefore(1.5), law.cdf(1.5), law.pdf(1.5)]).toEqual([0, 1, null]);
  });
});

describe('spectralGap', () => {
  it.each([
    [0.2, 1, 0.045],
    [-1, 1, 1],
    [-2, 1, 2],
    [-3, 0, 3],
    [1, 1, 0],
  ])('growth %d, sigma %d', (growth, sigma, gap) =>
    expectWithin(spectralGap({ growth, sigma, tau: 1, rho: 0 }), gap, 1e-15),
  );

  it('is continuous where the continuous spectrum takes over', () =>
    expectWithin(
      spectralGap({ growth: -0.5 + 1e-9, sigma: 1, tau: 1, rho: 0 }),
      spectralGap({ growth: -0.5 - 1e-9, sigma: 1, tau: 1, rho: 0 }),
      1e-8,
    ));
});
