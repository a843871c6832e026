import { POST_GROUPS, type PresetGroup, presetGroups } from './post-presets';
import { ADAPTIVE_PRESETS } from './presets/adaptive-presets';
import { LOSS_PRESETS } from './presets/loss-presets';
import { NOISE_PRESETS } from './presets/noise-presets';
import { PAPER_PRESETS } from './presets/paper-presets';
import type { Preset } from './presets/preset';
import { VARIANT_PRESETS } from './presets/variant-presets';

export type { PresetGroup } from './post-presets';
export type { Act, Following, Preset, Promised } from './presets/preset';

export const PRESET_GROUPS: readonly PresetGroup[] = [
  ...POST_GROUPS,
  ...presetGroups({
    'Adaptive methods': ADAPTIVE_PRESETS,
    'Variants of SGD': VARIANT_PRESETS,
    'From the literature': PAPER_PRESETS,
    'Other losses': LOSS_PRESETS,
    'Other noise': NOISE_PRESETS,
  }),
];

/** The first one is what the page opens with. */
export const PRESETS: readonly Preset[] = PRESET_GROUPS.flatMap(({ presets }) => presets);

export function findPreset(id: string): Preset | undefined {
  return PRESETS.find((preset) => preset.id === id);
}
