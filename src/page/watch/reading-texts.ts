import type { Theory } from '../../theory/model-theory';
import { byId, find, html, setText } from '../shared/dom';
import { number, whole } from '../shared/format';
import type { AdapterNote } from './adapter-note';
import { NumbersView } from './numbers-view';
import { AGREEMENT_WORDS, inSymbols, type Reading } from './reading';
import type { Views } from './views';

/** What is written of a reading around its picture: numbers, takeaway and legend. */
export class ReadingTexts {
  private readonly numbers = new NumbersView();

  constructor(
    private readonly adapter: AdapterNote,
    private readonly views: Views,
  ) {}

  write(reading: Reading): void {
    this.numbers.show(reading, this.adapter.summary, this.views.current);
    this.showTakeaway(reading);
    const step = String(reading.sample.counts.step);
    for (const id of ['numbers-list', 'takeaway']) byId(id).dataset.step = step;
    this.showLegend(reading);
  }

  private showTakeaway(reading: Reading): void {
    if (this.views.current !== 'marginal') return;
    const element = byId('takeaway');
    const word = AGREEMENT_WORDS[reading.agreement];
    const text = `${word} ${reading.takeaway}`;
    if (element.textContent === text) return;
    element.replaceChildren(
      html('b', { 'data-agreement': reading.agreement }, word),
      ` ${reading.takeaway}`,
    );
    byId('density-plot').setAttribute('aria-label', `Histogram of the particles. ${text}`);
  }

  private showLegend({ spec, sample, theory }: Reading): void {
    const { particles, all } = sample;
    const asked = spec.ensemble.particles;
    const share = all < asked ? ` of ${whole(asked)}` : '';
    const part = particles < all ? `; shown while it runs: the first ${whole(particles)}` : '';
    const where = this.adapter.identity.kind === 'cpu' ? ' on the CPU' : '';
    const { cell } = spec.ensemble;
    const first = cell ? `; the first are the replicas of cell ${cell} of a map` : '';
    setText(
      byId('legend-simulation'),
      `simulation: ${whole(all)}${share} particles${where}${first}${part}`,
    );
    byId('legend-swatch').hidden = !theory.law;
    // Limits are dotted, what is exact or bounded is dashed: plot.css.
    find(document, 'main').dataset.lawBasis = theory.lawBasis;
    if (!theory.law) setText(byId('legend-theory'), 'theory: no curve, the reason is below');
    if (theory.law) {
      const when = theory.law.kind === 'stationary' ? 'in the long run' : 'at this moment';
      setText(
        byId('legend-theory'),
        `theory ${when}, ${basisWords(theory)}: ${inSymbols(theory.law.title)}`,
      );
    }
  }
}

/** How the drawn law is known. */
function basisWords({ lawBasis, lawError }: Theory): string {
  switch (lawBasis) {
    case 'exact':
      return 'exact';
    case 'bounded':
      return lawError === null ? 'bounded' : `within ${number(lawError, 1)}`;
    case 'limit':
      return 'in a limit';
    case 'unknown':
      return 'not known';
    default:
      return lawBasis satisfies never;
  }
}
