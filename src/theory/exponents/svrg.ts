import { exp, expm1, log, log1p, power } from '../../numerics/elementary';
import type { Law } from '../laws/distribution';
import { stationaryLaw } from '../laws/stationary';
import { integrate } from '../numerics/quadrature';
import { digamma, logGamma } from '../numerics/special-functions';
import { type IndependentLaw, signsIn } from './independent-law';

/**
 * One inner step of SVRG, gradients corrected at the landmark x*: x <- x + M (x - x*) - (x - x*) +
 * pull x* with M = 1 + pull + v z. The additive noise cancels. G = x_m / x* after m inner steps
 * from x* obeys y <- (1 + pull + v z) y + pull, y = G - 1, from y = 0.
 */
export interface CorrectedStep {
  law: IndependentLaw;
  /** learningRate a dt, any sign. */
  pull: number;
  /** learningRate sigma_B sqrt(dt), any sign. */
  v: number;
  /**
   * 1 to 65536; used by two-point noise only, z being the mean of so many fair signs times its
   * square root.
   */
  batchSize: number;
}

/**
 * kappa = 2 a / (learningRate sigma_B^2), the only number the inner loop depends on in the limit of
 * small steps and long loops. Infinity or -Infinity for sigma = 0 and a != 0, 0 for a = 0.
 * learningRate > 0, batchSize >= 1.
 */
export function landmarkKappa(
  a: number,
  sigma: number,
  learningRate: number,
  batchSize = 1,
): number {
  return a === 0 ? 0 : (2 * a * batchSize) / (learningRate * sigma * sigma);
}

/**
 * Law of x after a long inner loop, small steps: landmark + sgn(landmark kappa) IG(1 - kappa,
 * |kappa landmark|), IG the inverse gamma law. kappa < 0 (convex direction) shrinks towards 0 and
 * through it; kappa = 0 or landmark 0: nothing moves, all mass at the landmark. null for kappa >=
 * 1, where the inner loop itself escapes, for kappa = -Infinity (no noise) and NaN. Relative error
 * of either tail 1e-12 (tests/unit/theory/svrg.test.ts); |kappa| <= 1e6. The chain's own law
 * differs by the order of v. Derived in docs/models/svrg.md, "Theory"; Dufresne (1990).
 */
export function landmarkLaw(kappa: number, landmark: number): Law | null {
  if (!(kappa < 1) || kappa === Number.NEGATIVE_INFINITY) return null;
  // The noise vanishes at the landmark: dx = a x dt + sigma (x - landmark) dW, both noises in one,
  // in units of sigma = 1.
  return stationaryLaw({ growth: kappa / 2, sigma: 1, tau: -landmark, rho: 1 });
}

/**
 * Growth of log |x*| per epoch in the limit of small steps and long inner loops: E log |1 + kappa /
 * Gamma_(1 - kappa)|. Positive for 0 < kappa < 1, negative for kappa < 0, 0 at 0, Infinity for
 * kappa >= 1 (the inner loop itself escapes); -Infinity at -Infinity. Tanh-sinh quadrature; for
 * kappa > 1/2 as log kappa + E log(1 + Gamma/kappa) - digamma(1 - kappa). Error 1e-12 of the value,
 * or absolute below 1 (tests/unit/theory/svrg.test.ts). Derived in docs/models/svrg.md, "Theory".
 */
export function landmarkExponent(kappa: number): number {
  if (kappa >= 1) return Number.POSITIVE_INFINITY;
  if (kappa === 0 || kappa === Number.NEGATIVE_INFINITY) return kappa;
  const shape = 1 - kappa;
  const logFront = -logGamma(shape);
  const mean = (f: (g: number) => number, g: number) =>
    g > 0 ? f(g) * exp(logFront + (shape - 1) * log(g) - g) : 0;
  const far = 45 + shape + 12 * Math.sqrt(shape);
  if (kappa < 0) {
    const size = -kappa;
    // Distances from the place where G vanishes: near it they must not come from a subtraction.
    const below = (d: number) => mean(() => log(d / (size - d)), size - d);
    const above = (d: number) => mean(() => log(d / (size + d)), size + d);
    return integrate(below, 0, size, 1e-14) + integrate(above, 0, far - size, 1e-14);
  }
  if (kappa > 0.5)
    return log(kappa) - digamma(shape) + gammaMean(shape, (g) => log1p(g / kappa), far);
  return gammaMean(shape, (g) => (g > 0 ? log1p(kappa / g) : 0), far);
}

/** Nodes of `epochExponent`; steps of time for no noise, and for each unit of it. */
const NODES = 600;
const TIMES = 50;
const TIMES_A_UNIT = 20;

