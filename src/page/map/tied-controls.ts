import { isCoordinateCount } from '../../spec/coordinate-count';
import { axisPaths, pathText } from '../../spec/field-path';
import type { Sweep } from '../../spec/sweep';
import { sidesOf } from '../../spec/sweep-schema';
import { formulaNames } from '../../spec/tied-fields';
import { byId, html, setText } from '../shared/dom';
import type { Offer } from './axis-controls';
import { fieldTitle } from './field-names';

/** Numbers that go along with the axes: a row for each, with its formula. */
export class TiedControls {
  private readonly place = byId('tied');
  private readonly hint = byId('tied-hint');
  private readonly add = byId<HTMLButtonElement>('add-tied');
  private rows: TiedRow[] = [];
  private made = 0;
  private sweep: Sweep | null = null;

  constructor(private readonly offer: Offer) {
    this.add.addEventListener('click', () => {
      if (!this.sweep) return;
      const row = this.newRow();
      row.begin(this.sweep, this.free(this.sweep));
      this.describe(this.sweep);
      row.focus();
    });
  }

  /** Shows what is in force. A row whose entry was refused, or is not finished, keeps it. */
  show(sweep: Sweep): void {
    this.sweep = sweep;
    const { tied = {} } = sweep;
    const isTied = (path: string) => Object.hasOwn(tied, path);
    for (const row of [...this.rows]) if (!row.isDraft && !isTied(row.path)) this.drop(row);
    for (const [path, formula] of Object.entries(tied)) {
      const row =
        this.rows.find((one) => one.path === path) ??
        // It was offered by this row, and is in force now.
        this.rows.find((one) => one.chosen === path && !isTied(one.path)) ??
        this.newRow();
      row.show(sweep, path, formula);
    }
    for (const row of this.rows) {
      if (!isTied(row.path)) row.path = '';
      if (row.isDraft) row.list(sweep);
    }
    this.describe(sweep);
  }

  private describe(sweep: Sweep): void {
    this.hint.hidden = this.rows.length === 0;
    setText(this.hint, `Formulas of ${formulaNames(sweep).join(', ')}, with + - * / ^ ( ).`);
    this.add.disabled = this.free(sweep).length === 0;
  }

  /** Paths that are not taken. */
  private free(sweep: Sweep): string[] {
    const taken = this.rows.map(({ chosen }) => chosen);
    return tiablePaths(sweep).filter((path) => !taken.includes(path));
  }

  private newRow(): TiedRow {
    const row = new TiedRow(++this.made, {
      offer: (before, path, formula) =>
        this.offer((draft) => {
          const { [before]: _, ...rest } = draft.tied ?? {};
          draft.tied = { ...rest, [path]: formula };
        }),
      remove: () => this.remove(row),
    });
    this.rows.push(row);
    this.place.append(row.element);
    return row;
  }

  private remove(row: TiedRow): void {
    const { path } = row;
    this.drop(row);
    this.add.focus();
    if (this.sweep) this.describe(this.sweep);
    if (path === '') return;
    this.offer((draft) => {
      const { [path]: _, ...rest } = draft.tied ?? {};
      if (Object.keys(rest).length > 0) draft.tied = rest;
      else delete draft.tied;
    });
  }

  private drop(row: TiedRow): void {
    row.element.remove();
    this.rows = this.rows.filter((other) => other !== row);
  }
}

/** What can be tied: every number of some side but the axes and the number of coordinates. */
function tiablePaths(sweep: Sweep): string[] {
  const all = sidesOf(sweep).flatMap((spec) =>
    axisPaths(spec)
      .filter((path) => !isCoordinateCount(path))
      .map(pathText),
  );
  const axes = [sweep.x.path, sweep.y.path];
  return [...new Set(all)].filter((path) => !axes.includes(path));
}

interface TiedActions {
  /** Ties a field, in place of the one before; returns a sentence when it is refused. */
  offer: (before: string, path: string, formula: string) => string | null;
  remove: () => void;
}

/** Which number, its formula, and the sentence where it is refused. */
class TiedRow {
  readonly element: HTMLElement;
  /** What is in force; empty where nothing is yet. */
  path = '';
  private formula = '';
  private readonly field = html('select', { autocomplete: 'off' });
  private readonly text: HTMLInputElement;
  private readonly error: HTMLElement;

  constructor(
    number: number,
    private readonly actions: TiedActions,
  ) {
    const error = `tied-error-${number}`;
    this.error = html('p', { class: 'field-error', id: error, role: 'alert' });
    this.text = html('input', {
      type: 'text',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-describedby': `${error} tied-hint`,
    });
    this.field.setAttribute('aria-label', 'Tied number');
    const removal = html('button', { type: 'button', class: 'quiet' }, '✕');
    removal.setAttribute('aria-label', 'Untie');
    removal.addEventListener('click', () => actions.remove());
    this.field.addEventListener('change', () => {
      this.name();
      this.change();
    });
    this.text.addEventListener('change', () => this.change());
    this.element = html(
      'div',
      { class: 'tied-row', role: 'group' },
      html('div', { class: 'tied-head' }, this.field, html('span', {}, '='), this.text, removal),
      this.error,
    );
  }

  get chosen(): string {
    return this.field.value;
  }

  /** Whether what is shown is not in force. */
  get isDraft(): boolean {
    return this.path !== this.field.value || this.formula !== this.text.value.trim();
  }

  focus(): void {
    this.text.focus();
  }

  /** A row that nothing is typed into yet. */
  begin(sweep: Sweep, free: readonly string[]): void {
    this.list(sweep);
    this.field.value = free[0];
    this.name();
  }

  /** Shows a formula that is in force. */
  show(sweep: Sweep, path: string, formula: string): void {
    const same = path === this.path && formula === this.formula;
    this.path = path;
    this.formula = formula;
    this.list(sweep);
    if (same && this.error.textContent) return;
    this.field.value = path;
    this.text.value = formula;
    this.name();
    this.refuse(null);
  }

  /** Offers the numbers that there are; what is chosen stays. */
  list(sweep: Sweep): void {
    const chosen = this.field.value;
    const paths = tiablePaths(sweep);
    for (const path of [this.path, chosen])
      if (path !== '' && !paths.includes(path)) paths.push(path);
    this.field.replaceChildren(
      ...paths.map((value) => html('option', { value }, fieldTitle(value))),
    );
    if (chosen !== '') this.field.value = chosen;
  }

  private change(): void {
    const text = this.text.value.trim();
    // Nothing is asked of a row before it has a formula.
    if (text === '' && this.path === '') return;
    this.refuse(this.actions.offer(this.path, this.field.value, text));
  }

  private name(): void {
    this.text.setAttribute('aria-label', `Formula of ${fieldTitle(this.field.value)}`);
    this.element.setAttribute('aria-label', `Tied: ${fieldTitle(this.field.value)}`);
  }

  private refuse(sentence: string | null): void {
    setText(this.error, sentence ?? '');
    if (sentence) this.text.setAttribute('aria-invalid', 'true');
    else this.text.removeAttribute('aria-invalid');
  }
}
