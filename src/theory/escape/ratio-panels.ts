import { exp, log } from '../../numerics/elementary';
import { gaussLegendre } from '../numerics/gauss-legendre';
import { normalCdf } from '../numerics/special-functions';
import { farTerms } from './far-terms';
import { type RatioChain, RatioWindows, REACH } from './ratio-windows';

/** Widest panel, in deviations of a small step and in ln |x|. */
const WIDTH = { deviations: 4.2, log: 1.5 };

/** Steps between two looks at which panels matter. */
const LOOK = 4;

/** Density of the standard normal law at its mean. */
const PEAK = 1 / Math.sqrt(2 * Math.PI);

/** Starts, in ln |x| below the radius: the nearest and the farthest, which may be infinite. */
export interface Depths {
  nearest: number;
  farthest: number;
}

/**
 * P(|x_n| > radius for some 1 <= n <= steps) of x <- (m + v z) x, by ln(|x_0| / radius). In ln |x|
 * the chain is a random walk, so one small table of transition densities between panels serves
 * every panel and step; what falls far below is a short sum of exponentials.
 *
 * @param order  Places of a panel, a multiple of 4.
 * @returns A function for starts within `depths`. Null where it takes more than `most` panels.
 * Error of the quadrature with 16 places: 1e-8 (tests/unit/theory/panel-escape.test.ts), of all
 * that is left out LOST.
 */
export function ratioPanelEscape(
  chain: RatioChain,
  depths: Depths,
  order: number,
  most: number,
): ((s: number) => number) | null {
  const { steps } = chain;
  if (steps === 0) return () => 0;
  const windows = new RatioWindows(chain, depths);
  const { certain } = windows;
  if (certain !== null) return () => certain;
  const step = new RatioStep(chain, order);
  const panels = steps === 1 ? 0 : Math.ceil(windows.deepest / step.size);
  if (!(panels <= most)) return null;
  const out = step.leaving(panels);
  let now = out.slice();
  let next = out.slice();
  let [top, bottom] = [0, panels];
  for (let n = 2; n < steps; n++) {
    if (n % LOOK === 0 || n === 2) {
      top = Math.max(0, Math.floor(windows.top(n) / step.size));
      bottom = Math.min(panels, Math.ceil(windows.bottom(n, n + LOOK) / step.size));
    }
    step.back(now, next, out, top, bottom);
    [now, next] = [next, now];
  }
  return (s) => step.from(s, now);
}

/** One step on panels of equal size in ln |x|, downwards from the radius at 0. */
class RatioStep {
  readonly size: number;
  readonly #chain: RatioChain;
  readonly #order: number;
  /** Place j of panel b stands at -size (b + share[j]). */
  readonly #share: number[];
  readonly #mass: number[];
  /** Panels upwards and downwards within the table, and all of them. */
  readonly #up: number;
  readonly #down: number;
  readonly #near: number;
  /** Row i: from place i of a panel to all places of the near panels. */
  readonly #table: Float64Array;
  /** Of the terms of the density far below. */
  readonly #terms: number;
  readonly #gather: Float64Array;
  readonly #spread: Float64Array;
  readonly #fade: Float64Array;

