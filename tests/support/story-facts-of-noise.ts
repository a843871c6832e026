import { QUESTIONS } from '../../src/page/story/figures/open-map/questions';
import { optimizerOf, SIGMA, trappedRun } from '../../src/page/story/figures/ways-out/trapped';
import { fromPreset } from '../../src/page/story/from-preset';
import type { Spec } from '../../src/spec/spec';
import { exactEscape, OF_MAPS } from '../../src/theory/escape/exact-escape';
import { LARGEST_TRAPPED_GAUSSIAN_STEP } from '../../src/theory/exponents/thresholds';
import { findRoot } from '../../src/theory/numerics/roots';
import { growthOf, sigmaThresholds, theoryOf } from '../../src/theory/theory';

/** What there is, where the text relies on it. */
function known<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`There is no ${what}.`);
  return value;
}

const lawOf = (spec: Spec) => known(theoryOf(spec, spec.time.steps).law, 'law');
const rateOf = (spec: Spec) => known(growthOf(spec).lyapunovExponent, 'growth');
const escapeOf = (spec: Spec) => known(exactEscape(spec, OF_MAPS).probability, 'exact probability');
const deviationAfter = (steps: number) => () =>
  lawOf(fromPreset('diffusion', { 'time.steps': steps })).parameters.standardDeviation;
const raw = (changes: Readonly<Record<string, unknown>>) =>
  fromPreset('raw-steps', { 'noise.tau': 0, ...changes });
const window = (k: number) => () => {
  const { steps } = sigmaThresholds(fromPreset('too-much-noise'), 0);
  return known(steps[k], 'end of the window');
};
const question = (name: string) =>
  known(
    QUESTIONS.find((one) => one.name === name),
    name,
  );
/** The exact probability of a cell of the map in step 8. */
const cell = (name: string, x: number, y: number) => () => {
  const { across, up, spec } = question(name);
  return escapeOf(spec(across.values.indexOf(x), up.values.indexOf(y)));
};
const ballThreshold = (beta: number) => {
  const { up, spec } = question('Momentum');
  return sigmaThresholds(spec(0, up.values.indexOf(beta)), 0).steps;
};

/** Facts of steps 5 to 8. */
export const FACTS_OF_NOISE = {
  'deviation-first': deviationAfter(250),
  'deviation-middle': deviationAfter(1000),
  'deviation-last': deviationAfter(4000),
  'valley-width': () =>
    lawOf(fromPreset('diffusion', { 'loss.a[0]': -0.5, 'time.steps': 1_000_000 })).quantile(
      0.841344746068543,
    ),

  'limit-threshold': () => known(sigmaThresholds(raw({}), 0).sde, 'threshold'),
  'limit-rate': () => known(growthOf(raw({})).sdeGrowthRate, 'rate'),
  'whole-rate': () => rateOf(raw({})),
  'largest-push': () => LARGEST_TRAPPED_GAUSSIAN_STEP,
  'window-low': window(0),
  'window-high': window(1),
  tail: () => known(lawOf(fromPreset('trapped')).tailExponent, 'tail'),
  wall: () => lawOf(fromPreset('correlated')).parameters.location,
  'wall-median': () => lawOf(fromPreset('correlated')).quantile(0.5),

  'trapped-rate': () => -rateOf(trappedRun()),
  'kicked-escapes': () =>
    escapeOf(trappedRun({ optimizer: optimizerOf({ kind: 'perturbed', perturbation: 0.1 }) })),
  'plain-escapes': () => escapeOf(trappedRun()),
  'svrg-rate': () =>
    rateOf(trappedRun({ optimizer: optimizerOf({ kind: 'svrg', epochLength: 50 }) })),
  'batch-threshold': () => (trappedRun().optimizer.learningRate * SIGMA ** 2) / 2,
  'batch-rate': () => rateOf(trappedRun({ optimizer: optimizerOf({ batchSize: 2 }) })),
  'rate-limit': () => 2 / SIGMA ** 2,
  'rate-threshold': () =>
    findRoot(
      (h) => rateOf(trappedRun({ optimizer: optimizerOf({ learningRate: h }) })),
      0.05,
      0.09,
    ),
  'relu-rate': () => rateOf(trappedRun({ loss: { kind: 'relu-saddle', a: [1] } })),

  'sgd-threshold': () => known(ballThreshold(0)[0], 'threshold'),
  'ball-threshold': () => known(ballThreshold(0.5)[0], 'threshold'),
  'one-direction': cell('Dimension', 1.2, 1),
  'eight-directions': cell('Dimension', 1.2, 8),
  'width-16': cell('Batch or width', 1, 16),
  'batch-16': cell('Batch or width', 16, 1),
} satisfies Readonly<Record<string, () => number>>;
