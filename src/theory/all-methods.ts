import { separableEscape } from './escape/cell-escape';
import {
  logCoinMoment,
  logFactorVarianceTwoPoint,
  lyapunovExponentTwoPoint,
  negativeCoinFactor,
} from './exponents/coin-factors';
import { twoPointThresholds } from './exponents/coin-thresholds';
import {
  storedBatches,
  storedError,
  storedExponent,
  storedLogVariance,
  storedNegative,
  storedThresholds,
} from './exponents/stored-factors';
import { provideLaterParts } from './later-parts';
import { coinTreeLaw, latticeLaw } from './laws/coin-laws';
import { linearMoments } from './laws/moments/moments';
import { stationaryWholeSteps } from './laws/whole-steps';
import { landmark } from './models/landmark';
import { momentum } from './models/momentum';
import { network } from './models/network';
import { ridge } from './models/ridge';
import { shrinking } from './models/shrinking';
import { surface } from './models/surface';

provideLaterParts({
  families: { landmark, momentum, network, ridge, shrinking, surface },
  coins: {
    exponent: lyapunovExponentTwoPoint,
    logVariance: logFactorVarianceTwoPoint,
    negative: negativeCoinFactor,
    logMoment: logCoinMoment,
    thresholds: twoPointThresholds,
    latticeLaw,
    treeLaw: coinTreeLaw,
  },
  stored: {
    batches: storedBatches,
    exponent: storedExponent,
    error: storedError,
    logVariance: storedLogVariance,
    negative: storedNegative,
    thresholds: storedThresholds,
  },
  separableEscape,
  wholeSteps: stationaryWholeSteps,
  linearMoments,
});
