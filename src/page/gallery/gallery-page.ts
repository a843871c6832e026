import { byId, html, setText } from '../shared/dom';
import { showFilled } from '../shared/filled';
import { Keyboard } from '../shared/keyboard';
import { Notices } from '../shared/notices';
import { recordedWords } from '../shared/recorded';
import { Theme } from '../shared/theme';
import { ClaimTable } from '../verify/claim-table';
import { strip } from '../verify/strip';
import { PresetGallery } from '../watch/gallery/preset-gallery';
import { Slider, type SliderOptions } from '../watch/slider';
import { VERDICT_WORDS } from '../watch/verdict';
import { CHECKS, CLAIM_STATES, claimText, resultOfState } from './claim-states';

const Z_LIMIT = 4;

/**
 * Every component in every state, made by the code of its page: served with the sources and not
 * built. `tests/page/dev.test.ts` opens it.
 */
export class GalleryPage {
  private readonly notices = new Notices();

  constructor() {
    new Theme(() => {});
    new Keyboard([]);
    this.showSliders();
    this.showVerdicts();
    this.showClaims();
    this.showRecorded();
    byId('notices-button').addEventListener('click', () => this.showNotices());
    const presets = new PresetGallery(({ title }) => setText(byId('picker'), title));
    byId('picker').addEventListener('click', () => presets.open('trapped'));
    window.boot?.started();
    showFilled();
  }

  private showSliders(): void {
    const make = (id: string, more: Partial<SliderOptions> = {}) => {
      const slider = new Slider({
        ...{ id, symbol: 'σ', name: `noise, ${id}`, min: 0, max: 4, step: 0.01 },
        ...{ onValue: () => null, ...more },
      });
      slider.show(2);
      byId('some-sliders').append(slider.element);
      return slider;
    };
    make('plain');
    make('main', { main: true, noted: true }).showThresholds({
      ...{ steps: [1.4], sde: Math.SQRT2, first: 'escapes', sdeFirst: 'escapes' },
    });
    const refused = make('refused', {
      onValue: () => 'noise.sigma: "-1" is not accepted; give a number from 0 to 1e30.',
    });
    refused.box.value = '-1';
    refused.box.dispatchEvent(new Event('change'));
  }

  private showVerdicts(): void {
    const words = [...new Set(Object.entries(VERDICT_WORDS))];
    byId('words').append(
      ...words.map(([kind, word]) =>
        html('p', { class: 'verdict-word', 'data-verdict': kind }, word),
      ),
    );
    byId('strips').append(...CHECKS.map((checks) => strip(checks, Z_LIMIT, true)));
  }

  private showClaims(): void {
    const table = new ClaimTable(CLAIM_STATES.map(claimText), Z_LIMIT, () => {});
    for (const state of CLAIM_STATES)
      if (state === 'waits' || state === 'running') table.setActivity(state, state);
      else table.setResult(state, resultOfState(state));
    table.openAll(true);
  }

  private showRecorded(): void {
    const recorded = {
      version: '0.2.0',
      date: '2026-11-29T12:00:00.000Z',
      machine: 'a processor with 2 hardware threads',
      busy: true,
      report: null,
    };
    setText(byId('recorded-other'), recordedWords(recorded, 'Press Run to measure this machine.'));
    setText(
      byId('recorded-own'),
      recordedWords({ ...recorded, machine: null }, 'Press Run to measure this machine.'),
    );
  }

  private showNotices(): void {
    this.notices.show('plain', 'The previous run continues.');
    this.notices.show('actions', 'Something went wrong: the device was lost.', [
      { label: 'Copy report', run: () => {}, keep: true },
      { label: 'Restart', run: () => {} },
    ]);
  }
}
