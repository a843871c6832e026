import { histogramEdges } from '../../spec/histogram-edges';
import { byId, html } from '../shared/dom';
import { setDrawer } from '../shared/drawer';
import { number, percent, whole } from '../shared/format';
import type { Reading } from './reading';

/** Rows of the table; every bin is in the CSV. */
const MOST_ROWS = 32;

/**
 * Loaded when it is first opened. The histogram as a table, for who cannot see it or wants the
 * numbers. It is a still: it says of which step.
 */
export class TableView {
  private readonly element = byId('table-view');
  private readonly button = byId('table-button');
  private shownStep = '';

  constructor(private readonly latest: () => Reading | null) {}

  toggle(): void {
    const open = Boolean(this.element.hidden);
    this.shownStep = '';
    if (open) this.fill(this.latest());
    setDrawer(this.button, this.element, open);
  }

  close(): void {
    if (!this.element.hidden) this.toggle();
  }

  /** A run that stands still gets its final numbers at once. */
  settle(reading: Reading): void {
    if (!this.element.hidden) this.fill(reading);
  }

  private fill(reading: Reading | null): void {
    if (!reading) return;
    const { spec, sample, expected } = reading;
    const of = sample.particles < sample.all ? `the first ${whole(sample.particles)} ` : '';
    const key = `${sample.run} ${sample.counts.step} ${sample.particles}`;
    if (key === this.shownStep) return;
    this.shownStep = key;
    const scroll = this.element.scrollTop;
    const body = html('tbody');
    for (const row of tableRows(reading)) {
      const cells = [
        percent(row.share, 3),
        ...(expected ? [percent(row.theory ?? 0, 3)] : []),
        whole(row.count),
      ];
      body.append(
        html(
          'tr',
          {},
          html('th', { scope: 'row' }, row.name),
          ...cells.map((cell) => html('td', {}, cell)),
        ),
      );
    }
    const names = [
      spec.histogram.axis === 'log-abs' ? '|x|' : 'x',
      'simulation',
      ...(expected ? ['theory'] : []),
      'particles',
    ];
    const refresh = html('button', { type: 'button', class: 'quiet' }, 'Refresh');
    refresh.addEventListener('click', () => this.fill(this.latest()));
    const table = html(
      'table',
      {},
      html('caption', {}, `Share of ${of}particles by x at step ${whole(sample.counts.step)}`),
      html('thead', {}, html('tr', {}, ...names.map((name) => html('th', { scope: 'col' }, name)))),
      body,
    );
    this.element.setAttribute('tabindex', '0');
    this.element.setAttribute('role', 'region');
    this.element.setAttribute('aria-label', 'Histogram as a table');
    this.element.replaceChildren(refresh, table);
    this.element.scrollTop = scroll;
  }
}

export interface TableRow {
  name: string;
  share: number;
  theory: number | null;
  count: number;
}

/** Neighbouring bins added up to a readable number of rows, with what lies below and above. */
export function tableRows({ spec, sample, expected }: Reading): TableRow[] {
  const { counts, below, above } = sample.counts;
  const edges = histogramEdges(spec.histogram);
  const group = Math.ceil(counts.length / MOST_ROWS);
  const row = (name: string, count: number, theory: number | undefined): TableRow => ({
    name,
    count,
    share: count / sample.particles,
    theory: theory ?? null,
  });
  const rows = [row(`below ${number(edges[0])}`, below, expected?.below)];
  for (let first = 0; first < counts.length; first += group) {
    const end = Math.min(counts.length, first + group);
    let count = 0;
    let theory = 0;
    for (let bin = first; bin < end; bin++) {
      count += counts[bin];
      theory += expected?.bins[bin] ?? 0;
    }
    rows.push(
      row(`${number(edges[first])} to ${number(edges[end])}`, count, expected ? theory : undefined),
    );
  }
  rows.push(row(`${number(edges[edges.length - 1])} and above`, above, expected?.above));
  return rows;
}
