import { exp, log } from '../../numerics/elementary';

/** x <- (m + v z) x in every step, z standard normal: |x| multiplies itself by |m + v z|. */
export interface RatioChain {
  /** Mean factor, >= 0: |m + v z| does not know its sign. */
  m: number;
  /** v > 0. */
  v: number;
  steps: number;
}

/** Normal deviations beyond this count as never happening: probability 6e-14. */
export const REACH = 7.5;

/** Probability that all windows together may lose. */
export const LOST = 1e-10;

/** Exponents of the bounds: any; where steps are small, so many times 1 / deviation. */
const POWERS = [0.1, 0.2, 0.3, 0.5, 0.7, 0.85, 0.95, 1.2, 1.5, 2, 2.5, 3, 4, 6, 8];
const SHARES = [0.25, 0.5, 1, 2, 4, 8, 16];

/** ln E|m + v z|^p. */
interface Moment {
  p: number;
  log: number;
}

/**
 * Where, n steps before the end, a chain may be that starts within `depths` below the radius in ln
 * |x| and still escapes: elsewhere it is with a probability of at most LOST / steps. By Doob's
 * inequality, as |x_n|^p / E|m + v z|^(n p) is a martingale: P(some |x_n| >= r |x_0|) <= max(1,
 * E^N) / r^p.
 */
export class RatioWindows {
  readonly #rising: Moment[];
  readonly #falling: Moment[];
  readonly #limit: number;
  readonly #depths: { nearest: number; farthest: number };
  readonly #steps: number;
  /** Largest `bottom`. */
  readonly deepest: number;
  /** What P(escape) is up to LOST, where the bounds say it already. */
  readonly certain: 0 | 1 | null;

  constructor({ m, v, steps }: RatioChain, depths: { nearest: number; farthest: number }) {
    const spread = (v / Math.max(m, v)) * Math.sqrt(steps);
    const powers = [...POWERS, ...SHARES.map((share) => share / spread)];
    // Negative powers from -1 on have a mean only where 0 is out of reach.
    const whole = m > 9 * v;
    const of = (p: number) => ({ p: Math.abs(p), log: logMoment(m, v, p) });
    this.#rising = powers.filter((p) => p < 100 / v).map(of);
    this.#falling = powers.filter((p) => p < 1 || whole).map((p) => of(-p));
    this.#limit = -log(LOST / steps);
    this.#depths = depths;
    this.#steps = steps;
    let deepest = 0;
    for (let k = 0; k <= 32; k++)
      deepest = Math.max(
        deepest,
        this.bottom(Math.floor((k * steps) / 32), Math.ceil(((k + 1) * steps) / 32)),
      );
    this.deepest = deepest;
    this.certain = this.#certainty();
  }

  /** 1 where a chain stays with at most this probability, 0 where it escapes with it: LOST. */
  #certainty(): 0 | 1 | null {
    const { nearest, farthest } = this.#depths;
    if (
      this.#rising.some(({ p, log }) => Math.max(0, this.#steps * log) - p * nearest < -this.#limit)
    )
      return 0;
    if (this.#falling.some(({ p, log }) => this.#steps * log + p * farthest < -this.#limit))
      return 1;
    return null;
  }

  /** Farthest from the radius, with `first` to `last` steps left. */
  bottom(first: number, last: number): number {
    let returns = Number.POSITIVE_INFINITY;
    for (const { p, log } of this.#rising)
      returns = Math.min(returns, (Math.max(0, last * log) + this.#limit) / p);
    let reached = Number.POSITIVE_INFINITY;
    const done = this.#steps - first;
    for (const { p, log } of this.#falling)
      reached = Math.min(reached, (Math.max(0, done * log) + this.#limit) / p);
    return Math.min(returns, this.#depths.farthest + reached);
  }

  /** Nearest to the radius, with n steps left. */
  top(n: number): number {
    let reached = Number.POSITIVE_INFINITY;
    const done = this.#steps - n;
    for (const { p, log } of this.#rising)
      reached = Math.min(reached, (Math.max(0, done * log) + this.#limit) / p);
    return this.#depths.nearest - reached;
  }
}

/**
 * ln E|m + v z|^p, p > -1, or any p of z within REACH where that keeps away from 0: the trapezoidal
 * rule in ln |m + v z|, with an error of 1e-6, a millionth of a window.
 */
function logMoment(m: number, v: number, p: number): number {
  const top = log(m + (REACH + 4) * v);
  const bottom =
    m > 9 * v ? log(m - REACH * v) : Math.min(log(v), log(m + v)) - 26 / Math.min(1, p + 1);
  const width = Math.min(0.1, (0.3 * v) / Math.max(m, v));
  const count = Math.ceil((top - bottom) / width);
  let sum = 0;
  for (let i = 0; i <= count; i++) {
    const l = top - i * width;
    const ratio = exp(l);
    const [a, b] = [(ratio - m) / v, (ratio + m) / v];
    sum += exp((p + 1) * l) * (exp(-0.5 * a * a) + exp(-0.5 * b * b));
  }
  return log((width * sum) / (v * Math.sqrt(2 * Math.PI)));
}
