import { numberOf } from '../../models/field';
import { optimizerKinds, optimizerText, scheduleKinds } from '../../models/registry';
import { fieldTexts } from '../../spec/field-text';
import { differenceOf, withPartial } from '../../spec/side';
import type { OptimizerKind, ScheduleKind, Spec } from '../../spec/spec';
import { comparisons, MOST_SIDES, type Sweep } from '../../spec/sweep';
import { sidesOf } from '../../spec/sweep-schema';
import { withOptimizer, withSchedule } from '../shared/change-kind';
import { byId, html, setText } from '../shared/dom';
import { capital, scheduleName } from '../shared/names';
import { sideLetter } from '../shared/side-letter';
import type { Offer } from './axis-controls';
import { NumberBox } from './number-box';

/** What a side is compared with next, where one is added. */
const NEXT: readonly OptimizerKind[] = ['svrg', 'perturbed', 'heavy-ball', 'nesterov', 'gd'];

/**
 * The sides of a map: the method of each and its numbers; what else tells them apart is in the
 * JSON.
 */
export class SideControls {
  private readonly place = byId('sides');
  private readonly error = byId('sides-error');
  private rows: SideRow[] = [];
  private sweep: Sweep | null = null;

  constructor(private readonly offer: Offer) {
    byId('add-side').addEventListener('click', () => this.refuse(this.add()));
    byId('swap-sides').addEventListener('click', () => this.refuse(this.swap()));
    byId('copy-side').addEventListener('click', () => this.refuse(this.copy()));
  }

  show(sweep: Sweep): void {
    this.sweep = sweep;
    const sides = sidesOf(sweep);
    while (this.rows.length > sides.length) this.rows.pop()!.element.remove();
    while (this.rows.length < sides.length) {
      const row = new SideRow(this.rows.length, {
        edit: (side, change) => this.edit(side, change),
        remove: (side) => this.refuse(this.remove(side)),
      });
      this.rows.push(row);
      this.place.append(row.element);
    }
    for (const [side, row] of this.rows.entries()) row.show(sides[side], sweep);
    byId<HTMLButtonElement>('add-side').disabled = sides.length >= MOST_SIDES;
    byId<HTMLButtonElement>('swap-sides').disabled = sides.length < 2;
    byId<HTMLButtonElement>('copy-side').disabled = sides.length < 2;
    this.refuse(null);
  }

  /** A side with something changed: of A the base itself, of another what makes it of A. */
  private edit(side: number, change: (spec: Spec) => unknown): string | null {
    const { sweep } = this;
    if (!sweep) return null;
    const changed = change(structuredClone(sidesOf(sweep)[side]));
    return this.offer((draft) => {
      if (side === 0) draft.base = changed as Spec;
      else {
        const list = [...comparisons(draft)];
        // Checked with the whole sweep; a draft that makes no spec is refused there by its own
        // fields.
        list[side - 1] = differenceOf(draft.base, changed as Spec);
        draft.compare = list;
      }
    });
  }

  private add(): string | null {
    return this.offer((draft) => {
      const taken = sidesOf(draft).map(({ optimizer }) => optimizer.kind);
      const kind = NEXT.find((one) => !taken.includes(one)) ?? 'sgd';
      draft.compare = [
        ...comparisons(draft),
        differenceOf(draft.base, withPartial(draft.base, { optimizer: { kind } })),
      ];
    });
  }

  private remove(side: number): string | null {
    return this.offer((draft) => {
      const rest = comparisons(draft).filter((_, k) => k !== side - 1);
      if (rest.length > 0) draft.compare = rest;
      else delete draft.compare;
    });
  }

  /** A and B change places; the others stay what they are. */
  private swap(): string | null {
    return this.offer((draft) => {
      const [a, b, ...others] = sidesOf(draft);
      draft.base = b;
      draft.compare = [a, ...others].map((spec) => differenceOf(b, spec));
    });
  }

  /** B becomes what A is, to be changed from there. */
  private copy(): string | null {
    return this.offer((draft) => {
      const [, ...others] = comparisons(draft);
      draft.compare = [{}, ...others];
    });
  }

  private refuse(sentence: string | null): void {
    setText(this.error, sentence ?? '');
  }
}

interface RowActions {
  edit: (side: number, change: (spec: Spec) => unknown) => string | null;
  remove: (side: number) => void;
}

/** Letter, method and numbers of one side. */
class SideRow {
  readonly element: HTMLElement;
  private readonly method: HTMLSelectElement;
  private readonly boxes = new Map<string, NumberBox>();
  private readonly schedule: HTMLSelectElement;
  private readonly error = html('p', { class: 'field-error', role: 'alert' });

  constructor(side: number, { edit, remove }: RowActions) {
    const letter = sideLetter(side);
    this.method = html('select', {
      id: `method-${letter}`,
      'aria-label': `Method of side ${letter}`,
      autocomplete: 'off',
    });
    for (const kind of optimizerKinds())
      this.method.append(html('option', { value: kind }, capital(optimizerText({ kind }).name)));
    this.method.addEventListener('change', () =>
      this.refuse(edit(side, (spec) => withOptimizer(spec, this.method.value as OptimizerKind))),
    );
    for (const [field, { symbol }] of Object.entries(fieldTexts('optimizer')))
      this.boxes.set(
        field,
        new NumberBox({
          id: `${field}-${letter}`,
          label: symbol,
          onValue: (value) =>
            edit(side, (spec) => {
              Object.assign(spec.optimizer, { [field]: value });
              return spec;
            }),
        }),
      );
    this.schedule = html('select', {
      id: `schedule-${letter}`,
      'aria-label': `Learning rate of side ${letter} at step n`,
      autocomplete: 'off',
    });
    for (const schedule of scheduleKinds())
      this.schedule.append(html('option', { value: schedule }, scheduleName(schedule)));
    this.schedule.addEventListener('change', () =>
      this.refuse(edit(side, (spec) => withSchedule(spec, this.schedule.value as ScheduleKind))),
    );
    const removal = html(
      'button',
      { type: 'button', class: 'quiet', 'aria-label': `Remove side ${letter}` },
      '✕',
    );
    removal.addEventListener('click', () => remove(side));
    this.element = html(
      'div',
      { class: 'side-row', role: 'group', 'aria-label': `Side ${letter}` },
      html(
        'div',
        { class: 'side-head' },
        html('b', {}, letter),
        this.method,
        ...(side === 0 ? [] : [removal]),
      ),
      html(
        'div',
        { class: 'side-numbers' },
        ...[...this.boxes.values()].map(({ element }) => element),
        this.schedule,
      ),
      this.error,
    );
  }

  show({ optimizer }: Spec, { x, y, tied = {} }: Sweep): void {
    this.method.value = optimizer.kind;
    for (const [field, box] of this.boxes) {
      const axis = [x.path, y.path, ...Object.keys(tied)].includes(`optimizer.${field}`);
      const value = numberOf(optimizer, field);
      box.element.hidden = value === undefined || axis;
      if (value !== undefined) box.show(value);
    }
    this.schedule.value = optimizer.schedule;
    this.refuse(null);
  }

  private refuse(sentence: string | null): void {
    this.error.textContent = sentence ?? '';
  }
}
