import { endOf } from '../../src/page/story/bake';
import { clusteringFigure, stepsNearSaddle } from '../../src/page/story/figures/clustering';
import { waysNearer } from '../../src/page/story/figures/coin-tree';
import { shakenFigure } from '../../src/page/story/figures/shaken';
import { fromPreset } from '../../src/page/story/from-preset';
import type { Spec } from '../../src/spec/spec';
import { surfaceOf } from '../../src/theory/surfaces/spec-surface';
import { absoluteCdfBefore, theoryOf } from '../../src/theory/theory';
import { FACTS_OF_NOISE } from './story-facts-of-noise';

/**
 * Where the numbers in the story's text come from: `[45]{fact:steps-per-digit}`. Theory gives a
 * number; a run gives a number and the standard error that it has.
 */
export type Fact = () => Promise<number | { value: number; error: number }> | number;

/** One file a pair of steps would be more files than facts: all stand here, by their names. */
export const STORY_FACTS: Readonly<Record<string, Fact>> = {
  'deepest-floor': () => floors()[0],
  'left-floor': () => floors()[1],
  'upper-floor': () => floors()[2],
  'well-at-rest': () => Math.max(...minimaAt(0)),
  'saddle-at-rest': () =>
    pointsOf(shaken(0)).find(({ kind }) => kind === 'saddle')?.x ?? Number.NaN,
  /** The only minimum there is. */
  'rest-shaken-2': () => minimaAt(2)[0],
  'median-shaken-1': async () => {
    const [{ quantiles, particles }] = (await endOf(shakenFigure, { shake: 1 })).sides;
    // Of a bell: pi/2 times the variance over the number; the middle half is 1.349 wide.
    const deviation = (quantiles[3] - quantiles[1]) / 1.349;
    return { value: quantiles[2], error: deviation * Math.sqrt(Math.PI / 2 / particles) };
  },
  /** Where two minima become one, by halving. */
  'critical-shake': () => {
    let [two, one] = [0.5, 1];
    for (let i = 0; i < 24; i++) {
      const middle = (two + one) / 2;
      if (minimaAt(middle).length > 1) two = middle;
      else one = middle;
    }
    return (two + one) / 2;
  },
  'ways-of-four': () => waysNearer(4, 0.1),
  /** Where two heads and two tails no longer make up for the third head: 11 ways become 15. */
  'limit-of-four': () => {
    let [eleven, fifteen] = [0.5, 1];
    for (let i = 0; i < 40; i++) {
      const middle = (eleven + fifteen) / 2;
      if (waysNearer(4, middle) === 11) eleven = middle;
      else fifteen = middle;
    }
    return eleven;
  },
  'nearer-10': () => nearerBy('coin-10'),
  'nearer-100': () => nearerBy('coin-100'),
  'nearer-1000': () => nearerBy('coin-1000'),
  /** Steps in which the distance from the divide grows tenfold near the saddle. */
  'steps-per-digit': () => {
    const spec = fromPreset('clustering');
    const saddle = surfaceOf(spec)?.points.find(({ kind, x }) => kind === 'saddle' && x < 0);
    if (!saddle) throw new Error('The surface has no saddle on the left.');
    return Math.LN10 / Math.log1p(-spec.optimizer.learningRate * saddle.curvatures[0]);
  },
  /** The same, counted: steps near the saddle from 10^-4 less those from 10^-3. */
  'steps-of-one-digit': async () => {
    const near = async (closeness: number) => {
      const { sides } = await endOf(clusteringFigure, { closeness });
      return stepsNearSaddle(sides[0]);
    };
    return (await near(4)) - (await near(3));
  },
  ...FACTS_OF_NOISE,
};

function pointsOf(spec: Spec) {
  const surface = surfaceOf(spec);
  if (!surface) throw new Error('The spec has no surface.');
  return surface.points;
}

const shaken = (shake: number) => fromPreset('shaken-1', { 'noise.shake': shake });

/** x of the minima of the averaged double well. */
function minimaAt(shake: number): number[] {
  return pointsOf(shaken(shake))
    .filter(({ kind }) => kind === 'minimum')
    .map(({ x }) => x);
}

/** Heights of the wells, the deepest first. */
function floors(): number[] {
  return pointsOf(fromPreset('gradient-descent'))
    .filter(({ kind }) => kind === 'minimum')
    .map(({ value }) => value)
    .sort((one, other) => one - other);
}

/** P(|x| < 1) by the exact law. */
function nearerBy(preset: string): number {
  const spec = fromPreset(preset);
  const { law } = theoryOf(spec, spec.time.steps);
  if (!law?.exact) throw new Error(`The law of ${preset} is not exact.`);
  return absoluteCdfBefore(law, 1);
}
