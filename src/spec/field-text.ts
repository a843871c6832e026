import type { FieldText, FieldTexts } from '../models/field';
import type { NOISE_FIELDS } from '../models/noise/noise';
import { OPTIMIZER_FIELD_TEXTS } from '../models/optimizer/optimizer';
import {
  LOSS_TEXTS,
  NOISE_TEXTS,
  OPTIMIZER_TEXTS,
  ofAllKinds,
  SCHEDULE_TEXTS,
} from '../models/registry';
import type { FieldPath } from './field-path';

/** Those of every law: they are here, not beside the fields, as only the Map shows them. */
const NOISE_FIELD_TEXTS: Record<keyof typeof NOISE_FIELDS | 'shake', FieldText> = {
  sigma: {
    symbol: 'σ',
    word: 'noise',
    label: 'noise that grows with x',
    axis: { from: 0, to: 6, scale: 'linear' },
  },
  tau: {
    symbol: 'τ',
    word: 'noise',
    label: 'noise that is always there',
    axis: { from: 0.01, to: 10, scale: 'log' },
  },
  rho: {
    symbol: 'ρ',
    word: 'correlation',
    label: 'correlation',
    axis: { from: -1, to: 1, scale: 'linear' },
  },
  shake: {
    symbol: 's',
    word: 'shake',
    label: 'shake',
    axis: { from: 0, to: 2, scale: 'linear' },
  },
};

/** Those of every region: only the Map and the documents show them. */
const REGION_FIELD_TEXTS: FieldTexts = {
  radius: { symbol: 'R', word: 'radius', label: 'radius that counts as escaped' },
  coordinate: { symbol: 'i', word: 'coordinate', label: 'number of the coordinate' },
  low: { symbol: '', word: 'low end', label: 'low end of the region; open where it is left out' },
  high: {
    symbol: '',
    word: 'high end',
    label: 'high end of the region; open where it is left out',
  },
};

const merged = (models: object): FieldTexts =>
  Object.assign({}, ...Object.values(models).map(({ fields }: { fields: FieldTexts }) => fields));
const texts = ofAllKinds(
  (): Record<string, FieldTexts> => ({
    loss: merged(LOSS_TEXTS),
    noise: { ...NOISE_FIELD_TEXTS, ...merged(NOISE_TEXTS) },
    optimizer: {
      ...OPTIMIZER_FIELD_TEXTS,
      ...merged(OPTIMIZER_TEXTS),
      ...merged(SCHEDULE_TEXTS),
    },
    escape: REGION_FIELD_TEXTS,
  }),
);

/** What people read of every number that some kind of a group has, by its name. */
export function fieldTexts(group: 'loss' | 'noise' | 'optimizer'): FieldTexts {
  return texts()[group];
}

/** What people read of a field of a loss, a noise law or a method; null for every other. */
export function fieldText({ group, name }: Pick<FieldPath, 'group' | 'name'>): FieldText | null {
  return texts()[group]?.[name] ?? null;
}
