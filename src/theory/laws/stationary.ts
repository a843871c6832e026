import { exp, log, square } from '../../numerics/elementary';
import { incompleteGamma, logGamma } from '../numerics/special-functions';
import { continuousLaw, type Law, pointMass, shortNumber } from './distribution';
import { normalLaw } from './normal-law';
import { pearsonIv } from './pearson-iv';

/**
 * The SDE dx = growth x dt + sigma x dW + tau dV, corr(dW, dV) = rho. Any signs; -1 <= rho <= 1.
 */
export interface Diffusion {
  growth: number;
  sigma: number;
  tau: number;
  rho: number;
}

/**
 * From this tail exponent on, the law is taken as its normal limit: the rest of the formula has
 * lost its digits.
 */
const NORMAL_FROM = 1e10;

/**
 * Tail exponent 1 - 2 growth / sigma^2 of the stationary law, P(|x| > R) ~ R^-exponent; positive
 * exactly when the multiplicative noise traps. Values within 1e-12 of 0 count as 0: growth =
 * sigma^2 / 2 is critical although sigma^2 / 2 is rounded. Infinity or -Infinity for sigma = 0.
 * Derived in docs/theory.md, "Stationary laws".
 */
export function stationaryTailExponent({ growth, sigma }: Diffusion): number {
  const exponent = 1 - (2 * growth) / (sigma * sigma);
  return Math.abs(exponent) < 1e-12 ? 0 : exponent;
}

/**
 * What the SDE does in the long run: 'density', 'point' (all mass at one place) or 'none'.
 * 'none' for growth >= sigma^2 / 2; for sigma = 0 when growth >= 0.
 */
export function stationaryKind(diffusion: Diffusion): 'density' | 'point' | 'none' {
  const { growth, sigma, tau, rho } = diffusion;
  if (sigma === 0) return growth < 0 ? (tau === 0 ? 'point' : 'density') : 'none';
  if (!(stationaryTailExponent(diffusion) > 0)) return 'none';
  return tau === 0 || (growth === 0 && Math.abs(rho) === 1) ? 'point' : 'density';
}

/**
 * Stationary law of the SDE, or null where there is none. With mu = rho tau / sigma and q = 1 - 2
 * growth / sigma^2:
 *
 *   sigma = 0                 normal, variance tau^2 / (2 |growth|)
 *   |rho| < 1                 Pearson IV about -mu, scale |tau / sigma| sqrt(1 - rho^2), exponent q,
 *                             skew 2 growth rho sgn(tau sigma) / (sigma^2 sqrt(1 - rho^2));
 *                             Student's t with q degrees of freedom when the skew is 0
 *   |rho| = 1                 -mu - sgn(growth mu) InverseGamma(q, 2 |growth tau| / |sigma|^3)
 *   tau = 0                   all mass at 0
 *   growth = 0, |rho| = 1     all mass at -mu
 *
 * Relative error of either tail 1e-11 (tests/unit/theory/stationary.test.ts); above exponents of
 * 1e4 it grows in proportion to the exponent. Derived in docs/theory.md, "Stationary laws"; inverse
 * gamma: Dufresne (1990).
 */
export function stationaryLaw(diffusion: Diffusion): Law | null {
  const kind = stationaryKind(diffusion);
  if (kind === 'none') return null;
  const { growth, sigma, tau, rho } = diffusion;
  if (kind === 'point') return pointMass(tau === 0 ? 0 : (-rho * tau) / sigma, 'stationary', false);
  const exponent = stationaryTailExponent(diffusion);
  if (sigma === 0 || exponent > NORMAL_FROM)
    return normalLaw(
      0,
      Math.abs(tau) / Math.sqrt(-2 * growth - sigma * sigma),
      'stationary',
      false,
    );
  return Math.abs(rho) === 1
    ? inverseGammaLaw(diffusion, exponent)
    : pearsonLaw(diffusion, exponent);
}

/**
 * Mean and variance are the same for every rho: 0 and tau^2 / (-2 growth - sigma^2), where they
 * exist.
 */
function moments({ growth, sigma, tau }: Diffusion, exponent: number) {
  return {
    mean: exponent > 1 ? 0 : null,
    variance: exponent > 2 ? (tau * tau) / (-2 * growth - sigma * sigma) : null,
    tailExponent: exponent,
  };
}

