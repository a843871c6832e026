import { MOST_COORDINATES } from '../loss/loss';
import type { ModelNotes } from '../text';
import { defineRegion, ENDS } from './region';

export const coordinate = /* @__PURE__ */ defineRegion({
  kind: 'coordinate',
  fields: {
    coordinate: { type: 'whole', min: 0, max: MOST_COORDINATES - 1, default: 0 },
    ...ENDS,
  },
});

export const coordinateNotes: ModelNotes = {
  hint: 'One coordinate lies between two ends, one of which may be open.',
  formula: 'low <= x_i <= high',
  source: 'none',
};
