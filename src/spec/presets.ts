import './data-set';
import { COIN_PRESETS } from './presets/coin-presets';
import { LAW_PRESETS } from './presets/law-presets';
import { METHOD_PRESETS } from './presets/method-presets';
import { PAPER_PRESETS } from './presets/paper-presets';
import type { Preset } from './presets/preset';
import { SURFACE_PRESETS } from './presets/surface-presets';
import { THRESHOLD_PRESETS } from './presets/threshold-presets';
import { parseSpec } from './schema';

export type { Act, Following, Preset, Promised } from './presets/preset';

const DESCRIPTIONS = [
  ...LAW_PRESETS,
  ...COIN_PRESETS,
  ...THRESHOLD_PRESETS,
  ...SURFACE_PRESETS,
  ...METHOD_PRESETS,
  ...PAPER_PRESETS,
];

/** The first one is what the page opens with. */
export const PRESETS: readonly Preset[] = DESCRIPTIONS.map((description) => ({
  ...description,
  spec: parseSpec(description.spec),
}));

export function findPreset(id: string): Preset | undefined {
  return PRESETS.find((preset) => preset.id === id);
}
