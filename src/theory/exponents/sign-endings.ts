import { log, power } from '../../numerics/elementary';
import type { Ending } from './carried-back';
import type { Beginning, NoiseValue } from './epoch-operator';

/** Products of so many factors do not overflow while no slope is larger than LARGEST. */
const FACTORS = 16;
const LARGEST = 1e15;
/** Of products of probabilities that are the same. */
const ROUNDING = 1e-13;
/** Products below it have lost digits, or all. */
const SMALLEST_PRODUCT = 1e-280;

/** Maps that steps of y may be, rising with their probability. Shape of each: [maps]. */
export interface SignMaps {
  /** y becomes offset + slope y. */
  slope: Float64Array;
  offset: Float64Array;
  probability: Float64Array;
  /** At least 1. */
  steps: number;
  /** Bound of the slopes. */
  size: number;
}

/** An inner step of SVRG whose noise has atoms. */
interface SignStep {
  pull: number;
  v: number;
  atoms: readonly NoiseValue[];
}

function largestFactor({ pull, v, atoms }: SignStep): number {
  return Math.max(...atoms.map(({ z }) => Math.abs(1 + pull + v * z)));
}

/**
 * As many steps as have no more than `most` endings, at least one, and slopes of some size only.
 */
export function stepsWithin(step: SignStep, most: number, largest = LARGEST): number {
  const farthest = largestFactor(step);
  let [steps, maps, size] = [1, step.atoms.length, farthest];
  while (maps * step.atoms.length <= most && size * farthest < largest) {
    maps *= step.atoms.length;
    size *= farthest;
    steps++;
  }
  return steps;
}

/** All that so many inner steps may do. steps: at least 1. */
export function signMaps(step: SignStep, steps: number): SignMaps {
  const { pull, v, atoms } = step;
  const factors = atoms.map(({ z, probability }) => ({ factor: 1 + pull + v * z, probability }));
  let maps = [{ slope: 1, offset: 0, probability: 1 }];
  for (let k = 0; k < steps; k++)
    maps = maps.flatMap((map) =>
      factors.map(({ factor, probability }) => ({
        slope: factor * map.slope,
        offset: map.slope * pull + map.offset,
        probability: probability * map.probability,
      })),
    );
  maps.sort((a, b) => a.probability - b.probability);
  return {
    slope: Float64Array.from(maps, (map) => map.slope),
    offset: Float64Array.from(maps, (map) => map.offset),
    probability: Float64Array.from(maps, (map) => map.probability),
    steps,
    size: power(largestFactor(step), steps),
  };
}

/**
 * The mean of log |G| over all that the last steps may do. Maps of equal probability share a
 * logarithm.
 */
export function signEnding({ slope, offset, probability, steps, size }: SignMaps): Ending {
  const start = offset.map((one) => 1 + one);
  const ends: number[] = [];
  for (let first = 0; first < slope.length; first = ends[ends.length - 1]) {
    let end = first + 1;
    const own = probability[first] * (1 + ROUNDING);
    while (size < LARGEST && end < first + FACTORS && probability[end] <= own) end++;
    ends.push(end);
  }
  const mean = (y: number) => {
    // Far out in units of y.
    const far = Math.abs(y) > 1;
    const [one, own] = far ? [1 / y, 1] : [1, y];
    let sum = 0;
    let first = 0;
    for (const end of ends) {
      let product = 1;
      for (let i = first; i < end; i++) product *= start[i] * one + slope[i] * own;
      let logarithm = log(Math.abs(product));
      if (!(Math.abs(product) > SMALLEST_PRODUCT)) {
        logarithm = 0;
        for (let i = first; i < end; i++)
          logarithm += log(Math.abs(start[i] * one + slope[i] * own));
      }
      sum += probability[first] * logarithm;
      first = end;
    }
    return far ? sum + log(Math.abs(y)) : sum;
  };
  return { steps, mean };
}

/** Where an epoch may be after its first `steps`, of which the very first leads to y = pull. */
export function signBeginning(step: SignStep, steps: number): Beginning {
  const { slope, offset, probability } = signMaps(step, steps - 1);
  return { steps, y: offset.map((one, i) => one + slope[i] * step.pull), probability };
}
