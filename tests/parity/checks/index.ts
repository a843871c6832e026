import { lossKinds, lossModel, optimizerKinds, scheduleKinds } from '../../../src/models/registry';
import type { Library } from '../../support/gpu';
import { torchCases } from '../../support/torch';
import { checkAxis, checkBeyond, checkHistogram, checkPlane, checkQuantile } from './counts';
import { checkDrawDensity } from './drawing';
import { checkEscape, checkLegs, checkRadius, checkTally } from './escapes';
import { checkFormula, checkFormulaNoise, checkFormulaSteps } from './formula';
import { checkLayout } from './layout';
import { checkOptimizer, checkSchedule } from './methods';
import {
  checkAlphaStableNoise,
  checkChiSquaredNoise,
  checkDataSetNoise,
  checkExponential,
  checkGaussianNoise,
  checkIndependentNormals,
  checkLaplaceNoise,
  checkOneNormalNoise,
  checkSamplesNoise,
  checkShuffledBatches,
  checkStudentTNoise,
  checkTwoPointBatchNoise,
  checkTwoPointNoise,
  checkUnfairCoinsNoise,
  checkUniformNoise,
} from './noise';
import { checkBins, checkNormal } from './numbers';
import {
  checkAdvance,
  checkBlocks,
  checkGaussianStart,
  checkLanes,
  checkPointStart,
  checkReach,
  checkUniformStart,
} from './populations';
import { checkCoordinate, checkLevels, checkLossLevel, checkRadiusExits } from './regions';
import { checkRows } from './rows';
import { checkScales } from './scales';
import {
  checkDoubleWell,
  checkEightWeights,
  checkGd,
  checkHeavyBall,
  checkInverseTime,
  checkLinearNetwork,
  checkMatrixFactorisation,
  checkMonkeySaddle,
  checkNesterov,
  checkOctopus,
  checkOneNormal,
  checkPerturbed,
  checkQuadraticForm,
  checkQuarticSaddle,
  checkReluSaddle,
  checkRosenbrock,
  checkSgd,
  checkSixWeights,
  checkSlowedOneNormal,
  checkSlowedSgd,
  checkSpikeAndWells,
  checkSvrg,
  checkTanhNetwork,
} from './steps';
import { checkTorch } from './torch';
import {
  checkNativeShift,
  checkPermutation,
  checkPhilox4x32,
  checkRandom,
  checkSfc32,
  checkShiftByFloat,
} from './words';

/** Losses whose mean kernels know. */
const LEVELS = lossKinds().filter((kind) => lossModel({ kind }).levels !== false);

