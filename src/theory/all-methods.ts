import '../models/all-models';
import { separableEscape } from './escape/cell-escape';
import { samplesThresholds } from './exponents/samples-factors';
import type { StepFactor } from './exponents/step-factor';
import { storedBatches, storedError, storedThresholds } from './exponents/stored-factors';
import { laterLaws } from './later-laws';
import { provideLaterParts } from './later-parts';
import { linearMoments } from './laws/moments/moments';
import { stationaryWholeSteps } from './laws/whole-steps';
import { averagedFarOut, signFarOut } from './models/far-out';
import { inertia } from './models/inertia';
import { landmark } from './models/landmark';
import { momentum } from './models/momentum';
import { network } from './models/network';
import { quadraticFormTheory } from './models/quadratic-form';
import { ridge } from './models/ridge';
import { shrinking } from './models/shrinking';
import { surface } from './models/surface';

const THRESHOLDS: Partial<Record<StepFactor['law'], (factor: StepFactor) => number[]>> = {
  dataset: storedThresholds,
  samples: samplesThresholds,
};

/** @throws Error for a factor without a list of values: a fault of the program. */
function listedThresholds(factor: StepFactor): number[] {
  const of = THRESHOLDS[factor.law];
  if (!of) throw new Error(`The values of ${factor.law} noise are not listed.`);
  return of(factor);
}

provideLaterParts({
  families: {
    landmark,
    momentum,
    inertia,
    sign: signFarOut,
    averaged: averagedFarOut,
    network,
    'quadratic-form': quadraticFormTheory,
    ridge,
    shrinking,
    surface,
  },
  laws: laterLaws,
  stored: { batches: storedBatches, error: storedError, thresholds: listedThresholds },
  separableEscape,
  wholeSteps: stationaryWholeSteps,
  linearMoments,
});
