import { cos, sin } from '../../numerics/angles';
import { exp, log, power } from '../../numerics/elementary';
import { type ChebyshevPanels, evaluatePanels, fitPanels } from '../numerics/chebyshev-panels';
import { gaussLegendre } from '../numerics/gauss-legendre';
import { remembered } from '../numerics/remembered';
import { logGamma, normalCdf } from '../numerics/special-functions';
import { bothWays, inPlace, lastOctave, type NoiseDensity } from './noise-density';

/**
 * Symmetric stable laws with characteristic function exp(-|t|^alpha), 0.3 <= alpha <= 2. Fourier's
 * integral near 0; for alpha < 1 further out the same along the imaginary axis, where it does not
 * oscillate; far out the series in x^-alpha. Absolute errors below 1e-14, and relative ones below 1e-11
 * where a series is taken, held by
 * tests/unit/theory/noise-laws.test.ts. Source: Zolotarev (1986), One-dimensional stable
 * distributions, 2.4 and 2.5.
 */
export function stableDensity(alpha: number): NoiseDensity {
  if (alpha === 2) return normalDensity();
  const { far, density, above } = remembered(
    'stable density',
    [alpha],
    () => panelsOf(alpha),
    true,
  );
  const logSize = logGamma(alpha + 1) + log(sin((Math.PI * alpha) / 2) / Math.PI);
  const [densitySeries, tailSeries] = [seriesOf(alpha, 1), seriesOf(alpha, 0)];
  const densityAt = (x: number) =>
    x < far ? evaluatePanels(density, x) : densitySeries(x) / (Math.PI * x);
  const tailAt = (x: number) => (x < far ? evaluatePanels(above, x) : tailSeries(x) / Math.PI);
  const aboveAt = (z: number) => (z >= 0 ? tailAt(z) : 1 - tailAt(-z));
  return inPlace({
    symmetric: true,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    density: (z) => densityAt(Math.abs(z)),
    below: (z) => aboveAt(-z),
    above: aboveAt,
    kinks: [],
    heavy: { index: alpha, logSize },
    edges: bothWays(alpha < 1 ? -24 : -4, lastOctave(alpha)),
  });
}

/** Normal of variance 2. */
function normalDensity(): NoiseDensity {
  const above = (z: number) => normalCdf(-z / Math.SQRT2);
  return inPlace({
    symmetric: true,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    density: (z) => exp((-z * z) / 4) / Math.sqrt(4 * Math.PI),
    below: (z) => above(-z),
    above,
    kinks: [],
    heavy: null,
    edges: Array.from({ length: 129 }, (_, i) => i - 64),
  });
}

interface Panels {
  /** From here on the series is exact. */
  far: number;
  density: ChebyshevPanels;
  above: ChebyshevPanels;
}

/** Integrals that oscillate are rounded to 1e-16. */
const WANTED = { relative: 1e-13, absolute: 1e-15 };

function panelsOf(alpha: number): Panels {
  const far = farOf(alpha);
  const near = nearIntegrals(alpha);
  const edges = bothWays(alpha < 1 ? -24 : -4, 40).filter((edge) => edge >= 0 && edge < far);
  edges.push(far);
  const finest = (x: number) => x * 1e-3;
  return {
    far,
    density: fitPanels(near.density, edges, WANTED, finest),
    above: fitPanels(near.above, edges, WANTED, finest),
  };
}

/** Where the terms of the series fall below rounding before they rise, or fall for ever. */
function farOf(alpha: number): number {
  const least = alpha < 1 ? 10 : 8 + 2.7 * power(40, alpha - 1) * power(alpha, alpha);
  return power(least, 1 / alpha);
}

/**
 * Sum over n of (-1)^(n + 1) sin(pi n alpha / 2) Gamma(alpha n + shift) / n! x^(-alpha n), up to
 * where its terms begin to rise.
 */
