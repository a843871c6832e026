import type { Preset } from '../../spec/presets';
import type { Spec } from '../../spec/spec';
import { load } from '../shared/boot';
import { byId, html } from '../shared/dom';

/**
 * Runs worth looking at: what is to be seen, what to try, what to expect. Their texts come after
 * the page has begun to run.
 */
export class PresetsMenu {
  private readonly select = byId<HTMLSelectElement>('preset-select');
  private readonly sentence = byId('preset-sentence');
  private readonly expected = byId('preset-expected');
  private presets: readonly Preset[] = [];
  private keys: string[] = [];
  private spec: Spec | null = null;
  private shown = -2;

  constructor(onChoose: (spec: Spec) => void) {
    this.select.append(html('option', { value: '', disabled: '', hidden: '' }, 'Your own'));
    this.select.addEventListener('change', () => {
      const preset = this.presets[Number(this.select.value)];
      this.describe(Number(this.select.value));
      onChoose(preset.spec);
    });
    load(() => import('../../spec/presets')).then((part) => part && this.fill(part.PRESETS));
  }

  private fill(presets: readonly Preset[]): void {
    this.presets = presets;
    this.keys = presets.map((preset) => keyOf(preset.spec));
    presets.forEach((preset, i) => {
      this.select.append(html('option', { value: String(i) }, preset.title));
    });
    if (this.spec) this.show(this.spec);
  }

  /**
   * Marks the preset that the spec is, or none. The text of the one that it was made from stays as
   * long as it is of that loss.
   */
  show(spec: Spec): void {
    this.spec = spec;
    const key = keyOf(spec);
    const alike = [...this.keys.keys()].filter((i) => this.keys[i] === key);
    // Some differ in nothing but their length.
    const sameLength = alike.find((i) => this.presets[i].spec.time.steps === spec.time.steps);
    const index = sameLength ?? alike.find((i) => i === this.shown) ?? alike[0] ?? -1;
    this.select.value = index < 0 ? '' : String(index);
    if (index >= 0) this.describe(index);
    else if (this.presets[this.shown]?.spec.loss.kind !== spec.loss.kind) this.describeNone();
  }

  private describe(index: number): void {
    if (index === this.shown) return;
    this.shown = index;
    const { sentence, tryThis, expected } = this.presets[index];
    this.sentence.replaceChildren(sentence, html('br'), html('b', {}, 'Try: '), tryThis);
    this.expected.textContent = expected;
    byId('preset-details').hidden = false;
  }

  private describeNone(): void {
    this.shown = -2;
    this.sentence.replaceChildren();
    byId('preset-details').hidden = true;
  }
}

/**
 * Same experiment, whatever the seed, the number of particles, the length of the run and the ends
 * of the picture.
 */
function keyOf({ loss, noise, optimizer, time, start, histogram }: Spec): string {
  const { axis, coordinate, bins } = histogram;
  return JSON.stringify([loss, noise, optimizer, time.dt, start, axis, coordinate, bins]);
}
