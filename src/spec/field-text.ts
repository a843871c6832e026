import type { FieldText, FieldTexts } from '../models/field';
import { NOISE_FIELD_TEXTS } from '../models/noise/noise';
import { OPTIMIZER_FIELD_TEXTS } from '../models/optimizer/optimizer';
import { LOSS_TEXTS, NOISE_TEXTS, OPTIMIZER_TEXTS } from '../models/registry';
import type { FieldPath } from './field-path';

const merged = (models: object): FieldTexts =>
  Object.assign({}, ...Object.values(models).map(({ fields }: { fields: FieldTexts }) => fields));
const TEXTS: Record<string, FieldTexts> = {
  loss: merged(LOSS_TEXTS),
  noise: { ...NOISE_FIELD_TEXTS, ...merged(NOISE_TEXTS) },
  optimizer: { ...OPTIMIZER_FIELD_TEXTS, ...merged(OPTIMIZER_TEXTS) },
};

/** What people read of every number that some kind of a group has, by its name. */
export function fieldTexts(group: 'loss' | 'noise' | 'optimizer'): FieldTexts {
  return TEXTS[group];
}

/** What people read of a field of a loss, a noise law or a method; null for every other. */
export function fieldText({ group, name }: Pick<FieldPath, 'group' | 'name'>): FieldText | null {
  return TEXTS[group]?.[name] ?? null;
}
