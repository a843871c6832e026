import { exp, expm1, hypot, log } from '../../numerics/elementary';
import { logAbsolute } from '../exponents/lyapunov';
import { normalCdf, normalPdf, normalQuantile } from '../numerics/special-functions';
import { continuousLaw, type Law, pointMass, shortNumber } from './distribution';
import { normalLaw } from './normal-law';

/**
 * sum_{i < n} m^(2 i) = (m^(2n) - 1) / (m^2 - 1), stable near |m| = 1: the variance that n
 * independent steps of unit variance leave behind. Relative error 1e-14
 * (tests/unit/theory/transient.test.ts).
 */
export function geometricSum(m: number, n: number, pull = m - 1): number {
  const rate = 2 * logAbsolute(m < 0 ? -m : m, m < 0 ? -m - 1 : pull);
  return rate === 0 ? n : expm1(n * rate) / expm1(rate);
}

/** m^n for a whole n >= 0, m = 1 + pull. */
export function stepPower(m: number, n: number, pull = m - 1): number {
  if (n === 0) return 1;
  const size = exp(n * logAbsolute(m, pull));
  return m < 0 && n % 2 !== 0 ? -size : size;
}

/**
 * x after n steps x <- m x + w Z of Gaussian noise, started from a normal law (standard deviation
 * 0: a point): normal, mean m^n mean, variance m^2n startVariance + w^2 geometricSum. Exact.
 */
export function gaussianChainLaw(
  m: number,
  w: number,
  n: number,
  mean: number,
  startDeviation = 0,
  pull = m - 1,
): Law {
  const steps = reachableSteps(m, n);
  const grown = stepPower(m, steps, pull);
  const noise = w === 0 ? 0 : Math.abs(w) * Math.sqrt(geometricSum(m, steps, pull));
  return normalLaw(grown * mean, hypot(grown * startDeviation, noise), 'transient', true);
}

/**
 * Steps after which m^2n is still a float64. Beyond 1e149 every law here has all its mass off every
 * axis, on the same sides for every later n of the same parity.
 */
function reachableSteps(m: number, n: number): number {
  const rate = log(Math.abs(m));
  if (!(n * rate > 345)) return n;
  const most = Math.max(1, Math.floor(345 / rate));
  return most - ((n - most) % 2 === 0 ? 0 : 1);
}

/** What a log-normal law on both sides of a centre needs. */
export interface LogNormalParts {
  /** x = centre + y. */
  centre: number;
  /** Mean of log |y|. */
  logMean: number;
  /** Standard deviation of log |y|, > 0. */
  logDeviation: number;
  /** P(y > 0). */
  positive: number;
  exact: boolean;
  title: string;
}

/** Log-normal law about a centre, on one side of it or on both. */
export function logNormalLaw(parts: LogNormalParts): Law {
  const { centre, logMean, logDeviation, positive, exact, title } = parts;
  const negative = 1 - positive;
  const z = (y: number) => (log(Math.abs(y)) - logMean) / logDeviation;
  const lower = (x: number) => {
    const y = x - centre;
    return y > 0 ? negative + positive * normalCdf(z(y)) : negative * normalCdf(-z(y));
  };
  const upper = (x: number) => {
    const y = x - centre;
    return y > 0 ? positive * normalCdf(-z(y)) : positive + negative * normalCdf(z(y));
  };
  const size = exp(logMean + (logDeviation * logDeviation) / 2);
  const bias = positive - negative;
  return continuousLaw({
    name: 'log-normal',
    title,
    kind: 'transient',
    exact,
    parameters: {
      centre,
      logMean,
      logStandardDeviation: logDeviation,
      positiveProbability: positive,
    },
    mean: centre + bias * size,
    variance: size * size * (expm1(logDeviation * logDeviation) + (1 - bias * bias)),
    tailExponent: null,
    lower,
    upper,
    pdf: (x) => {
      const y = x - centre;
      if (y === 0) return 0;
      return ((y > 0 ? positive : negative) * normalPdf(z(y))) / (Math.abs(y) * logDeviation);
    },
    quantile: (p) =>
      p <= negative
        ? centre - exp(logMean - logDeviation * normalQuantile(p / negative))
        : centre + exp(logMean - logDeviation * normalQuantile((1 - p) / positive)),
    location: centre,
    scale: Math.min(1e300, Math.max(1e-300, exp(logMean))),
    support: [
      negative > 0 ? Number.NEGATIVE_INFINITY : centre,
      positive > 0 ? Number.POSITIVE_INFINITY : centre,
    ],
  });
}

/**
 * Geometric Brownian motion dx = growth x dt + sigma x dW at time t > 0 from x0: log |x| normal
 * with mean log |x0| + (growth - sigma^2/2) t and variance sigma^2 t, on the side of x0. A point
 * where sigma or x0 is 0. Law of the SDE; derived in docs/theory.md, "Laws after finitely many
 * steps". tests/unit/theory/transient.test.ts.
 */
export function geometricBrownianLaw(growth: number, sigma: number, x0: number, t: number): Law {
  if (sigma === 0 || x0 === 0 || t === 0)
    return pointMass(x0 * exp(growth * t), 'transient', false);
  return logNormalLaw({
    centre: 0,
    logMean: log(Math.abs(x0)) + (growth - (sigma * sigma) / 2) * t,
    logDeviation: Math.abs(sigma) * Math.sqrt(t),
    positive: x0 > 0 ? 1 : 0,
    exact: false,
    title: 'Log-normal, geometric Brownian motion',
  });
}

/** Uniform law on [low, high], low <= high; all mass at low when they are equal. */
export function uniformLaw(low: number, high: number): Law {
  if (low === high) return pointMass(low, 'transient', true);
  const width = high - low;
  return continuousLaw({
    name: 'uniform',
    title: `Uniform from ${shortNumber(low)} to ${shortNumber(high)}`,
    kind: 'transient',
    exact: true,
    parameters: { low, high },
    mean: low + width / 2,
    variance: (width * width) / 12,
    tailExponent: null,
    lower: (x) => Math.min(1, Math.max(0, (x - low) / width)),
    upper: (x) => Math.min(1, Math.max(0, (high - x) / width)),
    pdf: (x) => (x < low || x > high ? 0 : 1 / width),
    location: low + width / 2,
    scale: width,
    support: [low, high],
  });
}
