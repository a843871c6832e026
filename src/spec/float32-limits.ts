import { lossModel } from '../models/registry';
import { hypot, log } from '../numerics/elementary';
import { isProportional, isSteady, seesNoise, shrinksInverse, stepRates } from './rates';
import { ROUNDING } from './rounding';
import { betaOf, dimensionOf, radiusOf, type Spec, shakeOf } from './spec';

/** Something that float32, in which the kernels compute, changes of what a spec asks for. */
export interface Limit {
  /**
   * What is rounded: where particles start, their drift, their noise, or the share of a step that
   * the next one keeps.
   */
  of: 'start' | 'drift' | 'noise' | 'beta';
  /** Which coordinate, from 0. */
  coordinate: number;
  /** Size of it over the size of the numbers that it is added to. */
  size: number;
  /** It is wrong by this share of itself at most. */
  error: number;
  /** The same in words. */
  sentence: string;
}

/** Shares of itself that a drift or a start may be wrong by before it is named. */
const MOST_ERROR = 1e-3;

/**
 * What float32 rounds so far that it shows, first of the first coordinate. A sum is rounded by
 * 2^-24 of itself at most, so that what is added is wrong by 2^-24 over its share of it. Noise of
 * many roundings hides them, its own and those of the drift.
 */
export function float32Limits(spec: Spec): Limit[] {
  const limits: Limit[] = [];
  for (let coordinate = 0; coordinate < dimensionOf(spec); coordinate++) {
    const beta = betaOf(spec);
    const add = (of: Limit['of'], size: number, error = Math.min(1, ROUNDING / size)) => {
      if (!(size > 0) || !(error > MOST_ERROR) || limits.some((limit) => limit.of === of)) return;
      limits.push({ of, coordinate, size, error, sentence: sentenceOf(of, size, error) });
    };
    if (beta > 0) add('beta', 1 - beta);
    const { spread, place } = startOf(spec, coordinate);
    if (place > 0) add('start', spread / place);
    // How far a step of a size of its own moves x, nobody has worked out.
    if (!isProportional(spec)) continue;
    const { drift, noise } = stepOf(spec, coordinate, place);
    const { steps } = spec.time;
    // Nor how far steps go of another schedule.
    if (!isSteady(spec) && !shrinksInverse(spec)) continue;
    if (!isSteady(spec)) {
      // From this step on both are rounded away; the steps' sum is the logarithm of their number.
      const last = Math.max(drift, noise) / ROUNDING;
      if (steps > last)
        add('drift', drift / steps, log(steps / Math.max(1, last)) / (log(steps) + 0.577));
    }
    // Noise takes the drift over the gaps between the numbers.
    else if (noise > 0) add('noise', noise);
    else if (drift * steps > ROUNDING) add('drift', drift);
  }
  return limits;
}

function sentenceOf(of: Limit['of'], size: number, error: number): string {
  const share = Number(size.toPrecision(2));
  const what = {
    drift: `A step moves x by ${share} of itself`,
    noise: `The noise of a step moves x by ${share} of itself`,
    start: `Particles start spread over ${share} of where they start`,
    beta: `A step gives up ${share} of the one before`,
  }[of];
  const wrong =
    error >= 0.5
      ? 'some or all of this may be lost'
      : `it may be wrong by ${Number((100 * error).toPrecision(2))} %`;
  return `${what}, and 32-bit floating point rounds numbers to 6e-8 of their size: ${wrong}.`;
}

/** Size of the place that particles of a coordinate start at, and of their spread around it. */
function startOf({ start }: Spec, i: number): { place: number; spread: number } {
  if (start.kind === 'point') return { place: Math.abs(start.x[i]), spread: 0 };
  if (start.kind === 'gaussian')
    return { place: Math.abs(start.mean[i]), spread: start.standardDeviation[i] };
  return {
    place: Math.max(Math.abs(start.low[i]), Math.abs(start.high[i])),
    spread: start.high[i] - start.low[i],
  };
}

/**
 * Drift and noise of a step over the size of x at the start, or of what x comes to where that is
 * larger.
 */
function stepOf(spec: Spec, i: number, place: number): { drift: number; noise: number } {
  const { loss, time, start } = spec;
  const { learningRate, drift, multiplicative, additive, perturbation } = stepRates(spec, i);
  const kept = learningRate / (1 - betaOf(spec));
  const pull = kept * Math.abs(drift);
  const kick = kept * hypot(additive, perturbation);
  const { slopes, additive: isAdded } = lossModel(loss);
  switch (slopes) {
    case 'smooth': {
      const shaken = seesNoise(spec) ? shakeOf(spec) : 0;
      const size = Math.max(1, place);
      return {
        drift: (kept * time.dt) / size,
        noise:
          (kept * hypot(hypot(time.dt * shaken, perturbation), hypot(multiplicative, additive))) /
          size,
      };
    }
    case 'piecewise': {
      const size = Math.max(place, Math.min(radiusOf(spec) ?? Infinity, pull * time.steps));
      return { drift: pull / size, noise: (kept * multiplicative + kick) / size };
    }
    case 'cubic': {
      const size = sizeOf();
      const added = kick > 0 ? kick / size : 0;
      return { drift: pull * size * size, noise: kept * multiplicative * size * size + added };
    }
    case 'linear': {
      // At 0 only what is added moves it, and nothing is rounded away.
      const added = kick > 0 ? kick / sizeOf() : 0;
      return { drift: pull, noise: kept * multiplicative + added };
    }
    case 'product': {
      const size = sizeOf();
      const others = [1, size, size * size][dimensionOf(spec) - 2];
      // An added noise is as large at every size; the other comes with the square of the product.
      const added = kick > 0 ? kick * (isAdded ? 1 / size : others * size * size) : 0;
      return { drift: pull * others, noise: kept * multiplicative * others + added };
    }
    default:
      return slopes satisfies never;
  }

  function sizeOf(): number {
    return start.kind === 'point' ? place : Math.max(place, startOf(spec, i).spread);
  }
}
