import { LOSSES, OPTIMIZERS } from '../../../src/models/registry';
import type { Library } from '../../support/gpu';
import { checkAxis, checkBeyond, checkHistogram, checkPlane, checkQuantile } from './counts';
import { checkDrawDensity } from './drawing';
import { checkEscape, checkLegs, checkRadius, checkTally } from './escapes';
import { checkLayout } from './layout';
import {
  checkDataSetNoise,
  checkGaussianNoise,
  checkTwoPointBatchNoise,
  checkTwoPointNoise,
} from './noise';
import { checkBins, checkNormal } from './numbers';
import {
  checkAdvance,
  checkBlocks,
  checkGaussianStart,
  checkPointStart,
  checkUniformStart,
} from './populations';
import { checkCoordinate, checkLevels, checkLossLevel, checkRadiusExits } from './regions';
import {
  checkDoubleWell,
  checkGd,
  checkHeavyBall,
  checkInverseTime,
  checkLinearNetwork,
  checkNesterov,
  checkOptimizer,
  checkPerturbed,
  checkReluSaddle,
  checkSgd,
  checkSpikeAndWells,
  checkSvrg,
} from './steps';
import { checkTwoRows } from './two-rows';
import {
  checkNativeShift,
  checkPermutation,
  checkPhilox4x32,
  checkRandom,
  checkSfc32,
  checkShiftByFloat,
} from './words';

/** For every shader file, what compares it with its CPU twin. Each throws where they differ. */
export const parityChecks: Record<string, (shaders: Library) => Promise<void>> = {
  // What has no check of its own below.
  ...Object.fromEntries(
    OPTIMIZERS.map((kind) => [
      `optimizer/${kind}`,
      (shaders: Library) => checkOptimizer(shaders, kind),
    ]),
  ),
  layout: checkLayout,
  spec: checkGaussianNoise,
  'run/one': checkLayout,
  'run/many': checkTally,
  random: checkRandom,
  'shift/native': checkNativeShift,
  'shift/by-float': checkShiftByFloat,
  'generator/sfc32': checkSfc32,
  'generator/philox4x32': checkPhilox4x32,
  normal: checkNormal,
  bins: checkBins,
  permutation: checkPermutation,
  'noise/gaussian': checkGaussianNoise,
  'noise/two-point': checkTwoPointNoise,
  'noise/two-point-batch': checkTwoPointBatchNoise,
  'noise/dataset': checkDataSetNoise,
  draw: checkGaussianNoise,
  'point/one': checkPerturbed,
  'point/two': checkLinearNetwork,
  'point/three': checkLinearNetwork,
  'point/four': checkLinearNetwork,
  'loss/saddle': async (shaders) => {
    await checkSgd(shaders);
    await checkSvrg(shaders);
  },
  'loss/relu-saddle': checkReluSaddle,
  'loss/double-well': checkDoubleWell,
  'loss/spike-and-wells': checkSpikeAndWells,
  'loss/linear-network': checkLinearNetwork,
  'schedule/constant': checkSgd,
  'schedule/inverse-time': checkInverseTime,
  'state/position': checkSgd,
  'state/position-and-memory': checkHeavyBall,
  'state/position-and-two-rows': checkTwoRows,
  'source/gradient': checkSgd,
  'source/gradient-and-kicks': checkPerturbed,
  'optimizer/sgd': checkSgd,
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
  'block/whole': checkBlocks,
  'block/refilled': checkBlocks,
  'block/part': checkBlocks,
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
    LOSSES.map((kind) => [`value/${kind}`, (shaders: Library) => checkLossLevel(shaders, kind)]),
  ),
  'value/double-well-signs': (shaders) => checkLossLevel(shaders, 'double-well'),
  'value/spike-and-wells-signs': (shaders) => checkLossLevel(shaders, 'spike-and-wells'),
  'region/radius': checkAdvance,
  'region/coordinate': checkCoordinate,
  'passage/step': checkAdvance,
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

/** Parts of the checks above, for mutants that the whole check would find last. */
export const parityParts: Record<string, (shaders: Library) => Promise<void>> = {
  'escape: radius': checkRadius,
  'escape: legs': checkLegs,
  'histogram: beyond': checkBeyond,
};
