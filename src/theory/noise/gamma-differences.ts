import { exp, floorLog2, hypot, log, powerOfTwo, sinh } from '../../numerics/elementary';
import { CHEBYSHEV_ORDER, panelPlaces, seriesThrough } from '../numerics/chebyshev-panels';
import { gaussLegendre } from '../numerics/gauss-legendre';
import { logGamma } from '../numerics/special-functions';
import type { NoiseDensity } from './noise-density';

/** Terms of an integral that are smaller than the largest by this factor, in ln, count as none. */
const NO_TERM = -42;

/**
 * ln(s^nu K_nu(s) e^s), s > 0, nu >= 0: the trapezoidal rule for K_nu(s) = 1/2 int exp(nu t - s cosh
 * t) dt over the line, which converges exponentially. Relative error of the argument of the
 * logarithm 1e-13 (tests/unit/theory/noise-escape.test.ts). Source: Watson (1922), A Treatise on
 * the Theory of Bessel Functions, 6.22 (5).
 */
function logScaledBessel(nu: number, s: number): number {
  const width = 1 / Math.sqrt(hypot(s, nu));
  const step = Math.min(0.2, 0.5 * width);
  // The largest term is at sinh t = nu / s.
  const ratio = nu / s;
  const peak = log(ratio + Math.sqrt(1 + ratio * ratio));
  const term = (t: number) => {
    const half = sinh(t / 2);
    return nu * t - 2 * s * half * half;
  };
  const top = term(peak);
  let sum = 1;
  for (const way of [step, -step])
    for (let k = 1; ; k++) {
      const size = term(peak + k * way) - top;
      if (size < NO_TERM) break;
      sum += exp(size);
    }
  return nu * log(s) + top + log((sum * step) / 2);
}

/** Octaves of s that have panels: nothing of a law's mass is elsewhere. */
const OCTAVES = { first: -64, last: 63 };

/** The same as polynomials on panels of ratio sqrt(2), each made when it is first asked for. */
class ScaledBessel {
  readonly #nu: number;
  readonly #panels: (Float64Array | null)[] = Array.from(
    { length: 2 * (OCTAVES.last - OCTAVES.first + 1) },
    () => null,
  );

  constructor(nu: number) {
    this.#nu = nu;
  }

  /** Error 1e-12 and 1e-15 of the value. */
  at(s: number): number {
    const octave = Math.max(OCTAVES.first, Math.min(OCTAVES.last, floorLog2(s)));
    const size = s * powerOfTwo(-octave);
    const upper = size < Math.SQRT2 ? 0 : 1;
    const key = 2 * (octave - OCTAVES.first) + upper;
    const series = this.#panels[key] ?? this.#make(key);
    const centre = upper === 0 ? LOWER : UPPER;
    const place = (size - centre.middle) / centre.half;
    const twice = 2 * place;
    let [b, before] = [0, 0];
    for (let k = CHEBYSHEV_ORDER - 1; k > 0; k--) {
      const next = series[k] + twice * b - before;
      before = b;
      b = next;
    }
    return series[0] + place * b - before;
  }

  #make(key: number): Float64Array {
    const unit = powerOfTwo(OCTAVES.first + (key >> 1));
    const { middle, half } = key % 2 === 0 ? LOWER : UPPER;
    const series = new Float64Array(CHEBYSHEV_ORDER);
    const values = panelPlaces(middle - half, middle + half).map((size) =>
      logScaledBessel(this.#nu, unit * size),
    );
    seriesThrough(values, series);
    this.#panels[key] = series;
    return series;
  }
}

/** Panels of an octave from 1 to 2. */
const LOWER = { middle: (1 + Math.SQRT2) / 2, half: (Math.SQRT2 - 1) / 2 };
const UPPER = { middle: (Math.SQRT2 + 2) / 2, half: (2 - Math.SQRT2) / 2 };

/** Density below which a tail counts as none. */
const NO_DENSITY = 1e-19;

/** Innermost panel at the singular place, in units of the narrower tail: of the cube root 1/64. */
const INNERMOST = 2 ** -18;

/** Nearest to the singular place that is told from it. */
const NEAREST = 1e-18;

const RULE = /* @__PURE__ */ gaussLegendre(16);

/**
 * Laws of y = c + r G - s G' of mean 0, G and G' independent and chi-squared with `degrees` degrees
 * of freedom, r and s > 0. At c the density is infinite like ln |y - c| for one degree and has a kink
 * for two; its variable is the cube root of y - c. With one rate alpha = 1 / (2 r) upwards, beta =
 * 1 / (2 s) downwards and k = degrees / 2
 *
 *   f = (alpha beta)^k / (Gamma(k) sqrt(pi)) (|u| / (alpha + beta))^(k - 1/2)
 *       exp(-(alpha - beta) u / 2) K_(k - 1/2)((alpha + beta) |u| / 2),  u = y - c.
 *
 * Error of the density 1e-11 of its value, of the tails 1e-10 (tests/unit/theory/noise-escape.test.ts).
 * Source: Madan and Seneta (1990), the variance-gamma law; Kotz, Kozubowski, Podgorski (2001), 4.1.
 */
