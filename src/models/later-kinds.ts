import { doubleWell } from './loss/double-well';
import { formula } from './loss/formula';
import { linearNetwork } from './loss/linear-network';
import { matrixFactorisation } from './loss/matrix-factorisation';
import { monkeySaddle } from './loss/monkey-saddle';
import { octopus } from './loss/octopus';
import { quadraticForm } from './loss/quadratic-form';
import { quarticSaddle } from './loss/quartic-saddle';
import { reluSaddle } from './loss/relu-saddle';
import { rosenbrock } from './loss/rosenbrock';
import { spikeAndWells } from './loss/spike-and-wells';
import { tanhNetwork } from './loss/tanh-network';
import { alphaStable } from './noise/alpha-stable';
import { chiSquared } from './noise/chi-squared';
import { dataset } from './noise/dataset';
import { noiseByFormula } from './noise/formula';
import { laplace } from './noise/laplace';
import { samples } from './noise/samples';
import { shuffledSamples } from './noise/shuffled-samples';
import { studentT } from './noise/student-t';
import { twoPoint } from './noise/two-point';
import { unfairCoins } from './noise/unfair-coins';
import { uniform } from './noise/uniform';
import { adagrad } from './optimizer/adagrad';
import { adai } from './optimizer/adai';
import { adam } from './optimizer/adam';
import { adamw } from './optimizer/adamw';
import { amsgrad } from './optimizer/amsgrad';
import { averagedSgd } from './optimizer/averaged-sgd';
import { clippedSgd } from './optimizer/clipped-sgd';
import { stepByFormula } from './optimizer/formula';
import { heavyBall } from './optimizer/heavy-ball';
import { langevin } from './optimizer/langevin';
import { nesterov } from './optimizer/nesterov';
import { perturbed } from './optimizer/perturbed';
import { rmsprop } from './optimizer/rmsprop';
import { sam } from './optimizer/sam';
import { sgdWeightDecay } from './optimizer/sgd-weight-decay';
import { signSgd } from './optimizer/sign-sgd';
import { svrg } from './optimizer/svrg';
import { cosine } from './schedule/cosine';
import { inverseTime } from './schedule/inverse-time';
import { powerDecay } from './schedule/power-decay';
import { stepDecay } from './schedule/step-decay';
import { warmUp } from './schedule/warm-up';

/**
 * Every kind that the opening run of Watch does without, in the order of lists, which have them
 * after those of registry.ts. A new kind comes here.
 */
export const LATER_LOSSES = {
  'relu-saddle': reluSaddle,
  'double-well': doubleWell,
  'spike-and-wells': spikeAndWells,
  'linear-network': linearNetwork,
  'matrix-factorisation': matrixFactorisation,
  'monkey-saddle': monkeySaddle,
  'quartic-saddle': quarticSaddle,
  'quadratic-form': quadraticForm,
  rosenbrock,
  octopus,
  'tanh-network': tanhNetwork,
  formula,
};
export const LATER_NOISES = {
  'two-point': twoPoint,
  dataset,
  uniform,
  laplace,
  'student-t': studentT,
  'alpha-stable': alphaStable,
  'unfair-coins': unfairCoins,
  'chi-squared': chiSquared,
  samples,
  'shuffled-samples': shuffledSamples,
  formula: noiseByFormula,
};
export const LATER_OPTIMIZERS = {
  perturbed,
  svrg,
  'heavy-ball': heavyBall,
  nesterov,
  rmsprop,
  adam,
  adamw,
  amsgrad,
  adagrad,
  'sign-sgd': signSgd,
  'clipped-sgd': clippedSgd,
  'sgd-weight-decay': sgdWeightDecay,
  langevin,
  sam,
  adai,
  'averaged-sgd': averagedSgd,
  formula: stepByFormula,
};
export const LATER_SCHEDULES = {
  'inverse-time': inverseTime,
  'step-decay': stepDecay,
  'power-decay': powerDecay,
  cosine,
  'warm-up': warmUp,
};
