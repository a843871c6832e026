import type { Field, Fields } from '../models/field';
import { NOISE_FIELDS, SHAKE } from '../models/noise/noise';
import { OPTIMIZER_FIELDS } from '../models/optimizer/optimizer';
import {
  lossKinds,
  lossModel,
  noiseLaws,
  noiseModel,
  ofAllKinds,
  optimizerKinds,
  optimizerModel,
  scheduleFields,
} from '../models/registry';

/** What the registry says of a field of a loss, a noise law or a method; null for every other. */
export function modelField({ group, name }: { group: string; name: string }): Field | null {
  return modelFields()[group]?.[name] ?? null;
}

const merged = <K, T extends object>(kinds: readonly K[], fieldsOf: (kind: K) => T): T =>
  Object.assign({}, ...kinds.map(fieldsOf));
const modelFields = ofAllKinds(
  (): Record<string, Fields> => ({
    loss: merged(lossKinds(), (kind) => lossModel({ kind }).fields),
    noise: {
      ...NOISE_FIELDS,
      shake: SHAKE,
      ...merged(noiseLaws(), (law) => noiseModel({ law }).fields),
    },
    optimizer: {
      ...OPTIMIZER_FIELDS,
      ...merged(optimizerKinds(), (kind) => optimizerModel({ kind }).fields),
      ...scheduleFields(),
    },
  }),
);
