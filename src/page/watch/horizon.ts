import { lossModel, optimizerModel } from '../../models/registry';
import { effectiveRates, isSteady, seesNoise } from '../../spec/rates';
import { dimensionOf, isShaken, radiusOf, type Spec } from '../../spec/spec';
import { absoluteCdf, isKnown, type KnownTheory, type Theory } from '../../theory/theory';
import { decade, number, percent, whole } from '../shared/format';
import { regionWord } from '../shared/names';

/** What a run is too short for: to leave, or to come in. */
export interface Horizon {
  /** The long run's verdict is not seen within this run. */
  later: boolean;
  /** How long leaving takes, or what trapped means at this radius; empty where nobody knows. */
  sentence: string;
}

/**
 * Whether the run is long enough for what theory says of the long run, and how long that takes.
 *
 * Away from a saddle a typical |x| (the median of ln |x|) grows from `scaleOf` at the growth rate
 * of theory: as exp(rate t), as a power of the step where steps shrink like 1/n, and by constant
 * lengths on a ridge.
 *
 * @param left  Share that was beyond the radius, at the last step of the run; null before it.
 */
export function horizonOf(spec: Spec, theory: Theory, left: number | null): Horizon {
  const { loss, time } = spec;
  // Theory says how long it takes to leave a radius.
  if (radiusOf(spec) === null) return { later: false, sentence: '' };
  const radius = regionWord(spec);
  if (isShaken(spec)) return { later: false, sentence: '' };
  if (lossModel(loss).slopes === 'product')
    return { later: false, sentence: `It leads to a minimum, which need not be beyond ${radius}.` };
  // Where nobody knows the rate nobody knows how long it takes.
  if (!isKnown(theory) || theory.verdict === 'unknown') return { later: false, sentence: '' };
  if (theory.verdict === 'critical')
    return { later: false, sentence: `Paths go beyond ${radius} and back, on ever longer trips.` };
  const exponent = exponentOf(spec, theory);
  const own = `this run has ${stepsOf(spec, Math.log10(time.steps))}`;
  if (theory.verdict === 'trapped') {
    if (exponent > Math.log10(time.steps))
      return {
        later: true,
        sentence: `Most start beyond ${radius}, and a typical path is back after about ${stepsOf(spec, exponent)}; ${own}.`,
      };
    return { later: false, sentence: trappedAt(spec, theory, radius) };
  }
  const stayed = left !== null && left < 0.5;
  if (Number.isNaN(exponent))
    return { later: stayed, sentence: `The time to leave is not known; ${own}.` };
  if (exponent === Number.POSITIVE_INFINITY)
    return { later: true, sentence: `Nothing moves: no particle leaves ${radius}.` };
  const later = stayed || exponent > Math.log10(time.steps);
  if (exponent <= 0)
    return { later, sentence: `A typical path is beyond ${radius} from the first step.` };
  const takes = `A typical path leaves ${radius} for good after about ${stepsOf(spec, exponent)}`;
  return { later, sentence: `${takes}; ${own}.` };
}

/**
 * log10 of the steps after which a typical path crosses the radius for good, outwards or inwards;
 * NaN where it is not known.
 */
function exponentOf(spec: Spec, theory: KnownTheory): number {
  const { loss } = spec;
  // Nearer than that steps depend on x.
  if (theory.exponentUnit === 'distance per step far out') return Number.NaN;
  const radius = radiusOf(spec)!;
  const rate = theory.lyapunovExponent;
  const scale = scaleOf(spec, rate);
  const outwards = theory.verdict === 'escapes';
  if (outwards ? scale >= radius : scale <= radius) return Number.NEGATIVE_INFINITY;
  if (outwards && scale === 0) return Number.POSITIVE_INFINITY;
  if (rate === Number.NEGATIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  const way =
    lossModel(loss).slopes === 'piecewise' ? radius - scale : Math.log(radius) - Math.log(scale);
  const amount = way / rate;
  if (!(amount >= 0)) return Number.NaN;
  return isSteady(spec) ? Math.log10(amount) : amount / Math.LN10;
}

/** Size of a typical |x| once the additive noise has done its part. */
function scaleOf(spec: Spec, rate: number): number {
  const { start, optimizer, histogram } = spec;
  const { coordinate } = histogram;
  const { learningRate, additive } = effectiveRates(spec, coordinate);
  const first =
    start.kind === 'point'
      ? start.x[coordinate]
      : start.kind === 'gaussian'
        ? Math.hypot(start.mean[coordinate], start.standardDeviation[coordinate])
        : Math.hypot(
            start.low[coordinate] + start.high[coordinate],
            start.high[coordinate] - start.low[coordinate],
          ) / 2;
  // SVRG has no additive noise; that of a trap is no way in.
  if (optimizerModel(optimizer).gradient === 'corrected' || rate <= 0) return Math.abs(first);
  const kick = Math.abs(learningRate * additive);
  const steps = isSteady(spec) ? Math.max(1, 1 / (2 * rate)) : Math.PI ** 2 / 6;
  return Math.hypot(first, kick * Math.sqrt(steps));
}

/** 10^k steps, and how long that is on the clock where that is another number. */
function stepsOf({ time }: Spec, exponent: number): string {
  const steps = exponent < 12 ? 10 ** exponent : 0;
  const amount = steps
    ? steps < 1e6
      ? whole(Number(Math.max(1, steps).toPrecision(2)))
      : number(steps, 2)
    : decade(exponent);
  if (time.dt === 1 || !steps) return `${amount} ${amount === '1' ? 'step' : 'steps'}`;
  return `${amount} steps (t = ${number(steps * time.dt, 2)})`;
}

/** A trap is no wall: how much of it lies beyond the radius. */
function trappedAt(spec: Spec, theory: Theory, radius: string): string {
  const { law } = theory;
  const still = spec.noise.sigma === 0 && spec.noise.tau === 0;
  if (still || !seesNoise(spec)) return '';
  if (law?.kind === 'stationary' && dimensionOf(spec) === 1) {
    const beyond = 1 - absoluteCdf(law, radiusOf(spec)!);
    return `Paths that go beyond ${radius} come back: in the long run ${percent(beyond)} are there at any moment.`;
  }
  return `Paths that go beyond ${radius} come back.`;
}