  constructor(chain: RatioChain, order: number) {
    const { m, v } = chain;
    const { node, weight } = gaussLegendre(order);
    const size = Math.min(WIDTH.deviations * (v / Math.max(m, v)), WIDTH.log);
    const share = Array.from(node, (t) => 0.5 - 0.5 * t);
    const mass = Array.from(weight, (w) => 0.5 * size * w);
    // Either the density ends, or it is its series from v / 2 down.
    const ends = m > REACH * v;
    const lowest = ends ? Math.max(log(m - REACH * v), log(v / 2)) : log(v / 2);
    const up = Math.max(0, Math.ceil(log(m + REACH * v) / size));
    const down = Math.max(0, Math.ceil(-lowest / size));
    const near = up + down + 1;
    const table = new Float64Array(order * near * order);
    const terms = ends ? [] : farTerms(m, v);
    const gather = new Float64Array(terms.length * order);
    const spread = new Float64Array(terms.length * order);
    this.size = size;
    this.#chain = chain;
    this.#order = order;
    this.#share = share;
    this.#mass = mass;
    this.#up = up;
    this.#down = down;
    this.#near = near;
    this.#table = table;
    this.#terms = terms.length;
    this.#gather = gather;
    this.#spread = spread;
    this.#fade = Float64Array.from(terms, (_, k) => exp(-(2 * k + 1) * size));
    for (let i = 0; i < order; i++)
      for (let b = 0; b < near; b++)
        for (let j = 0; j < order; j++)
          table[(i * near + b) * order + j] =
            mass[j] * this.density(-size * (b - up + share[j] - share[i]));
    for (const [k, term] of terms.entries())
      for (let j = 0; j < order; j++) {
        gather[k * order + j] = mass[j] * exp(-(2 * k + 1) * size * (down + 1 + share[j]));
        spread[j * terms.length + k] = term * exp((2 * k + 1) * size * share[j]);
      }
  }

  /** Density of ln |m + v z| at l. */
  density(l: number): number {
    const { m, v } = this.#chain;
    const ratio = exp(l);
    const [p, q] = [(ratio - m) / v, (ratio + m) / v];
    return ((PEAK * ratio) / v) * (exp(-0.5 * p * p) + exp(-0.5 * q * q));
  }

  /** P(one step from s leaves). */
  leave(s: number): number {
    const { m, v } = this.#chain;
    const ratio = exp(-s);
    return normalCdf((m - ratio) / v) + normalCdf((-m - ratio) / v);
  }

  /** The same from every place. */
  leaving(panels: number): Float64Array {
    const found = new Float64Array(panels * this.#order);
    for (let b = 0; b < panels; b++)
      for (const [i, share] of this.#share.entries())
        found[b * this.#order + i] = this.leave(-this.size * (b + share));
    return found;
  }

  /** P(escape) at s by what it is one step later. */
  from(s: number, later: Float64Array): number {
    let sum = this.leave(s);
    for (let at = 0; at < later.length; at++) {
      const j = at % this.#order;
      const place = -this.size * ((at - j) / this.#order + this.#share[j]);
      sum += this.#mass[j] * this.density(place - s) * later[at];
    }
    return sum;
  }

  /** Writes P(escape) in panels `top` to `bottom` - 1 to `next`, by what it is one step later. */
  back(
    later: Float64Array,
    next: Float64Array,
    out: Float64Array,
    top: number,
    bottom: number,
  ): void {
    const order = this.#order;
    const wide = this.#near * order;
    const table = this.#table;
    const gather = this.#gather;
    const spread = this.#spread;
    const terms = this.#terms;
    const far = new Float64Array(terms);
    for (let b = bottom - 1; b >= top; b--) {
      const below = (b + this.#down + 1) * order;
      if (below < bottom * order)
        for (let k = 0; k < terms; k++) {
          let sum = far[k] * this.#fade[k];
          for (let j = 0; j < order; j++) sum += gather[k * order + j] * later[below + j];
          far[k] = sum;
        }
      const first = b - this.#up;
      const from = Math.max(0, first) * order;
      const to = Math.min(bottom * order, below);
      for (let i = 0; i < order; i++) {
        let [one, two, three, four] = [out[b * order + i], 0, 0, 0];
        for (let c = from, e = i * wide + from - first * order; c < to; c += 4, e += 4) {
          one += table[e] * later[c];
          two += table[e + 1] * later[c + 1];
          three += table[e + 2] * later[c + 2];
          four += table[e + 3] * later[c + 3];
        }
        for (let k = 0; k < terms; k++) two += spread[i * terms + k] * far[k];
        next[b * order + i] = one + two + (three + four);
      }
    }
  }
}
