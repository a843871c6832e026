import type { Library } from '../../support/gpu';
import { checkDrawDensity } from './drawing';
import { checkLayout } from './layout';
import { checkGaussianNoise, checkTwoPointBatchNoise, checkTwoPointNoise } from './noise';
import { checkBins, checkNormal } from './numbers';
import {
  checkAdvance,
  checkGaussianStart,
  checkGd,
  checkHistogram,
  checkPointStart,
  checkQuantile,
  checkSgd,
  checkUniformStart,
} from './populations';
import { checkPhilox4x32, checkRandom, checkSfc32 } from './words';

/** For every shader file, what compares it with its CPU twin. Each throws where they differ. */
export const parityChecks: Record<string, (shaders: Library) => Promise<void>> = {
  spec: checkLayout,
  random: checkRandom,
  'generator/sfc32': checkSfc32,
  'generator/philox4x32': checkPhilox4x32,
  normal: checkNormal,
  bins: checkBins,
  'noise/gaussian': checkGaussianNoise,
  'noise/two-point': checkTwoPointNoise,
  'noise/two-point-batch': checkTwoPointBatchNoise,
  'loss/saddle': checkSgd,
  'optimizer/sgd': checkSgd,
  'optimizer/gd': checkGd,
  'start/point': checkPointStart,
  'start/gaussian': checkGaussianStart,
  'start/uniform': checkUniformStart,
  step: checkAdvance,
  start: checkGaussianStart,
  advance: checkAdvance,
  histogram: checkHistogram,
  quantile: checkQuantile,
  'draw-density': checkDrawDensity,
};
