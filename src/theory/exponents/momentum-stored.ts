import { type Estimate, exactly } from '../estimate';
import { chainExponent, type FactorChain, type Ways } from './momentum-chain';
import { weakStoredExponent } from './momentum-expansion';
import { directionsOf } from './momentum-panels';
import { sampledExponent } from './momentum-sampled';
import { noiselessExponent, type StoredMomentum } from './momentum-step';

/** Absolute error aimed at. */
const ACCURACY = 1e-6;
/** The same as a share of the noise of one sample, for the expansion. */
const WEAK = 1e-4;
/** Most ways from state to state that are listed. */
const MOST_WAYS = 20_000;
/** Most batches that an epoch may begin with: paths look at each of them. */
const MOST_BATCHES = 1000;
/** Places times ways of the potential. */
const POTENTIAL = 1 << 20;
/** Ways looked at while the residual is averaged. */
const MOST_LOOKED_AT = 5e5;
/** From this accuracy on a smaller potential is enough. */
const ROUGH = 1e-5;
const ROUGH_POTENTIAL = 1 << 17;
const MOST_PLACES = 1 << 12;
const FEWEST_PLACES = 1 << 7;

/** Number of subsets, Infinity where it is of no use. */
function binomial(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) {
    count = (count * (n - i + 1)) / i;
    if (count > 1e9) return Number.POSITIVE_INFINITY;
  }
  return Math.round(count);
}

/** Ways from every state of an epoch to the next. */
function waysOfEpoch(samples: number, batchSize: number): number {
  const batches = Math.floor(samples / batchSize);
  let sum = 0;
  for (let k = 0; k < batches; k++) {
    const used = k * batchSize;
    sum += binomial(samples, used) * binomial(samples - used, batchSize);
  }
  return sum;
}

/** Subsets of `size` of the samples in `free`, as bits. */
function subsets(free: number, size: number): number[] {
  if (size === 0) return [0];
  const found: number[] = [];
  for (let rest = free; rest !== 0; ) {
    const lowest = rest & -rest;
    rest ^= lowest;
    for (const others of subsets(rest, size - 1)) found.push(lowest | others);
  }
  return found;
}

/** The states are the sets of samples that an epoch has used. */
function epochChain(step: StoredMomentum): FactorChain {
  const { looksAhead, beta, m, scale, values, batchSize } = step;
  const samples = values.length;
  const batches = Math.floor(samples / batchSize);
  const all = (1 << samples) - 1;
  const batch = subsets(all, batchSize);
  const factorOf = new Map(batch.map((bits, i) => [bits, i]));
  const factors = Float64Array.from(batch, (bits) => {
    let sum = 0;
    for (let j = 0; j < samples; j++) if ((bits >> j) & 1) sum += values[j];
    return m + (scale * sum) / batchSize;
  });
  const states = [0];
  const index = new Map([[0, 0]]);
  const ways: Ways[] = [];
  for (let first = 0, done = 1; done <= batches; done++) {
    const end = states.length;
    for (; first < end; first++) {
      const drawn = subsets(all ^ states[first], batchSize);
      const to = drawn.map((bits) => {
        if (done === batches) return 0;
        const used = states[first] | bits;
        const known = index.get(used);
        if (known !== undefined) return known;
        index.set(used, states.length);
        states.push(used);
        return states.length - 1;
      });
      ways.push({
        to: Int32Array.from(to),
        probability: new Float64Array(drawn.length).fill(1 / drawn.length),
        factor: Int32Array.from(drawn, (bits) => factorOf.get(bits)!),
      });
    }
  }
  return { looksAhead, beta, factors, ways, cycle: batches };
}

/**
 * Top Lyapunov exponent per step of momentum on a stored set. Batches of an epoch exclude each
 * other, so they cancel within the memory: the exponent is that of a product over whole epochs. Up
 * to 1,000 batches and 20,000 ways between the sets of samples that an epoch may have used: by `chainExponent`. More:
 * by `sampledExponent`. Bounded by five standard errors of fixed paths; takes 0.1 to 0.3 s, a tenth of
 * it where a rough `accuracy` is asked for. Held by tests/unit/theory/momentum-stored.test.ts.
 */
export function storedMomentumExponent(step: StoredMomentum, accuracy = ACCURACY): Estimate {
  const { looksAhead, m, pull, beta, scale, values, batchSize } = step;
  const samples = values.length;
  if (batchSize === samples || scale === 0)
    return exactly(noiselessExponent({ looksAhead, m, pull, beta }), 1e-14);
  const weak = weakStoredExponent(step);
  if (weak.error < Math.min(accuracy, WEAK * Math.abs(scale))) return weak;
  let squares = 0;
  for (const value of values) squares += value * value;
  const share = (samples - batchSize) / (samples - 1) / batchSize;
  const v = Math.abs(scale) * Math.sqrt((squares / samples) * share);
  const frame = directionsOf({ looksAhead, law: 'gaussian', m, pull, v, beta, batchSize: 1 });
  const count = samples <= 30 ? waysOfEpoch(samples, batchSize) : Number.POSITIVE_INFINITY;
  if (count > MOST_WAYS || binomial(samples, batchSize) > MOST_BATCHES)
    return sampledExponent(step, frame);
  const chain = epochChain(step);
  if (looksAhead && chain.factors.includes(0)) return exactly(Number.NEGATIVE_INFINITY);
  const places = 1 << (31 - Math.clz32((accuracy > ROUGH ? ROUGH_POTENTIAL : POTENTIAL) / count));
  return chainExponent(chain, frame, {
    places: Math.max(FEWEST_PLACES, Math.min(MOST_PLACES, places)),
    rounds: 60,
    ways: MOST_LOOKED_AT,
    accuracy,
  });
}
