import { separableEscape } from './escape/cell-escape';
import { storedBatches, storedError, storedThresholds } from './exponents/stored-factors';
import { laterLaws } from './later-laws';
import { provideLaterParts } from './later-parts';
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
  laws: laterLaws,
  stored: { batches: storedBatches, error: storedError, thresholds: storedThresholds },
  separableEscape,
  wholeSteps: stationaryWholeSteps,
  linearMoments,
});