/**
 * Growth of log |x*| over an epoch of small steps that is not long: E log G_T of dG = a G dt +
 * sigma (G - 1) dW from G = 1, a > 0. With u = -log G <= 0, which has no noise at its start, du =
 * (-a + sigma^2 (1 - e^u)^2 / 2) dt - sigma (1 - e^u) dW; the mean of -u is carried back on a grid,
 * implicitly.
 *
 * @param growth  a T > 0.
 * @param noise   sigma^2 T >= 0.
 * @returns Between 0 and a T; rises with T to `landmarkExponent`. Error 0.5 %
 * (tests/unit/theory/svrg.test.ts); a millisecond. Derived in docs/models/svrg.md, "Theory".
 */
export function epochExponent(growth: number, noise: number): number {
  if (noise === 0) return growth;
  const far = Math.min(200, growth + 8 * Math.sqrt(noise) + 2);
  const times = TIMES + Math.ceil(TIMES_A_UNIT * Math.min(noise, 100));
  // Distances -u of the nodes, closest where the noise begins to outweigh the push.
  const layer = Math.min(1, Math.max(1e-4, (0.5 * growth) / noise));
  const ratio = log1p(far / layer) / NODES;
  const place = Float64Array.from({ length: NODES + 2 }, (_, i) => layer * expm1(i * ratio));
  // Rates of going one node farther out and one back.
  const down = new Float64Array(NODES + 1);
  const up = new Float64Array(NODES + 1);
  for (let i = 0; i <= NODES; i++) {
    const away = -expm1(-place[i]);
    const spread = (noise / 2) * away * away;
    const outwards = growth - spread;
    const after = place[i + 1] - place[i];
    const before = i > 0 ? place[i] - place[i - 1] : after;
    // Upwind where central differences would turn negative.
    const central = i > 0 && 2 * spread > Math.abs(outwards) * Math.max(before, after);
    const both = before + after;
    down[i] =
      (2 * spread) / (after * both) +
      (central ? (outwards * before) / (after * both) : Math.max(0, outwards) / after);
    up[i] =
      (2 * spread) / (before * both) -
      (central ? (outwards * after) / (before * both) : Math.min(0, outwards) / before);
  }
  up[0] = 0;
  const slope = place[NODES + 1] - place[NODES];
  const carried = (count: number) => {
    const step = implicitStep(down, up, slope, 1 / count);
    const value = place.slice(0, NODES + 1);
    for (let time = 0; time < count; time++) step(value);
    return value[0];
  };
  // Errors of order 1 / count cancel between two counts.
  return 2 * carried(2 * times) - carried(times);
}

/**
 * Implicit steps of value' = down (value[i + 1] - value[i]) + up (value[i - 1] - value[i]); the far
 * end goes on by `slope`. The matrix is the same in every step: it is taken apart once.
 */
function implicitStep(
  down: Float64Array,
  up: Float64Array,
  slope: number,
  dt: number,
): (value: Float64Array) => void {
  const last = down.length - 1;
  const upper = new Float64Array(last + 1);
  const perPivot = new Float64Array(last + 1);
  for (let i = 0; i <= last; i++) {
    // Beyond the last node the value goes on in a straight line.
    const outer = i === last ? 0 : -dt * down[i];
    const own = 1 + dt * (up[i] + (i === last ? 0 : down[i]));
    perPivot[i] = 1 / (own + (i > 0 ? dt * up[i] * upper[i - 1] : 0));
    upper[i] = outer * perPivot[i];
  }
  return (value) => {
    value[last] += dt * down[last] * slope;
    value[0] *= perPivot[0];
    for (let i = 1; i <= last; i++) value[i] = (value[i] + dt * up[i] * value[i - 1]) * perPivot[i];
    for (let i = last - 1; i >= 0; i--) value[i] -= upper[i] * value[i + 1];
  };
}

/**
 * E f(Gamma) for a gamma law of the shape, which is below 1; f may grow like a logarithm at 0. In
 * g^shape up to 1.
 */
function gammaMean(shape: number, f: (g: number) => number, far: number): number {
  const front = exp(-logGamma(1 + shape));
  const near = (p: number) => {
    const g = power(p, 1 / shape);
    return f(g) * exp(-g);
  };
  const beyond = (g: number) => f(g) * exp(-g) * shape * power(g, shape - 1);
  return front * (integrate(near, 0, 1, 1e-14) + integrate(beyond, 1, far, 1e-14));
}

/**
 * Whether every inner loop, whatever its noise, ends farther from 0 than its landmark: a > 0 and
 * all factors 1 + pull + v z positive. Never for Gaussian noise with v != 0, whose factors can be
 * negative. Derived in docs/models/svrg.md, "Theory".
 */
export function landmarkSurelyGrows(step: CorrectedStep): boolean {
  const { pull, v } = step;
  if (!(pull > 0)) return false;
  const signs = signsIn(step);
  return v === 0 || (signs !== null && Math.abs(v) * Math.sqrt(signs) < 1 + pull);
}
