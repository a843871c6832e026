import { POST_WORDS } from '../../experiment/verify/claim';
import type { ClaimResult } from '../../experiment/verify/verify';
import { html, setText } from '../shared/dom';
import { number, whole } from '../shared/format';
import { withRoles } from '../shared/table-roles';
import { checkTable } from './check-table';
import { checkCount, largestZ, verdictWord } from './check-words';
import { mark } from './mark';
import { strip } from './strip';
import { withSymbols } from './symbols';
import type { ClaimText } from './verify-protocol';

/** What a run is doing about a claim. */
export type Activity = 'none' | 'waits' | 'running';

/** Where a claim stands: untested, in a run, or with a verdict. */
export type Standing = 'untested' | 'waits' | 'running' | 'holds' | 'fails';

const STANDING_WORDS: Record<Exclude<Standing, 'holds' | 'fails'>, string> = {
  untested: 'not tested',
  waits: 'waits',
  running: 'running…',
};

/** A claim in the table: what is said of it, its verdict, and its checks to be opened. */
export class ClaimRow {
  readonly body: HTMLTableSectionElement;
  readonly run: HTMLButtonElement;
  readonly details = html('details');
  private readonly verdict = html('td', { 'data-label': 'Verdict', class: 'verdict-cell' });
  private readonly particles = numberCell('Particles');
  private readonly seconds = numberCell('Seconds');
  private readonly summary = html('summary');
  private readonly checksRow: HTMLTableRowElement;
  private activity: Activity = 'none';
  private result: ClaimResult | null = null;

  constructor(
    { id, title, source, says, corrected, post, parameters }: ClaimText,
    ordinal: number,
    private readonly zLimit: number,
  ) {
    this.run = html(
      'button',
      { type: 'button', 'aria-label': `Run claim ${ordinal}: ${title}` },
      'Run',
    );
    this.details.append(this.summary);
    this.checksRow = html(
      'tr',
      { class: 'checks-row', hidden: '' },
      html('td', { colspan: '8' }, this.details),
    );
    this.body = withRoles(
      html(
        'tbody',
        { id: `claim-${id}` },
        html(
          'tr',
          { class: 'claim-row' },
          html(
            'th',
            { scope: 'row' },
            html('span', { class: 'ordinal' }, String(ordinal)),
            html('span', {}, withSymbols(title)),
          ),
          html(
            'td',
            { 'data-label': source ? 'The paper says' : 'The post says' },
            html(
              'span',
              {},
              withSymbols(says),
              ' ',
              html('span', { class: `post ${post}` }, POST_WORDS[post]),
              source ? html('cite', {}, source) : '',
            ),
          ),
          corrected
            ? html('td', { 'data-label': 'What is tested' }, withSymbols(corrected))
            : html(
                'td',
                { 'data-label': 'What is tested', class: 'soft' },
                source ? 'The statement itself.' : 'The statement of the post.',
              ),
          this.verdict,
          html('td', { 'data-label': 'Tested at', class: 'parameters' }, withSymbols(parameters)),
          this.particles.cell,
          this.seconds.cell,
          html('td', { class: 'run-cell' }, this.run),
        ),
        this.checksRow,
      ),
    );
    this.show();
  }

  get standing(): Standing {
    if (this.activity === 'running') return 'running';
    return this.result?.verdict ?? (this.activity === 'waits' ? 'waits' : 'untested');
  }

  setActivity(activity: Activity): void {
    this.activity = activity;
    this.show();
  }

  /** @param result  null takes back what was found. */
  setResult(result: ClaimResult | null): void {
    this.result = result;
    if (result) this.activity = 'none';
    this.checksRow.hidden = result === null;
    this.details.querySelector('table')?.remove();
    if (result) {
      setText(this.summary, `${checkCount(result)}; ${largestZ(result)}`);
      this.details.append(checkTable(result, this.zLimit));
      // What fails is shown without being asked for.
      if (result.verdict === 'fails') this.details.open = true;
    }
    this.show();
  }

  private show(): void {
    const { standing, result } = this;
    this.body.dataset.standing = standing;
    setText(this.particles.value, result ? whole(result.particles) : '–');
    setText(this.seconds.value, result ? number(result.seconds, 2) : '–');
    if (standing !== 'holds' && standing !== 'fails') {
      this.verdict.replaceChildren(html('span', { class: 'standing' }, STANDING_WORDS[standing]));
      return;
    }
    this.verdict.replaceChildren(
      html(
        'strong',
        { class: `standing ${standing}` },
        mark(standing),
        verdictWord(standing === 'holds'),
      ),
      html(
        'span',
        { class: 'closest' },
        strip(result!.checks, this.zLimit, false),
        largestZ(result!),
      ),
    );
  }
}

/** A cell whose label is spelled out where the table is laid out as cards. */
function numberCell(label: string) {
  const value = html('span');
  return { value, cell: html('td', { 'data-label': label, class: 'number' }, value) };
}
