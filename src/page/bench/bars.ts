import { type BenchReport, contenderName, type Row } from '../../experiment/bench/report';
import { rateWords } from '../../experiment/bench/sections';
import { html } from '../shared/dom';

/** Contenders as bars from zero, with their quartiles; a list that reads as one too. */
export function showBars(list: HTMLElement, rows: readonly Row[], report: BenchReport): void {
  const most = Math.max(
    ...rows.map(({ particleStepsPerSecond }) => particleStepsPerSecond.upperQuartile),
  );
  list.replaceChildren(
    ...rows.map(
      ({ contender, particleStepsPerSecond: { median, lowerQuartile, upperQuartile } }) => {
        const share = (rate: number) => `${((100 * rate) / most).toFixed(2)}%`;
        const fill = html('span', { class: 'bar-fill' });
        fill.style.width = share(median);
        const whisker = html('span', { class: 'bar-whisker' });
        whisker.style.left = share(lowerQuartile);
        whisker.style.width = share(upperQuartile - lowerQuartile);
        return html(
          'li',
          { 'data-contender': contender },
          html('span', { class: 'bar-name' }, contenderName(contender, report)),
          html('span', { class: 'bar-track', 'aria-hidden': 'true' }, fill, whisker),
          html(
            'span',
            { class: 'bar-value' },
            html('strong', {}, rateWords(median)),
            ` (${rateWords(lowerQuartile)} to ${rateWords(upperQuartile)})`,
          ),
        );
      },
    ),
  );
}
