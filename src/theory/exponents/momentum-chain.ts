import { log, square } from '../../numerics/elementary';
import { boundedBy, type Estimate } from '../estimate';
import { uniforms } from '../numerics/uniforms';

/**
 * Momentum whose factor M takes finitely many values, with the probabilities of a Markov chain of
 * states that returns to state 0 every `cycle` steps: one state for independent coins, the samples
 * that are left of an epoch for a stored set.
 */
export interface FactorChain {
  /** As of `MomentumStep`. */
  looksAhead: boolean;
  beta: number;
  /** Every value of M. */
  factors: Float64Array;
  /** Ways on from each state: to 0 or to a later state. */
  ways: readonly Ways[];
  /** Steps from state 0 back to state 0. */
  cycle: number;
}

export interface Ways {
  to: Int32Array;
  probability: Float64Array;
  /** Index of the factor. */
  factor: Int32Array;
}

/** Directions x''/x' = centre + width place. */
export interface Frame {
  centre: number;
  width: number;
}

/** What the work may cost. */
export interface Effort {
  /** Places on the circle of directions. */
  places: number;
  /** Most cycles of the potential's iteration. */
  rounds: number;
  /** Ways looked at while the residual is averaged. */
  ways: number;
  /** The work ends where the error is less. */
  accuracy: number;
}

/** Independent paths whose averages give the standard error. */
const PATHS = 100;
/** Standard errors in a bound. */
const STANDARD_ERRORS = 5;
/** Rounding of the sums. */
const ROUNDING = 1e-13;

/**
 * A vector (x', x) up to its length and sign as one number: place = (x' / x - centre) / width is
 * turn / (1 - |turn|), -1 <= turn < 1. Lengths are |x| + |x' - centre x| / reach.
 */
export class Circle {
  private readonly reach: number;
  /** After `step`: the next direction, and the growth of the length, > 0 but for M = x = 0. */
  turn = 0;
  growth = 1;

  constructor(
    private readonly looksAhead: boolean,
    private readonly beta: number,
    private readonly frame: Frame,
  ) {
    this.reach = Math.max(frame.width, Math.abs(frame.centre));
  }

  step(turn: number, factor: number): void {
    const { beta, reach } = this;
    const { centre, width } = this.frame;
    const aside = Math.abs(turn);
    const before = 1 - aside;
    const x = centre * before + width * turn;
    const next = this.looksAhead
      ? factor * ((1 + beta) * x - beta * before)
      : (factor + beta) * x - beta * before;
    const across = next - centre * x;
    const size = Math.abs(across);
    const left = Math.abs(x);
    this.growth = (left + size / reach) / (before + (aside * width) / reach);
    const sum = left + size / width;
    this.turn = sum > 0 ? (x < 0 ? -across : across) / (width * sum) : 0;
  }
}

/**
 * Potential h of the directions: h = mean growth + mean of h at the next direction - exponent, by
 * value iteration on equally spaced turns with linear interpolation. It need not be accurate: the
 * mean of its residual is the exponent, whatever h is.
 */
class Potential {
  /** Shape: f64[states][places]. */
  private readonly values: Float64Array[];
  /** Cycles after which directions have forgotten their start. */
  readonly memory: number;
  private readonly circle: Circle;

  constructor(
    private readonly chain: FactorChain,
    frame: Frame,
    private readonly places: number,
    rounds: number,
  ) {
    const { looksAhead, beta, factors, ways } = chain;
    this.circle = new Circle(looksAhead, beta, frame);
    const { circle } = this;
    const index = new Int32Array(factors.length * places);
    const share = new Float64Array(factors.length * places);
    const growth = new Float64Array(factors.length * places);
    for (let f = 0, at = 0; f < factors.length; f++)
      for (let i = 0; i < places; i++, at++) {
        circle.step((2 * (i + 0.5)) / places - 1, factors[f]);
        growth[at] = log(Math.max(circle.growth, 1e-300));
        const place = ((circle.turn + 1) / 2) * places - 0.5;
        const below = Math.floor(place);
        index[at] = (below + places) % places;
        share[at] = place - below;
      }
    const values = ways.map(() => new Float64Array(places));
    /** Means over a cycle that begins in each state and ends with `last`. */
    const back = (last: Float64Array, grows: boolean, rows: Float64Array[]) => {
      for (let state = ways.length - 1; state >= 0; state--) {
        const { to, probability, factor } = ways[state];
        const row = rows[state].fill(0);
        for (let k = 0; k < to.length; k++) {
          const ahead = to[k] === 0 ? last : rows[to[k]];
          const weight = probability[k];
          const base = factor[k] * places;
          for (let i = 0; i < places; i++) {
            const j = index[base + i];
            const left = ahead[j];
            const right = ahead[j + 1 === places ? 0 : j + 1];
            const mean = left + share[base + i] * (right - left);
            row[i] += weight * (grows ? mean + growth[base + i] : mean);
          }
        }
      }
    };
    const zero = new Float64Array(places);
    back(zero, true, values);
    let ahead = values[0].slice();
    const potential = new Float64Array(places);
    const whole = spread(ahead);
    let memory = rounds;
    for (let round = 0; round < rounds; round++) {
      const { low, high } = range(ahead);
      for (let i = 0; i < places; i++) potential[i] += (ahead[i] - (low + high) / 2) / 2;
      if (memory === rounds && high - low < 1e-3 * whole) memory = round + 1;
      if (!(high - low > 1e-5 * whole)) break;
      back(ahead, false, values);
      // Half a cycle: alternating directions settle as well.
      for (let i = 0; i < places; i++) ahead[i] = (ahead[i] + values[0][i]) / 2;
      ahead = ahead.slice();
    }
    this.memory = memory;
    back(potential, true, values);
    values[0] = potential;
    this.values = values;
  }