function gammaDifferences(degrees: number): (c: number, r: number, s: number) => NoiseDensity {
  const half = degrees / 2;
  const nu = half - 0.5;
  const bessel = new ScaledBessel(nu);
  const logFront = -logGamma(half) - log(Math.PI) / 2;
  return (c, r, s) => {
    const [alpha, beta] = [1 / (2 * r), 1 / (2 * s)];
    const both = alpha + beta;
    // (|u| / both)^nu K_nu(w), w = both |u| / 2, is (2 / both^2)^nu times w^nu K_nu(w).
    const front = logFront + half * log(alpha * beta) + nu * log(2 / (both * both));
    const at = (u: number): number => {
      if (u === 0 && nu === 0) return Number.POSITIVE_INFINITY;
      const size = Math.max(NEAREST, Math.abs(u));
      return exp(front + bessel.at((both * size) / 2) - (u > 0 ? alpha : beta) * size);
    };
    const up = endsOf(at, { both, rate: alpha, mean: -c });
    const down = endsOf((u) => at(-u), { both, rate: beta, mean: c });
    // Far enough down the panels of either side overlap nothing: 0 stands once.
    const edges = [
      ...down
        .slice(1)
        .reverse()
        .map((t) => -t),
      ...up,
    ];
    const weight = (t: number) => 3 * t * t * at(t * t * t);
    const tail = (from: number, side: 1 | -1): number => {
      const own = side === 1 ? up : down;
      let sum = 0;
      for (let i = 1; i < own.length; i++) {
        const [low, high] = [Math.max(from, own[i - 1]), own[i]];
        const width = (high - low) / 2;
        if (!(width > 0)) continue;
        for (const [k, node] of RULE.node.entries())
          sum += RULE.weight[k] * width * weight(side * (low + width * (1 + node)));
      }
      return sum;
    };
    const variable = (y: number) => cubeRoot(y - c);
    const above = (y: number): number => {
      const t = variable(y);
      return t >= 0 ? tail(t, 1) : 1 - tail(-t, -1);
    };
    const below = (y: number): number => {
      const t = variable(y);
      return t <= 0 ? tail(-t, -1) : 1 - tail(t, 1);
    };
    return {
      symmetric: c === 0 && r === s,
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
      density: (y) => at(y - c),
      below,
      above,
      kinks: [c],
      heavy: null,
      edges,
      place: (t) => c + t * t * t,
      variable,
      weight,
    };
  };
}

/** Difference, of variance 1, of two numbers of one law: chi-squared with so many degrees. */
export function evenDifference(degrees: number): NoiseDensity {
  const scale = 1 / Math.sqrt(4 * degrees);
  return gammaDifferences(degrees)(0, scale, scale);
}

/** Laws of gamma differences by their degrees, of which each keeps its panels. */
const differences = new Map<number, ReturnType<typeof gammaDifferences>>();

/**
 * p xi + q eta, q > 0, of the noise `chi-squared` in a batch of `batchSize`, scaled to variance p^2 +
 * q^2. Its terms, one a sample with input u and target v, are independent: (p (1 - u^2) / sqrt(2) +
 * q u v) / sqrt(B) is a quadratic form of two normal numbers with one positive and one negative
 * eigenvalue. For p and q the larger of which is 1 in size.
 */
export function regressionSum(batchSize: number, p: number, q: number): NoiseDensity {
  const densityOf = differences.get(batchSize) ?? gammaDifferences(batchSize);
  differences.set(batchSize, densityOf);
  const root = Math.sqrt(batchSize);
  const half = Math.abs(p) * Math.SQRT1_2;
  const larger = (half + hypot(half, q)) / (2 * root);
  // Their product is -q^2 / (4 B): the smaller one by it loses no digits.
  const smaller = (q * q) / (4 * batchSize * larger);
  const c = p * root * Math.SQRT1_2;
  return p > 0 ? densityOf(c, smaller, larger) : densityOf(c, larger, smaller);
}

/**
 * Ends of panels of the cube root of u >= 0, from 0 to where the density is none beyond the mean.
 * Eightfold in u from one to the next, but over no more than 8 lengths of the tail, or
 * a width of 2 on the side of the mean.
 */
function endsOf(
  at: (u: number) => number,
  { both, rate, mean }: { both: number; rate: number; mean: number },
): number[] {
  const ends = [0];
  // A side with the mean is as smooth as the whole law, another one as its tail.
  const widest = mean >= 0 ? Math.max(2, 8 / rate) : 8 / rate;
  for (let u = INNERMOST / both; ; u = Math.min(8 * u, u + widest)) {
    ends.push(cubeRoot(u));
    if (u > mean && at(u) < NO_DENSITY) return ends;
  }
}

function cubeRoot(u: number): number {
  if (u === 0) return 0;
  const size = exp(log(Math.abs(u)) / 3);
  return u < 0 ? -size : size;
}
