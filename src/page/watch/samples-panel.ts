import {
  type SampleEstimate,
  type SamplesSummary,
  samplesSummaryOf,
} from '../../experiment/samples/samples-summary';
import type { GivenSamples } from '../../spec/given-samples';
import type { Spec } from '../../spec/spec';
import { byId, html } from '../shared/dom';
import { onDroppedFile } from '../shared/dropped-file';
import { number, whole } from '../shared/format';
import type { Notices } from '../shared/notices';
import { isOfSamples, noiseOfSamples, samplesOfFile } from '../shared/samples-of-file';
import type { Session } from './session';

/**
 * Samples of the reader's own: a file that is dropped on the page, or chosen under the list of noise
 * laws, and what its pairs say. Loaded after the first picture.
 */
export class SamplesPanel {
  private readonly panel: HTMLElement;
  private readonly words = html('ul', { class: 'hint', id: 'samples-summary' });

  constructor(
    private readonly session: Session,
    private readonly notices: Notices,
  ) {
    const input = html('input', {
      type: 'file',
      id: 'samples-file',
      accept: '.csv,.tsv,.txt,.npy,.json',
    });
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file) void this.take(file);
      input.value = '';
    });
    const label = html(
      'label',
      { for: 'samples-file' },
      'Pairs (ξ, η) from a file, or dropped here',
    );
    this.panel = html('div', { id: 'samples-panel', hidden: '' }, label, input, this.words);
    byId('law-sliders').before(this.panel);
    onDroppedFile((file) => void this.take(file));
  }

  /** Shows the spec in force. */
  show(spec: Spec): void {
    const summary = samplesSummaryOf(spec);
    this.panel.hidden = summary === null;
    if (summary)
      this.words.replaceChildren(...linesOf(summary).map((line) => html('li', {}, line)));
  }

  private async take(file: File): Promise<void> {
    const { samples, said } = await samplesOfFile(file);
    this.notices.show('samples', samples ? (this.use(samples) ?? said) : said);
  }

  /** Returns a sentence when the run with these is refused. */
  private use({ data }: GivenSamples): string | null {
    const { spec } = this.session;
    // A link that was refused for want of these.
    if (!isOfSamples(spec.noise, data) && location.hash.includes(`data=${data}`)) {
      dispatchEvent(new PopStateEvent('popstate'));
      return null;
    }
    return this.session.offer({ ...spec, noise: noiseOfSamples(spec.noise, data) });
  }
}

/** What the pairs say, with intervals. */
function linesOf(summary: SamplesSummary): string[] {
  const { data, count, mean, sigma, tau, rho, tailIndex, note } = summary;
  const named = data === 'example' ? 'the example' : data.slice(0, 8);
  const line = (what: string, estimate: SampleEstimate | null) =>
    estimate ? [`${what} ${interval(estimate)}`] : [];
  return [
    `${whole(count)} pairs, ${named}; 95 % intervals:`,
    `mean of ξ ${interval(mean.xi)}, of η ${interval(mean.eta)}: both are taken off`,
    ...line('σ', sigma),
    ...line('τ', tau),
    ...line('ρ', rho),
    ...line('tail index of ξ', tailIndex.xi),
    ...line('tail index of η', tailIndex.eta),
    ...(note ? [note] : []),
  ];
}

function interval({ value, low, high }: SampleEstimate): string {
  const ends = low === null || high === null ? '' : ` (${number(low, 3)} to ${number(high, 3)})`;
  return `${number(value, 3)}${ends}`;
}