  private at(state: number, turn: number): number {
    const row = this.values[state];
    const place = ((turn + 1) / 2) * this.places - 0.5;
    const below = Math.floor(place);
    const left = row[below < 0 ? this.places - 1 : below];
    const right = row[below + 1 >= this.places ? 0 : below + 1];
    return left + (place - below) * (right - left);
  }

  /** Mean growth, and mean of the potential at the next direction, less that at this one. */
  residual(state: number, turn: number): number {
    const { chain, circle } = this;
    const { to, probability, factor } = chain.ways[state];
    let mean = 0;
    for (let k = 0; k < to.length; k++) {
      circle.step(turn, chain.factors[factor[k]]);
      mean += probability[k] * (log(circle.growth) + this.at(to[k], circle.turn));
    }
    return mean - this.at(state, turn);
  }

  next(turn: number, factor: number): number {
    this.circle.step(turn, factor);
    return this.circle.turn;
  }
}

function range(values: Float64Array): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

function spread(values: Float64Array): number {
  const { low, high } = range(values);
  return high - low;
}

/** Ways looked at on the way from state 0 back to it: states of one level have the same number. */
export function waysOfACycle({ ways }: FactorChain): number {
  let state = 0;
  let sum = 0;
  do {
    sum += ways[state].to.length;
    state = ways[state].to[0];
  } while (state !== 0);
  return sum;
}

/**
 * Top exponent per step of a product of random matrices. For any function h of direction and state
 * the exponent is the stationary mean of E [ growth + h(next) ] - h(here). With h the approximate
 * potential that is nearly constant, and its mean over fixed paths of the chain has a small standard
 * error; bounded by five of them.
 *
 * Held by tests/unit/theory/momentum-chain.test.ts. Furstenberg (1963); the control variate is that
 * of Henderson and Glynn (2002), Approximating martingales for variance reduction.
 */
export function chainExponent(
  chain: FactorChain,
  frame: Frame,
  { places, rounds, ways, accuracy }: Effort,
): Estimate {
  const potential = new Potential(chain, frame, places, rounds);
  const most = Math.max(4, Math.ceil(ways / waysOfACycle(chain) / PATHS));
  const random = uniforms(1);
  const turns = Float64Array.from({ length: PATHS }, (_, path) => (2 * (path + 0.5)) / PATHS - 1);
  const totals = new Float64Array(PATHS);
  /** Goes on with every path; adds the residuals up where they count. */
  const follow = (cycles: number, counts: boolean) => {
    for (let path = 0; path < PATHS; path++) {
      let turn = turns[path];
      let state = 0;
      for (let step = 0; step < cycles * chain.cycle; step++) {
        if (counts) totals[path] += potential.residual(state, turn);
        const { to, probability, factor } = chain.ways[state];
        const way = drawn(probability, random.next());
        turn = potential.next(turn, chain.factors[factor[way]]);
        state = to[way];
      }
      turns[path] = turn;
    }
  };
  follow(Math.min(potential.memory, most), false);
  for (let done = Math.ceil(most / 32); ; done *= 2) {
    follow(done === Math.ceil(most / 32) ? done : done / 2, true);
    const steps = done * chain.cycle;
    const { mean, error } = meanOf(totals);
    const bound = boundedBy(mean / steps, (STANDARD_ERRORS * error) / steps + ROUNDING);
    if (bound.error < accuracy || done >= most) return bound;
  }
}

/** Index of the probability that a number from 0 to 1 falls to. */
function drawn(probability: Float64Array, uniform: number): number {
  let left = uniform;
  let k = 0;
  while (k + 1 < probability.length && left >= probability[k]) left -= probability[k++];
  return k;
}

/** Mean of independent numbers, and its standard error. */
function meanOf(values: Float64Array): { mean: number; error: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += square(value - mean);
  return { mean, error: Math.sqrt(squares / values.length / (values.length - 1)) };
}
