import { digits } from '../../experiment/bench/numbers';
import { type BenchReport, CONTENDERS } from '../../experiment/bench/report';
import { circumstancesOf, ratioWords } from '../../experiment/bench/sections';
import { byId, html, setText } from '../shared/dom';
import { whole } from '../shared/format';
import { showBars } from './bars';

/**
 * The answer: one ratio in large letters, or that there is none and why; and what was measured, as
 * bars.
 */
export class Card {
  private readonly card = byId('card');
  private readonly ratio = byId('card-ratio');
  private readonly sentence = byId('card-sentence');
  private readonly refusals = byId('card-refusals');
  private readonly bars = byId('bars');
  private readonly circumstances = byId('card-circumstances');

  /** @param ended  Whether the run is over: before, a missing headline is no refusal yet. */
  show(report: BenchReport, ended: boolean): void {
    const { headline, measurements, gpu } = report;
    this.card.hidden = measurements.length === 0 && !ended;
    this.card.dataset.headline = String(headline !== null);
    if (headline) {
      const { low, high } = headline;
      this.ratio.replaceChildren(
        html('strong', {}, `${digits(headline.ratio)}×`),
        html('span', {}, ` 95 %: ${digits(low)} to ${digits(high)}`),
      );
      setText(
        this.sentence,
        `${gpu!.adapter} against ${CONTENDERS[headline.cpu]}, the fastest path of this CPU, at ${whole(headline.particles)} particles.`,
      );
    } else {
      this.ratio.replaceChildren(html('strong', {}, ended ? 'No headline' : 'Measuring'));
      setText(this.sentence, ended ? this.measuredRatio(report) : 'Results so far:');
    }
    this.refusals.replaceChildren(
      ...(ended ? report.refusals.map((reason) => html('li', {}, reason)) : []),
    );
    showBars(this.bars, measurements.find(({ part }) => part === 'headline')?.rows ?? [], report);
    this.circumstances.replaceChildren(
      ...circumstancesOf(report).map((line) => html('li', {}, line)),
    );
  }

  hide(): void {
    this.card.hidden = true;
  }

  /** The numbers are shown for what they are. */
  private measuredRatio({ measurements, gpu }: BenchReport): string {
    const one = measurements.find(({ part }) => part === 'headline');
    if (!one?.ratio || !gpu) return '';
    const what = gpu.fallback ? 'the software adapter' : 'the GPU';
    return `Measured anyway: ${what} ${ratioWords(one.ratio)} times as fast as ${CONTENDERS[one.rows[1].contender]}.`;
  }
}
