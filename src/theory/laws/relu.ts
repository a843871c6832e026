import { cos, sin } from '../../numerics/angles';
import { cosh, exp, log, sinh, square, tanh } from '../../numerics/elementary';
import { findRoot } from '../numerics/roots';
import { erfcx, exponentialIntegral, normalCdf } from '../numerics/special-functions';

/**
 * The SDE dx = slope sgn(x) dt + sigma dB, sgn(0) = 0: the limit for small steps of descent on f =
 * -slope |x| with noise that does not fade at x = 0. |x| is Brownian motion with drift, reflected
 * at 0, so that a slope > 0 always leaves: no noise traps. Any sign of either number; sigma = 0 is
 * the plain flow, which stays at 0 once there. Source: reflection principle for Brownian motion
 * with drift and the eigenfunctions of its generator; the formulas stand at each function. Held by
 * tests/unit/theory/relu.test.ts.
 */
export interface ReluDiffusion {
  slope: number;
  sigma: number;
}

/** |x_t| of the flow without noise. */
function flow(slope: number, size: number, t: number): number {
  return size === 0 ? 0 : Math.max(0, size + slope * t);
}

/** exp(-weight) Phi(-z) where weight + z^2/2 = exponent is known without cancellation; z > 0. */
function scaledTail(exponent: number, z: number): number {
  return 0.5 * exp(-exponent) * erfcx(z * Math.SQRT1_2);
}

/**
 * P(|x_t| <= radius) from x0: Phi((radius - |x0| - slope t)/q) - exp(2 slope radius/sigma^2)
 * Phi(-(radius + |x0| + slope t)/q), q = |sigma| sqrt(t). t >= 0. Absolute error 1e-14.
 */
export function reluAbsoluteCdf(
  { slope, sigma }: ReluDiffusion,
  x0: number,
  t: number,
  radius: number,
): number {
  const size = Math.abs(x0);
  const q = Math.abs(sigma) * Math.sqrt(t);
  if (radius < 0) return 0;
  if (q === 0) return flow(slope, size, t) <= radius ? 1 : 0;
  const drift = slope * t;
  const z = (radius + size + drift) / q;
  const reflected =
    z > 0
      ? scaledTail(square((radius - size - drift) / q) / 2 + (2 * radius * size) / (q * q), z)
      : exp((2 * drift * radius) / (q * q)) * normalCdf(-z);
  return Math.max(0, normalCdf((radius - size - drift) / q) - reflected);
}

/**
 * P(|x_t| > radius), with its relative digits in the upper tail. radius >= 0, sigma sqrt(t) != 0.
 */
function absoluteSurvival(
  { slope, sigma }: ReluDiffusion,
  size: number,
  t: number,
  radius: number,
): number {
  const q = Math.abs(sigma) * Math.sqrt(t);
  const drift = slope * t;
  const z = (radius + size + drift) / q;
  const reflected =
    z > 0
      ? scaledTail(square((radius - size - drift) / q) / 2 + (2 * radius * size) / (q * q), z)
      : exp((2 * drift * radius) / (q * q)) * normalCdf(-z);
  return normalCdf((size + drift - radius) / q) + reflected;
}

/**
 * P(x_t <= x) from x0. Beyond its first visit to 0 the motion is as likely on either side, so that
 * for x0, x >= 0 P(x_t > x) = (P(|x_t| > x) + P(x_t > x, 0 not visited))/2, the latter Phi((x0 +
 * slope t - x)/q) - exp(-2 slope x0/sigma^2) Phi((slope t - x0 - x)/q). t >= 0. Absolute error
 * 1e-14.
 */
export function reluCdf(motion: ReluDiffusion, x0: number, t: number, x: number): number {
  const { slope, sigma } = motion;
  const q = Math.abs(sigma) * Math.sqrt(t);
  if (q === 0) return Math.sign(x0) * flow(slope, Math.abs(x0), t) <= x ? 1 : 0;
  const size = Math.abs(x0);
  const radius = Math.abs(x);
  const drift = slope * t;
  const z = (radius + size - drift) / q;
  const image =
    z > 0
      ? scaledTail(square((radius - size - drift) / q) / 2 + (2 * radius * size) / (q * q), z)
      : exp((-2 * drift * size) / (q * q)) * normalCdf(-z);
  const beyond = absoluteSurvival(motion, size, t, radius);
  const unvisited = Math.max(0, normalCdf((size + drift - radius) / q) - image);
  const same = (beyond + unvisited) / 2;
  const other = (beyond - unvisited) / 2;
  const up = x0 >= 0 ? same : other;
  const down = x0 >= 0 ? other : same;
  return x >= 0 ? 1 - up : Math.max(0, down);
}

/**
 * Mean time until |x| reaches radius > 0: (R - r)/slope - (exp(-k r) - exp(-k R))/(k slope), r =
 * |x0|, k = 2 slope/sigma^2; (R^2 - r^2)/sigma^2 at slope = 0. 0 from outside. Infinity for sigma =
 * 0 when the flow does not get there. Relative error 1e-13.
 */
