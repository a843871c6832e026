import '../models/all-models';
import './data-set';
import { ADAPTIVE_PRESETS } from './presets/adaptive-presets';
import { COIN_PRESETS } from './presets/coin-presets';
import { LAW_PRESETS } from './presets/law-presets';
import { LOSS_PRESETS } from './presets/loss-presets';
import { METHOD_PRESETS } from './presets/method-presets';
import { NOISE_PRESETS } from './presets/noise-presets';
import { PAPER_PRESETS } from './presets/paper-presets';
import type { Preset, PresetDescription } from './presets/preset';
import { SURFACE_PRESETS } from './presets/surface-presets';
import { THRESHOLD_PRESETS } from './presets/threshold-presets';
import { VARIANT_PRESETS } from './presets/variant-presets';
import { parseSpec } from './schema';
import type { Spec } from './spec';

export type { Act, Following, Preset, Promised } from './presets/preset';

const GROUPS = {
  'Trapped: the laws': LAW_PRESETS,
  'Coin flips': COIN_PRESETS,
  'Trapped or not: the threshold': THRESHOLD_PRESETS,
  Landscapes: SURFACE_PRESETS,
  'Other methods': METHOD_PRESETS,
  'Adaptive methods': ADAPTIVE_PRESETS,
  'Variants of SGD': VARIANT_PRESETS,
  'From the literature': PAPER_PRESETS,
  'Other losses': LOSS_PRESETS,
  'Other noise': NOISE_PRESETS,
};

/** Presets that tell of one thing, with its name. */
export interface PresetGroup {
  title: string;
  presets: readonly Preset[];
}

export const PRESET_GROUPS: readonly PresetGroup[] = Object.entries(GROUPS).map(
  ([title, descriptions]) => ({
    title,
    presets: descriptions.map(readyWhenAsked),
  }),
);

/** Its spec is parsed when it is asked for: whoever lists them all needs their titles alone. */
function readyWhenAsked(description: PresetDescription): Preset {
  let spec: Spec | null = null;
  return {
    ...description,
    get spec() {
      spec ??= parseSpec(description.spec);
      return spec;
    },
  };
}

/** The first one is what the page opens with. */
export const PRESETS: readonly Preset[] = PRESET_GROUPS.flatMap(({ presets }) => presets);

export function findPreset(id: string): Preset | undefined {
  return PRESETS.find((preset) => preset.id === id);
}