function seriesOf(alpha: number, shift: 0 | 1): (x: number) => number {
  const logSize: number[] = [];
  const factor: number[] = [];
  let logFactorial = 0;
  for (let n = 1; n < 400; n++) {
    logFactorial += log(n);
    logSize.push(logGamma(alpha * n + shift) - logFactorial);
    factor.push((n % 2 ? 1 : -1) * sin((Math.PI / 2) * ((n * alpha) % 4)));
  }
  return (x) => {
    const size = alpha * log(x);
    let sum = 0;
    let last = Number.POSITIVE_INFINITY;
    for (let n = 0; n < factor.length; n++) {
      const term = exp(logSize[n] - (n + 1) * size);
      if (term > last) break;
      sum += factor[n] * term;
      if (term < 1e-18 * Math.abs(sum)) break;
      last = term;
    }
    return sum;
  };
}

const RULE = /* @__PURE__ */ gaussLegendre(16);

/** Nodes and weights on panels: octaves from 2^-40 on up to `step`, then of that length. */
function nodesTo(last: number, step: number): { u: Float64Array; weight: Float64Array } {
  const edges = [0];
  for (let k = -40; power(2, k) < Math.min(step, last); k++) edges.push(power(2, k));
  while (edges[edges.length - 1] < last) edges.push(Math.min(last, edges[edges.length - 1] + step));
  const u: number[] = [];
  const weight: number[] = [];
  for (let panel = 1; panel < edges.length; panel++) {
    const half = (edges[panel] - edges[panel - 1]) / 2;
    for (let i = 0; i < RULE.node.length; i++) {
      u.push(edges[panel - 1] + half * (1 + RULE.node[i]));
      weight.push(half * RULE.weight[i]);
    }
  }
  return { u: Float64Array.from(u), weight: Float64Array.from(weight) };
}

/** exp(-this) is no part of a result. */
const NOTHING = 40;

function nearIntegrals(alpha: number): {
  density: (x: number) => number;
  above: (x: number) => number;
} {
  return alpha < 1 ? belowOne(alpha) : fromOneOn(alpha);
}

/** Fourier's integral over t. */
function fromOneOn(alpha: number) {
  const { u: t, weight } = nodesTo(power(NOTHING, 1 / alpha), 0.25);
  const damped = weight.map((w, i) => w * exp(-power(t[i], alpha)));
  return {
    density: (x: number) => sumOf(damped, (i) => cos(x * t[i])) / Math.PI,
    above: (x: number) => 0.5 - sumOf(damped, (i) => sin(x * t[i]) / t[i]) / Math.PI,
  };
}

/** Over r = t^alpha, or along the imaginary axis over r = s^alpha. */
function belowOne(alpha: number) {
  const [across, along] = [cos((Math.PI * alpha) / 2), sin((Math.PI * alpha) / 2)];
  const { u: r, weight } = nodesTo(60, 0.5);
  const root = r.map((value) => power(value, 1 / alpha));
  const fourier = weight.map((w, i) => (w * exp(-r[i]) * root[i]) / r[i] / alpha);
  const turned = weight.map((w, i) => (w * exp(-across * r[i]) * sin(along * r[i])) / r[i] / alpha);
  // Up to here Fourier's integral has few oscillations.
  const middle = 60 / power(NOTHING, 1 / alpha);
  return {
    density: (x: number) =>
      (x < middle
        ? sumOf(fourier, (i) => cos(x * root[i]))
        : sumOf(turned, (i) => exp(-x * root[i]) * root[i])) / Math.PI,
    above: (x: number) =>
      x < middle
        ? 0.5 - sumOf(fourier, (i) => sin(x * root[i]) / root[i]) / Math.PI
        : sumOf(turned, (i) => exp(-x * root[i])) / Math.PI,
  };
}

function sumOf(weight: Float64Array, f: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < weight.length; i++) if (weight[i] !== 0) sum += weight[i] * f(i);
  return sum;
}