export function reluMeanExitTime(
  { slope, sigma }: ReluDiffusion,
  x0: number,
  radius: number,
): number {
  const size = Math.abs(x0);
  if (size >= radius) return 0;
  const way = radius - size;
  if (sigma === 0) return slope > 0 && size > 0 ? way / slope : Number.POSITIVE_INFINITY;
  const rate = (2 * slope) / (sigma * sigma);
  if (Math.abs(rate) * radius > 0.5)
    return (way - exp(-rate * size) * exponentialIntegral(-rate, way)) / slope;
  // (2/sigma^2) sum_{n >= 2} (-k)^(n-2) (R^n - r^n)/n!, where the closed form cancels.
  let power = size;
  let quotient = 1;
  let factor = 1;
  let sum = 0;
  for (let n = 2; n < 20; n++) {
    quotient = radius * quotient + power;
    power *= size;
    factor /= n;
    sum += factor * quotient;
    factor *= -rate;
  }
  return ((2 * way) / (sigma * sigma)) * sum;
}

/**
 * P(x_t -> +infinity): 1 - exp(-2 slope x0/sigma^2)/2 for x0 >= 0, the mirror image below 0. 0 for
 * slope <= 0, where x comes back for ever, and for sigma = 0 from x0 <= 0. Relative error 1e-15.
 */
export function reluRightProbability({ slope, sigma }: ReluDiffusion, x0: number): number {
  if (!(slope > 0)) return 0;
  if (sigma === 0) return x0 > 0 ? 1 : 0;
  const half = exp((-2 * slope * Math.abs(x0)) / (sigma * sigma)) / 2;
  return x0 >= 0 ? 1 - half : half;
}

/** The law of Laplace about 0: density exp(-|x|/scale)/(2 scale). */
export interface LaplaceLaw {
  scale: number;
  pdf(x: number): number;
  cdf(x: number): number;
  /** P(X > x). */
  survival(x: number): number;
  /** For 0 <= p <= 1; NaN outside. */
  quantile(p: number): number;
}

/**
 * Stationary law, of scale sigma^2/(2 |slope|); null unless slope < 0 and sigma != 0. Errors 1e-15.
 */
export function reluStationaryLaw({ slope, sigma }: ReluDiffusion): LaplaceLaw | null {
  if (!(slope < 0) || sigma === 0) return null;
  const scale = (sigma * sigma) / (-2 * slope);
  const tail = (x: number) => exp(-Math.abs(x) / scale) / 2;
  return {
    scale,
    pdf: (x) => tail(x) / scale,
    cdf: (x) => (x < 0 ? tail(x) : 1 - tail(x)),
    survival: (x) => (x < 0 ? 1 - tail(x) : tail(x)),
    quantile: (p) =>
      p >= 0 && p <= 1
        ? p < 0.5
          ? scale * log(2 * p)
          : -scale * (p === 0.5 ? 0 : log(2 * (1 - p)))
        : Number.NaN,
  };
}

/**
 * P(|x| reaches radius by time t), looked at continuously; 1 from outside, radius > 0, t >= 0. By
 * eigenfunctions when the noise has crossed half the radius, before that by the inverse Laplace
 * transform. Absolute error 1e-12, and for sigma^2 t < radius^2/4 about as much relative to the
 * result.
 */
export function reluEscapeProbability(
  { slope, sigma }: ReluDiffusion,
  x0: number,
  radius: number,
  t: number,
): number {
  const size = Math.abs(x0);
  if (size >= radius) return 1;
  if (t === 0) return 0;
  if (sigma === 0) return flow(slope, size, t) >= radius ? 1 : 0;
  // In units of the radius: spread^2 = sigma^2 t, pull = slope radius/sigma^2.
  const spread = (Math.abs(sigma) * Math.sqrt(t)) / radius;
  const pull = (slope * radius) / (sigma * sigma);
  const place = size / radius;
  const found =
    spread >= 0.5 ? 1 - eigenSurvival(pull, place, spread) : contourEscape(pull, place, spread);
  return Math.min(1, Math.max(0, found));
}

/** (sin c)/c. */
function sinc(c: number): number {
  return Math.abs(c) < 1e-4 ? 1 - (c * c) / 6 : sin(c) / c;
}

/**
 * P(not escaped): sum over the roots of tan c = -c/pull, of 2 c sin(c (1 - place)) exp(pull (1 -
 * place)) exp(-spread^2 (c^2 + pull^2)/2) / (c^2 + pull^2 + pull). Below pull = -1 the first root
 * is imaginary, c = i e with tanh e = e/|pull|.
 */
