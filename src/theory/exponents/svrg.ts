import { asinh, exp, expm1, log, log1p, power, sinh, square } from '../../numerics/elementary';
import type { Law } from '../laws/distribution';
import { stationaryLaw } from '../laws/stationary';
import { fairCoins } from '../numerics/fair-coins';
import { gaussLegendre, interpolationWeights, PANEL_ORDER } from '../numerics/gauss-legendre';
import { integrate } from '../numerics/quadrature';
import { digamma, logGamma } from '../numerics/special-functions';
import { logAbsolute, lyapunovExponentGaussian } from './lyapunov';

/**
 * One inner step of SVRG, gradients corrected at the landmark x*: x <- x + M (x - x*) - (x - x*) +
 * pull x* with M = 1 + pull + v z. The additive noise cancels. G = x_m / x* after m inner steps
 * from x* obeys y <- (1 + pull + v z) y + pull, y = G - 1, from y = 0.
 */
export interface CorrectedStep {
  law: 'gaussian' | 'two-point';
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

/** The nodes of a panel, and a rule for a longer piece of the normal law. */
const PANEL = /* @__PURE__ */ gaussLegendre(PANEL_ORDER);
const NOISE = /* @__PURE__ */ gaussLegendre(16);
/** Most endings of an inner loop that are enumerated. */
const LARGEST_ENUMERATION = 2 ** 21;
/**
 * Standard deviations beyond which normal noise is left out, and the longest piece for one Gauss
 * rule.
 */
const REACH = 8.6;
const PIECE = 4.3;
/** Panels reach to |y| = exp(FAR) times where |G| = 1: there log |G| is log |y| to 1e-11. */
const FAR = 25;

/**
 * E G and E G^2 after `count` inner steps, for any noise of mean 0 and variance 1: G' = m G + v z
 * (G - 1), m = 1 + pull, so E G = m^count and S = E G^2 obeys S' = m^2 S + v^2 (S - 2 E G + 1).
 * count: a whole number >= 0. Overflows to Infinity. Relative error 1e-15 `count`
 * (tests/unit/theory/svrg.test.ts). Derived in docs/model.md, "SVRG".
 */
export function landmarkRatioMoments(
  { pull, v }: Pick<CorrectedStep, 'pull' | 'v'>,
  count: number,
): { mean: number; second: number } {
  const m = 1 + pull;
  let mean = 1;
  let second = 1;
  for (let n = 0; n < count; n++) {
    second = m * m * second + v * v * (second - 2 * mean + 1);
    mean *= m;
  }
  return { mean, second };
}

/**
 * E log |G| after `count` inner steps: how fast log |x*| moves per epoch. 0 for count = 0 and for
 * pull = 0; -Infinity where G vanishes with positive probability.
 *
 * Two-point: all endings are added up, error 1e-13; RangeError where there are more than 2^21 of
 * them (one sign: count > 22). Gaussian: the mean as a function of y is carried back one step at a
 * time, on panels of ten Gauss nodes in asinh(y / |pull|), finer until two results agree to
 * `accuracy`; with 1e-8 error 1e-9 (tests/unit/theory/svrg.test.ts). Takes 0.05 to 0.6 s for up to
 * 100 steps, 3 s for 1000. count: a whole number from 0 to 10000. Derived in docs/model.md, "SVRG".
 */
export function landmarkRatioExponent(step: CorrectedStep, count: number, accuracy = 1e-8): number {
  const { law, pull, v } = step;
  if (count === 0 || pull === 0) return 0;
  if (v === 0 || count === 1) return count * lyapunovExponentGaussian(1 + pull, 0, pull);
  if (law === 'two-point') return enumerated(step, count);
  if (count === 2) return lyapunovExponentGaussian(square(1 + pull), v * pull, pull * (2 + pull));
  let coarse = carriedBack(step, count, 1);
  for (const width of [0.7, 0.5, 0.35]) {
    const fine = carriedBack(step, count, width);
    if (Math.abs(fine - coarse) < accuracy) return fine;
    coarse = fine;
  }
  return coarse;
}

function enumerated({ pull, v, batchSize }: CorrectedStep, count: number): number {
  if (power(batchSize + 1, count - 1) > LARGEST_ENUMERATION)
    throw new RangeError(
      `${count} inner steps with ${batchSize} signs have too many endings to add up`,
    );
  const { first, probability } = fairCoins(batchSize, 1e-30);
  const factor = Array.from(
    probability,
    (_, i) => 1 + pull + (v * (2 * (first + i) - batchSize)) / Math.sqrt(batchSize),
  );
  const from = (y: number, left: number): number => {
    if (left === 0) return logAbsolute(1 + y, y);
    let sum = 0;
    for (let k = 0; k < factor.length; k++)
      sum += probability[k] * from(factor[k] * y + pull, left - 1);
    return sum;
  };
  // The first step has nothing to multiply.
  return from(pull, count - 1);
}

/** Places in asinh(y / |pull|), the panels' edges rising. */
function panelEdges({ pull, v }: CorrectedStep, width: number): number[] {
  const scale = Math.abs(pull);
  const far = asinh(1 / scale) + FAR;
  const oneSign = 1 + pull > REACH * Math.abs(v);
  const low = oneSign ? (pull > 0 ? asinh(1) : -far) : -far;
  const high = oneSign && pull < 0 ? -asinh(1) : far;
  // Around G = 0, y = -1, log |G| is rounded by one step's noise only; far out the mean is smooth.
  const one = asinh(1 / scale);
  const edge: number[] = [];
  for (let x = low; x < high - width / 2; ) {
    edge.push(x);
    const out = Math.min(Math.abs(x), Math.abs(x + 2 * width)) - one;
    x += out > 3 ? 2 * width : width;
  }
  edge.push(high);
  if (low < -one) {
    for (let d = width; d > (Math.abs(v) * width) / 4; d /= 2) edge.push(-one - d, -one + d);
    edge.push(-one);
  }
  const sorted = edge.filter((x) => x <= high).sort((a, b) => a - b);
  return sorted.filter((x, i) => i === 0 || x - sorted[i - 1] > 1e-9);
}

/**
 * f_1(y) = E log |1 + pull + M y| in closed form, then f_(k + 1)(y) = E f_k(M y + pull), up to k =
 * count - 1, at y = pull. Beyond the last panel f_k grows like log |y|.
 */
function carriedBack(step: CorrectedStep, count: number, width: number): number {
  const { pull, v } = step;
  const m = 1 + pull;
  const scale = Math.abs(pull);
  const edge = panelEdges(step, width);
  const panels = edge.length - 1;
  const order = PANEL.node.length;
  const nodes = panels * order;
  const place = new Float64Array(nodes);
  for (let i = 0; i < nodes; i++) {
    const panel = Math.floor(i / order);
    place[i] =
      (edge[panel] * (1 - PANEL.node[i % order]) + edge[panel + 1] * (1 + PANEL.node[i % order])) /
      2;
  }
  const level = edge.map((x) => scale * sinh(x));
  // Row i holds the weights of the mean from the i-th place; the last row is that of y = pull,
  // where the walk starts.
  const matrix = new Float64Array((nodes + 1) * nodes);
  const constant = new Float64Array(nodes + 1);
  const share = new Float64Array(order);
  for (let i = 0; i <= nodes; i++) {
    const y = i === nodes ? pull : scale * sinh(place[i]) || 1e-300;
    const row = i * nodes;
    const offset = m * y + pull;
    const slope = v * y;
    let mass = 0;
    for (let panel = -1; panel <= panels; panel++) {
      const one = panel < 0 ? Number.NEGATIVE_INFINITY : level[panel];
      const other = panel < panels ? level[panel + 1] : Number.POSITIVE_INFINITY;
      const ends = [(one - offset) / slope, (other - offset) / slope];
      const low = Math.max(Math.min(ends[0], ends[1]), -REACH);
      const high = Math.min(Math.max(ends[0], ends[1]), REACH);
      if (!(high - low > 1e-18)) continue;
      const home = Math.min(Math.max(panel, 0), panels - 1);
      const start = row + home * order;
      const pieces = Math.ceil((high - low) / PIECE);
      const half = (high - low) / pieces / 2;
      const rule = half > 0.5 ? NOISE : PANEL;
      for (let k = 0; k < pieces * rule.node.length; k++) {
        const at = k % rule.node.length;
        const z = low + half * (2 * Math.floor(k / rule.node.length) + 1 + rule.node[at]);
        const weight = half * rule.weight[at] * exp((-z * z) / 2);
        if (weight < 1e-22) continue;
        mass += weight;
        const next = asinh((offset + slope * z) / scale);
        if (home !== panel) {
          // Outside: the value at the nearest place, and the distance in log |y|.
          const end = panel < 0 ? 0 : order - 1;
          matrix[start + end] += weight;
          constant[i] += weight * (Math.abs(next) - Math.abs(place[home * order + end]));
          continue;
        }
        interpolationWeights(
          (2 * next - edge[home] - edge[home + 1]) / (edge[home + 1] - edge[home]),
          share,
        );
        for (let j = 0; j < order; j++) matrix[start + j] += weight * share[j];
      }
    }
    for (let j = row; j < row + nodes; j++) matrix[j] /= mass;
    constant[i] /= mass;
  }
  let value = new Float64Array(nodes);
  let other = new Float64Array(nodes);
  for (let i = 0; i < nodes; i++) {
    const y = scale * sinh(place[i]);
    value[i] = lyapunovExponentGaussian(1 + pull + m * y, v * y, pull + m * y);
  }
  const mean = (i: number): number => {
    let sum = constant[i];
    for (let j = 0, at = i * nodes; j < nodes; j++, at++) sum += matrix[at] * value[j];
    return sum;
  };
  for (let n = 3; n < count; n++) {
    for (let i = 0; i < nodes; i++) other[i] = mean(i);
    [value, other] = [other, value];
  }
  return mean(nodes);
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
 * differs by the order of v. Derived in docs/model.md, "SVRG"; Dufresne (1990).
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
 * or absolute below 1 (tests/unit/theory/svrg.test.ts). Derived in docs/model.md, "SVRG".
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
 * (tests/unit/theory/svrg.test.ts); a millisecond. Derived in docs/model.md, "SVRG".
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
 * negative. Derived in docs/model.md, "SVRG".
 */
export function landmarkSurelyGrows({ law, pull, v, batchSize }: CorrectedStep): boolean {
  if (!(pull > 0)) return false;
  return v === 0 || (law === 'two-point' && Math.abs(v) * Math.sqrt(batchSize) < 1 + pull);
}
