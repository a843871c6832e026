import '../models/all-models';
import './data-set';
import { COIN_PRESETS } from './presets/coin-presets';
import { LAW_PRESETS } from './presets/law-presets';
import { METHOD_PRESETS } from './presets/method-presets';
import type { Preset, PresetDescription } from './presets/preset';
import { SURFACE_PRESETS } from './presets/surface-presets';
import { THRESHOLD_PRESETS } from './presets/threshold-presets';
import { withSpecWhenAsked } from './spec-when-asked';

/** Presets that tell of one thing, with its name. */
export interface PresetGroup {
  title: string;
  presets: readonly Preset[];
}

/** Groups of presets by their titles; one without any, as the page in one file has some, is none. */
export function presetGroups(
  groups: Readonly<Record<string, readonly PresetDescription[]>>,
): PresetGroup[] {
  return Object.entries(groups)
    .filter(([, descriptions]) => descriptions.length > 0)
    .map(([title, descriptions]) => ({
      title,
      presets: descriptions.map((one) => withSpecWhenAsked(one, () => one.spec)),
    }));
}

/** What the post is about: the figures of the story start from these, and load no others. */
export const POST_GROUPS: readonly PresetGroup[] = presetGroups({
  'Trapped: the laws': LAW_PRESETS,
  'Coin flips': COIN_PRESETS,
  'Trapped or not: the threshold': THRESHOLD_PRESETS,
  Landscapes: SURFACE_PRESETS,
  'Other methods': METHOD_PRESETS,
});
