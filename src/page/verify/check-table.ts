import type { ClaimResult } from '../../experiment/verify/verify';
import { html } from '../shared/dom';
import { withRoles } from '../shared/table-roles';
import { checkWords } from './check-words';
import { mark } from './mark';
import { strip } from './strip';
import { withSymbols } from './symbols';

const COLUMNS = [
  'Check',
  'Theory',
  'Measured',
  '95 % interval',
  'Against theory',
  'z',
  'Allowance',
  'Verdict',
] as const;

/** Every check of a claim with its numbers. */
export function checkTable({ title, checks }: ClaimResult, zLimit: number): HTMLTableElement {
  const body = html('tbody');
  for (const check of checks) {
    const words = checkWords(check);
    const kind = check.holds ? 'holds' : 'fails';
    const cell = (label: string, ...content: (Node | string)[]) =>
      html('td', { 'data-label': label }, html('span', {}, ...content));
    body.append(
      html(
        'tr',
        { class: kind },
        html('th', { scope: 'row' }, withSymbols(words.what)),
        cell('Theory', words.theory),
        cell('Measured', words.measured),
        cell('95 % interval', words.interval),
        cell('Against theory', strip([check], zLimit, true)),
        cell('z', words.z),
        cell('Allowance', words.allowance),
        cell('Verdict', mark(kind), words.verdict),
      ),
    );
  }
  return withRoles(
    html(
      'table',
      { class: 'checks' },
      html('caption', { class: 'visually-hidden' }, `Checks of the claim “${title}”`),
      html(
        'thead',
        {},
        html('tr', {}, ...COLUMNS.map((name) => html('th', { scope: 'col' }, name))),
      ),
      body,
    ),
  );
}