function pearsonLaw(diffusion: Diffusion, exponent: number): Law {
  const { growth, sigma, tau, rho } = diffusion;
  const root = Math.sqrt((1 - rho) * (1 + rho));
  const location = (-rho * tau) / sigma + 0;
  const halfWidth = Math.abs(tau / sigma) * root;
  const skew = (2 * growth * rho * Math.sign(tau) * Math.sign(sigma)) / (sigma * sigma * root) + 0;
  const { pdf, lower, upper } = pearsonIv({ tailExponent: exponent, skew });
  const student = skew === 0;
  // Student's usual scale: t^2 / degrees of freedom.
  const scale = student ? halfWidth / Math.sqrt(exponent) : halfWidth;
  return continuousLaw({
    name: student ? 'student-t' : 'pearson-iv',
    title: student
      ? `Student t, ${shortNumber(exponent)} degree${exponent === 1 ? '' : 's'} of freedom`
      : `Pearson IV, tail exponent ${shortNumber(exponent)}`,
    kind: 'stationary',
    exact: false,
    parameters: student
      ? { degreesOfFreedom: exponent, location, scale }
      : { location, scale, shape: (exponent + 1) / 2, skew },
    ...moments(diffusion, exponent),
    pdf: (x) => pdf((x - location) / halfWidth) / halfWidth,
    lower: (x) => lower((x - location) / halfWidth),
    upper: (x) => upper((x - location) / halfWidth),
    location,
    scale: halfWidth,
  });
}

function inverseGammaLaw(diffusion: Diffusion, shape: number): Law {
  const { growth, sigma, tau, rho } = diffusion;
  const mu = (rho * tau) / sigma;
  const side = -Math.sign(growth * mu);
  const scale = (2 * Math.abs(growth * tau)) / (Math.abs(sigma) * square(sigma));
  const logFront = shape * log(scale) - logGamma(shape);
  /** P(IG <= z) is the upper incomplete gamma function of scale / z. */
  const tails = (z: number) => (z > 0 ? incompleteGamma(shape, scale / z) : { lower: 1, upper: 0 });
  const atMost = (x: number) => tails(side * (x + mu)).upper;
  const moreThan = (x: number) => tails(side * (x + mu)).lower;
  const edge = -mu;
  return continuousLaw({
    name: 'inverse-gamma',
    title: `Inverse gamma, shape ${shortNumber(shape)}, ${side > 0 ? 'right' : 'left'} of ${shortNumber(edge)}`,
    kind: 'stationary',
    exact: false,
    parameters: { shape, scale, location: edge, side },
    ...moments(diffusion, shape),
    pdf: (x) => {
      const z = side * (x + mu);
      return z > 0 ? exp(logFront - (shape + 1) * log(z) - scale / z) : 0;
    },
    lower: side > 0 ? atMost : moreThan,
    upper: side > 0 ? moreThan : atMost,
    location: edge,
    scale: scale / (shape + 1),
    support: side > 0 ? [edge, Number.POSITIVE_INFINITY] : [Number.NEGATIVE_INFINITY, edge],
  });
}

/**
 * Mode of the stationary density, rho sigma tau / (growth - sigma^2); valid for every rho where the
 * density exists (sigma = 0: 0). Derived in docs/theory.md, "Stationary laws".
 */
export function stationaryMode({ growth, sigma, tau, rho }: Diffusion): number {
  return (rho * sigma * tau) / (growth - sigma * sigma) + 0;
}

/**
 * Spectral gap of the SDE: the slowest rate at which its law settles, per unit of time; 0 without a
 * stationary law. -growth where growth < -sigma^2 / 2, else (sigma^2 - 2 growth)^2 / (8 sigma^2).
 * Derived in docs/theory.md, "Stationary laws" (bottom of the spectrum of the generator).
 */
export function spectralGap(diffusion: Diffusion): number {
  const { growth, sigma } = diffusion;
  if (stationaryKind(diffusion) === 'none') return 0;
  if (growth < -(sigma * sigma) / 2) return -growth;
  return square(sigma * sigma - 2 * growth) / (8 * sigma * sigma);
}