/** For every shader file, what compares it with its CPU twin. Each throws where they differ. */
export const parityChecks: Record<string, (shaders: Library) => Promise<void>> = {
  // What has no check of its own below.
  ...Object.fromEntries(
    optimizerKinds().map((kind) => [
      `optimizer/${kind}`,
      (shaders: Library) => checkOptimizer(shaders, kind),
    ]),
  ),
  ...Object.fromEntries(
    scheduleKinds().map((kind) => [
      `schedule/${kind}`,
      (shaders: Library) => checkSchedule(shaders, kind),
    ]),
  ),
  layout: checkLayout,
  tiles: checkLayout,
  'layout-listed': checkScales,
  formula: checkFormula,
  'loss/formula': checkFormulaSteps,
  spec: checkGaussianNoise,
  'run/one': checkLayout,
  'run/many': checkTally,
  random: checkRandom,
  'lanes/one': checkSgd,
  'lanes/two': checkLanes,
  'shift/native': checkNativeShift,
  'shift/by-float': checkShiftByFloat,
  'generator/sfc32': checkSfc32,
  'generator/philox4x32': checkPhilox4x32,
  normal: checkNormal,
  bins: checkBins,
  permutation: checkPermutation,
  'noise/gaussian': checkGaussianNoise,
  'noise/independent-normals': checkIndependentNormals,
  'noise/one-normal': checkOneNormalNoise,
  'noise/two-point': checkTwoPointNoise,
  'noise/two-point-batch': checkTwoPointBatchNoise,
  'noise/dataset': checkDataSetNoise,
  'noise/formula': checkFormulaNoise,
  'noise/uniform': checkUniformNoise,
  'noise/laplace': checkLaplaceNoise,
  'noise/student-t': checkStudentTNoise,
  'noise/alpha-stable': checkAlphaStableNoise,
  'noise/unfair-coins': checkUnfairCoinsNoise,
  'noise/chi-squared': checkChiSquaredNoise,
  exponential: checkExponential,
  'noise/samples': checkSamplesNoise,
  draw: checkGaussianNoise,
  'point/alone': checkSgd,
  'point/two-alone': checkLanes,
  'point/one': checkPerturbed,
  'point/two': checkLinearNetwork,
  'point/three': checkLinearNetwork,
  'point/four': checkLinearNetwork,
  'point/six': checkSixWeights,
  'point/eight': checkEightWeights,
  'loss/saddle': async (shaders) => {
    await checkSlowedSgd(shaders);
    await checkSvrg(shaders);
  },
  'loss/saddle-of-one-normal': checkSlowedOneNormal,
  'loss/relu-saddle': checkReluSaddle,
  'loss/double-well': checkDoubleWell,
  'loss/spike-and-wells': checkSpikeAndWells,
  'loss/linear-network': checkLinearNetwork,
  'loss/matrix-factorisation': checkMatrixFactorisation,
  'loss/monkey-saddle': checkMonkeySaddle,
  'loss/octopus': checkOctopus,
  'loss/tanh-network': checkTanhNetwork,
  'noise/shuffled-batches': checkShuffledBatches,
  batch: checkTanhNetwork,
  'loss/quadratic-form': checkQuadraticForm,
  'loss/quartic-saddle': checkQuarticSaddle,
  'loss/rosenbrock': checkRosenbrock,
  'schedule/constant': checkGd,
  'schedule/inverse-time': checkInverseTime,
  'state/position': checkSgd,
  'state/position-and-memory': checkHeavyBall,
  'state/position-and-two-rows': (shaders) => checkRows(shaders, 2),
  'state/position-and-three-rows': (shaders) => checkRows(shaders, 3),
  norm: (shaders) => checkOptimizer(shaders, 'clipped-sgd'),
  averages: (shaders) => checkOptimizer(shaders, 'adam'),
  'source/gradient': checkSgd,
  'source/gradient-and-kicks': checkPerturbed,
  'optimizer/sgd': checkSlowedSgd,
  'optimizer/sgd-on-saddle': checkSgd,
  'optimizer/sgd-on-saddle-of-one-normal': checkOneNormal,
  'optimizer/gd': checkGd,
  'optimizer/perturbed': checkPerturbed,
  'optimizer/svrg': checkSvrg,
  'optimizer/heavy-ball': checkHeavyBall,
  'optimizer/nesterov': checkNesterov,
  'start/point': checkPointStart,
  'start/gaussian': checkGaussianStart,
  'start/uniform': checkUniformStart,
  start: checkGaussianStart,
  step: checkSgd,
  'stride/bits': checkTwoPointNoise,
  'stride/pair': checkOneNormalNoise,
  'block/whole': checkBlocks,
  'block/refilled': checkBlocks,
  'block/paired': checkBlocks,
  'block/part': checkBlocks,
  'block/eights': checkBlocks,
  'block/refilled-eights': checkBlocks,
  eight: checkBlocks,
  'edge/every-step': checkBlocks,
  'edge/every-eighth': checkReach,
  'groups/one': checkAdvance,
  'groups/all': checkEscape,
  advance: checkAdvance,
  escape: checkEscape,
  tally: checkTally,
  'axis/asinh': (shaders) => checkAxis(shaders, 'asinh'),
  'axis/linear': (shaders) => checkAxis(shaders, 'linear'),
  'axis/log-abs': (shaders) => checkAxis(shaders, 'log-abs'),
  histogram: checkHistogram,
  plane: checkPlane,
  quantile: checkQuantile,
  ...Object.fromEntries(
    LEVELS.map((kind) => [`value/${kind}`, (shaders: Library) => checkLossLevel(shaders, kind)]),
  ),
  'value/double-well-signs': (shaders) => checkLossLevel(shaders, 'double-well'),
  'value/spike-and-wells-signs': (shaders) => checkLossLevel(shaders, 'spike-and-wells'),
  'region/radius': checkAdvance,
  'region/coordinate': checkCoordinate,
  'passage/step': checkAdvance,
  'passage/two-steps': checkLanes,
  'passage/step-and-side': checkRadiusExits,
  'side/dropped': checkLevels,
  'side/kept': checkRadiusExits,
  'exit/radius': checkRadiusExits,
  'exit/coordinate': checkCoordinate,
  'beyond/radius': checkHistogram,
  'beyond/coordinate': checkCoordinate,
  'beyond/loss': checkLevels,
  level: checkLevels,
  'advance-loss': checkLevels,
  'escape-loss': checkLevels,
  style: checkLayout,
  'draw-density': checkDrawDensity,
};

/** Methods that torch.optim has too. */
export const torchMethods = optimizerKinds().filter((kind) =>
  torchCases.some(({ spec }) => spec.optimizer.kind === kind),
);

/** Parts of the checks above, for mutants that the whole check would find last. */
export const parityParts: Record<string, (shaders: Library) => Promise<void>> = {
  'escape: radius': checkRadius,
  'escape: legs': checkLegs,
  'histogram: beyond': checkBeyond,
  ...Object.fromEntries(
    torchMethods.map((kind) => [`torch: ${kind}`, (shaders: Library) => checkTorch(shaders, kind)]),
  ),
};
