import { PRESETS } from '../spec/presets';
import type { Spec } from '../spec/spec';
import { byId, html } from './dom';

/** Runs worth looking at: what is to be seen, what to try, what to expect. */
export class PresetsMenu {
  private readonly select = byId<HTMLSelectElement>('preset-select');
  private readonly sentence = byId('preset-sentence');
  private readonly expected = byId('preset-expected');
  private readonly keys = PRESETS.map((preset) => keyOf(preset.spec));
  private shown = -2;

  constructor(onChoose: (spec: Spec) => void) {
    this.select.append(html('option', { value: '', disabled: '', hidden: '' }, 'Your own'));
    PRESETS.forEach((preset, i) => {
      this.select.append(html('option', { value: String(i) }, preset.title));
    });
    this.select.addEventListener('change', () => {
      const preset = PRESETS[Number(this.select.value)];
      this.describe(Number(this.select.value));
      onChoose(preset.spec);
    });
  }

  /** Marks the preset that the spec is, or none. The text of the one it was made from stays. */
  show(spec: Spec): void {
    const index = this.keys.indexOf(keyOf(spec));
    this.select.value = index < 0 ? '' : String(index);
    if (index >= 0) this.describe(index);
  }

  private describe(index: number): void {
    if (index === this.shown) return;
    this.shown = index;
    const { sentence, tryThis, expected } = PRESETS[index];
    this.sentence.replaceChildren(sentence, html('br'), html('b', {}, 'Try: '), tryThis);
    this.expected.textContent = expected;
    byId('preset-details').hidden = false;
  }
}

/** Same experiment, whatever the seed, the number of particles and the length of the run. */
function keyOf({ loss, noise, optimizer, time, start, histogram }: Spec): string {
  return JSON.stringify([loss, noise, optimizer, time.dt, start, histogram]);
}
