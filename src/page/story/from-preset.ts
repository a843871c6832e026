import { POST_GROUPS } from '../../spec/post-presets';
import { parseSpec } from '../../spec/schema';
import type { Spec } from '../../spec/spec';

/**
 * The run of a preset of the post with other values of some fields, by their paths: `{ 'noise.shake': 1 }`,
 * `{ 'loss.a[0]': 0.1 }`.
 *
 * @throws Error where there is no such preset, SpecError where the values are refused: a figure's
 * controls keep them valid.
 */
export function fromPreset(id: string, changes: Readonly<Record<string, unknown>> = {}): Spec {
  const presets = POST_GROUPS.flatMap((group) => group.presets);
  const preset = presets.find((one) => one.id === id);
  if (!preset) throw new Error(`There is no preset ${id}.`);
  const spec = structuredClone(preset.spec);
  for (const [path, value] of Object.entries(changes)) assign(spec, path, value);
  return parseSpec(spec);
}

function assign(spec: Spec, path: string, value: unknown): void {
  const keys = path.split(/[.[\]]+/).filter(Boolean);
  const last = keys.pop();
  if (last === undefined) throw new Error('A change of a preset names no field.');
  let place = spec as unknown as Record<string, unknown>;
  for (const key of keys) place = place[key] as Record<string, unknown>;
  place[last] = value;
}
