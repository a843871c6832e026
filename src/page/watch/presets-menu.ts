import type { Preset } from '../../spec/presets';
import type { Spec } from '../../spec/spec';
import { load } from '../shared/boot';
import { byId, html, setText } from '../shared/dom';
import type { PresetGallery } from './gallery/preset-gallery';

/**
 * Runs worth looking at: what is to be seen, what to try, what to expect. Their texts come after
 * the page has begun to run, and their pictures when the gallery is opened.
 */
export class PresetsMenu {
  private readonly button = byId<HTMLButtonElement>('preset-button');
  private readonly sentence = byId('preset-sentence');
  private readonly expected = byId('preset-expected');
  private presets: readonly Preset[] = [];
  private keys: string[] = [];
  private spec: Spec | null = null;
  private shown = -2;
  private gallery: PresetGallery | null = null;

  constructor(private readonly onChoose: (spec: Spec) => void) {
    this.button.addEventListener('click', () => this.open());
    load(() => import('../../spec/presets')).then((part) => part && this.fill(part.PRESETS));
  }

  private async open(): Promise<void> {
    const part = await load(() => import('./gallery/preset-gallery'));
    if (!part) return;
    this.gallery ??= new part.PresetGallery((preset) => {
      this.describe(this.presets.indexOf(preset));
      this.onChoose(preset.spec);
    });
    this.gallery.open(this.presets[this.shown]?.id ?? null);
  }

  private fill(presets: readonly Preset[]): void {
    this.presets = presets;
    this.keys = presets.map((preset) => keyOf(preset.spec));
    for (const text of [this.sentence, this.expected]) text.removeAttribute('data-starting');
    if (this.spec) this.show(this.spec);
  }

  /** Marks the preset that the spec is, or none: its text goes with its parameters. */
  show(spec: Spec): void {
    this.spec = spec;
    if (this.presets.length === 0) return;
    const key = keyOf(spec);
    const alike = [...this.keys.keys()].filter((i) => this.keys[i] === key);
    // Some differ in nothing but their length.
    const sameLength = alike.find((i) => this.presets[i].spec.time.steps === spec.time.steps);
    const index = sameLength ?? alike.find((i) => i === this.shown) ?? alike[0] ?? -1;
    if (index >= 0) this.describe(index);
    else this.describeNone();
  }

  private describe(index: number): void {
    if (index === this.shown) return;
    this.shown = index;
    const { title, sentence, tryThis, expected } = this.presets[index];
    setText(this.button, title);
    this.sentence.replaceChildren(sentence, html('br'), html('b', {}, 'Try: '), tryThis);
    this.expected.textContent = expected;
    this.expected.hidden = false;
  }

  private describeNone(): void {
    this.shown = -1;
    setText(this.button, 'Your own');
    this.sentence.replaceChildren();
    this.expected.hidden = true;
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
