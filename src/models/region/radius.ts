import { LARGEST_MAGNITUDE } from '../field';
import type { ModelNotes } from '../text';
import { defineRegion } from './region';

export const radius = /* @__PURE__ */ defineRegion({
  kind: 'radius',
  fields: {
    radius: { type: 'number', min: 0, aboveMin: true, max: LARGEST_MAGNITUDE, default: 10 },
  },
});

export const radiusNotes: ModelNotes = {
  hint: 'All coordinates are at most the radius in size.',
  formula: 'max_i |x_i| <= R',
  source: 'the post',
};