function eigenSurvival(pull: number, place: number, spread: number): number {
  const half = (spread * spread) / 2;
  const far = 1 - place;
  let sum = 0;
  for (let n = 1; n < 100; n++) {
    // f = c cos c + pull sin c changes sign once between these.
    const low = pull >= 0 ? (n - 0.5) * Math.PI : (n - 1) * Math.PI;
    const high = low + Math.PI / 2;
    if (n === 1 && pull < -0.5) {
      sum += firstTerm(pull, far, half);
      continue;
    }
    const c =
      pull === 0
        ? low
        : findRoot((y) => y * cos(y) + pull * sin(y), low + (n === 1 ? 1e-9 : 0), high);
    const square = c * c + pull * pull;
    const decay = exp(pull * far - half * square);
    sum += ((2 * c * sin(c * far)) / (square + pull)) * decay;
    if (decay < 1e-18 && half * c * c > 40) break;
  }
  return sum;
}

/**
 * The term of the first root for pull < 0, through pull = -1, where it passes from real to
 * imaginary: a function of its square that is analytic there.
 */
function firstTerm(pull: number, far: number, half: number): number {
  if (pull < -2) {
    const e = findRoot((y) => y + pull * tanh(y), 1, -pull);
    // pull^2 - e^2 = (pull / cosh e)^2 without cancellation.
    const gap = square(pull / cosh(e));
    const rise = exp((pull + e) * far) - exp((pull - e) * far);
    return ((e * rise) / (-pull - gap)) * exp(-half * gap);
  }
  // Of the square m: cos and sinc of its root.
  const cosine = (m: number) => (m < 0 ? cosh(Math.sqrt(-m)) : cos(Math.sqrt(m)));
  const quotient = (m: number) => {
    const c = Math.sqrt(Math.abs(m));
    return m < 0 && c > 1e-4 ? sinh(c) / c : m < 0 ? 1 - m / 6 : sinc(c);
  };
  const m = findRoot((y) => cosine(y) + pull * quotient(y), -pull * pull, 2.5, 1e-15, 1e-16);
  const bend =
    Math.abs(m) < 1e-3 ? -1 / 6 + m / 60 - (m * m) / 1680 : (cosine(m) - quotient(m)) / (2 * m);
  const derivative = -quotient(m) / 2 + pull * bend;
  const shape = (far * quotient(m * far * far)) / quotient(m);
  return (-shape / ((m + pull * pull) * derivative)) * exp(pull * far - half * (m + pull * pull));
}

/**
 * P(escaped) = (1/2 pi i) integral of exp(spread^2 (g^2 - pull^2)/2) F(g) 2 g/(g^2 - pull^2) dg up
 * a vertical line, F the Laplace transform of the passage time in g = sqrt(pull^2 + 2 p/...). The
 * line goes through the saddle point of the integrand, where it does not oscillate, kept away from
 * the pole at |pull|; left of the pole the integral is -P(not escaped).
 */
function contourEscape(pull: number, place: number, spread: number): number {
  const k = pull * spread;
  const pole = Math.abs(k);
  const way = (1 - place) / spread;
  let line = Math.max(1, way);
  let clearance = 1;
  if (pull < 0) {
    // Another pole lies just left of this one: stay to the right of both, close enough not to lose
    // digits.
    clearance = Math.min(1, 3 / pole);
    line = Math.max(line, pole + clearance);
  } else if (Math.abs(line - pole) < 1) line = line < pole && pole > 2 ? pole - 1 : pole + 1;
  clearance = Math.min(clearance, Math.abs(line - pole), line);
  const step = Math.min(clearance, 1) * 0.17;
  let sum = 0;
  for (let i = 0; i * step < 8.6; i++) {
    const y = i * step;
    sum += (i === 0 ? 0.5 : 1) * contourIntegrand(k, way, place / spread, line, y);
  }
  const integral = (sum * step) / Math.PI;
  return line < pole ? 1 + integral : integral;
}

/** Real part of the integrand at g = x + iy, all lengths in units of spread. */
function contourIntegrand(k: number, way: number, place: number, x: number, y: number): number {
  // Numerator and denominator of F without exp(-(g - k) way): (g + k) + (g - k) exp(-2 g d), d =
  // place and place + way.
  const [nr, ni] = reflection(k, place, x, y);
  const [dr, di] = reflection(k, place + way, x, y);
  // 2 g/((g - k)(g + k)) = 1/(g - k) + 1/(g + k).
  const minus = square(x - k) + y * y;
  const plus = square(x + k) + y * y;
  const pr = (x - k) / minus + (x + k) / plus;
  const pi = -y / minus - y / plus;
  const length = dr * dr + di * di;
  const qr = (nr * dr + ni * di) / length;
  const qi = (ni * dr - nr * di) / length;
  const size = exp((x * x - y * y - k * k) / 2 - (x - k) * way);
  const angle = x * y - y * way;
  const real = qr * pr - qi * pi;
  const imaginary = qr * pi + qi * pr;
  return size * (cos(angle) * real - sin(angle) * imaginary);
}

function reflection(k: number, distance: number, x: number, y: number): [number, number] {
  const decay = exp(-2 * x * distance);
  const cosine = decay * cos(2 * y * distance);
  const sine = decay * sin(2 * y * distance);
  return [x + k + (x - k) * cosine + y * sine, y + y * cosine - (x - k) * sine];
}
