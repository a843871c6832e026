import type { ModelNotes } from '../text';
import { defineRegion, ENDS } from './region';

export const lossLevel = /* @__PURE__ */ defineRegion({
  kind: 'loss',
  fields: { ...ENDS },
});

export const lossLevelNotes: ModelNotes = {
  hint: 'The mean loss lies between two levels, one of which may be open.',
  formula: 'low <= E f(x) <= high, averaged over the noise at a fixed x',
  source: 'none',
};
