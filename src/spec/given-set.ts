import type { Refusal } from '../models/refusal';
import type { GivenSamples } from './given-samples';
import { provideSamples } from './known-samples';
import type { DataSet } from './set-integers';
import { dot, integers, standardised, unitOfSet } from './set-integers';

/** Share of the spread of eta below which what xi leaves of it is rounding. */
const ROUNDING = 1e-7;
/** Pairs of the example. */
const EXAMPLE = 256;

/**
 * What is known of pairs. The set is standardised: xi and eta have mean 0 and variance 1, and the
 * spec's sigma and tau are their scales. At the pairs' own correlation it is the pairs; at another,
 * eta is rho xi + sqrt(1 - rho^2) r with r the standardised rest of eta after its regression on xi.
 *
 * @param pairs  Finite, at least 3, not all equal. Shape: f64[count][2]. Kept by reference.
 */
export function givenSamples(data: string, pairs: Float64Array): GivenSamples {
  const count = pairs.length / 2;
  const columns = [0, 1].map((side) =>
    Float64Array.from({ length: count }, (_, j) => pairs[2 * j + side]),
  );
  const mean = columns.map(meanOf) as [number, number];
  const deviation = columns.map((values, side) => spreadOf(values, mean[side])) as [number, number];
  const [first, second] = columns.map((values, side) =>
    deviation[side] > 0 ? standardised(values) : new Float64Array(count),
  );
  const shared = Math.max(-1, Math.min(1, dot(first, second) / count));
  const rest = second.map((value, j) => value - shared * first[j]);
  const line =
    deviation[0] > 0 && deviation[1] > 0 && Math.sqrt(dot(rest, rest) / count) < ROUNDING;
  const correlation = line ? Math.sign(shared) : shared;
  let last: { rho: number; set: DataSet } | null = null;
  const set = (rho: number) => {
    if (last?.rho !== rho) last = { rho, set: setAt(rho) };
    return last.set;
  };
  const setAt = (rho: number): DataSet => {
    const xi = integers(first);
    const eta =
      line || Math.abs(rho) === 1
        ? xi.map((value) => Math.sign(rho) * value)
        : integers(etaAt(rho));
    return { xi, eta, xiUnit: unitOfSet(xi), etaUnit: unitOfSet(eta) };
  };
  const etaAt = (rho: number) => {
    if (rho === correlation || deviation[0] === 0 || deviation[1] === 0) return second;
    const complement = Math.sqrt((1 - rho) * (1 + rho));
    const own = standardised(rest);
    return first.map((z, j) => rho * z + complement * own[j]);
  };
  const refuses = ({ sigma, tau, rho }: { sigma: number; tau: number; rho: number }) => {
    const refusal = (name: string, found: number, accepted: string): Refusal => ({
      path: `noise.${name}`,
      found,
      accepted,
    });
    if (sigma !== 0 && deviation[0] === 0)
      return refusal('sigma', sigma, '0: all xi of the samples are equal');
    if (tau !== 0 && deviation[1] === 0)
      return refusal('tau', tau, '0: all eta of the samples are equal');
    if (line && Math.abs(rho) !== 1)
      return refusal('rho', rho, '1 or -1: eta of the samples is a line in xi');
    return null;
  };
  return { data, pairs, count, mean, deviation, correlation, line, refuses, set };
}

function meanOf(values: Float64Array): number {
  // Divided first: sums of numbers up to 1e30 are in range, and so are their squares.
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function spreadOf(values: Float64Array, mean: number): number {
  if (values.every((value) => value === values[0])) return 0;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return Math.sqrt(squares / values.length);
}

/**
 * Noise of the least squares fit y = w x to single points, at its minimum: a sample's slope is
 * -x^2 w + x e, so that xi = 1 - x^2 has the long tail of chi-squared and eta = x e follows it. x
 * and e stand on a lattice of 16 by 16 quantiles of a bell of 3 uniforms, made of sums alone.
 */
function examplePairs(): Float64Array {
  const side = Math.sqrt(EXAMPLE);
  const pairs = new Float64Array(2 * EXAMPLE);
  // A fixed walk through the residues of 4096: exact in every program, and far from a grid.
  const bell = (k: number) => {
    const uniform = (factor: number) => ((k * factor) % 4096) / 2048 - 1;
    return uniform(1237) + uniform(2741) + uniform(3491);
  };
  for (let j = 0; j < EXAMPLE; j++) {
    const x = bell(2 * j + 1);
    const e = bell(2 * j + 2 + side);
    pairs[2 * j] = 1 - x * x;
    pairs[2 * j + 1] = x * e + 0.5 * x;
  }
  return pairs;
}

provideSamples(givenSamples('example', examplePairs()));
