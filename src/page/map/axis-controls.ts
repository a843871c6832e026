import { axisPaths, pathText } from '../../spec/field-path';
import type { Sweep, SweepAxis } from '../../spec/sweep';
import { byId, html } from '../shared/dom';
import { exact } from '../shared/format';
import { typedNumbers } from '../shared/typed-number';
import { axisRangeFor } from './axis-range';
import { fieldTitle } from './field-names';
import { NumberBox } from './number-box';

/** Offers a changed sweep; returns a sentence when it is refused. */
export type Offer = (change: (draft: Sweep) => void) => string | null;

const SCALES = { linear: 'equal steps', log: 'equal factors', list: 'listed values' };

/** One axis of the map: which number, from where to where, in how many cells. */
export class AxisControls {
  private readonly field = html('select', { autocomplete: 'off' });
  private readonly scale = html('select', { autocomplete: 'off' });
  private readonly boxes: Record<'from' | 'to' | 'count', NumberBox>;
  private readonly values = html('input', { type: 'text', autocomplete: 'off' });
  private readonly error: HTMLElement;
  private axis: SweepAxis | null = null;

  constructor(
    private readonly name: 'x' | 'y',
    private readonly offer: Offer,
  ) {
    const place = byId(`axis-${name}`);
    const direction = name === 'x' ? 'Across' : 'Up';
    this.error = html('p', { class: 'field-error', id: `${name}-error`, role: 'alert' });
    this.field.id = `${name}-field`;
    this.field.setAttribute('aria-describedby', `${name}-error`);
    this.scale.setAttribute('aria-label', `${direction}: scale`);
    this.scale.id = `${name}-scale`;
    this.values.id = `${name}-values`;
    this.values.setAttribute('aria-label', `${direction}: values with spaces between`);
    for (const [value, text] of Object.entries(SCALES))
      this.scale.append(html('option', { value }, text));
    const box = (key: 'from' | 'to' | 'count', label: string) =>
      new NumberBox({
        id: `${name}-${key}`,
        label,
        onValue: (value) => this.change({ [key]: value }),
      });
    this.boxes = { from: box('from', 'from'), to: box('to', 'to'), count: box('count', 'cells') };
    place.append(
      html('div', { class: 'field' }, html('label', { for: this.field.id }, direction), this.field),
      html(
        'div',
        { class: 'axis-numbers' },
        ...Object.values(this.boxes).map(({ element }) => element),
        this.values,
        this.scale,
      ),
      this.error,
    );
    this.field.addEventListener('change', () => this.refuse(this.offerField()));
    this.scale.addEventListener('change', () => this.refuse(this.offerScale()));
    this.values.addEventListener('change', () => this.refuse(this.offerValues()));
  }

  show(sweep: Sweep): void {
    const axis = sweep[this.name];
    this.axis = axis;
    const paths = axisPaths(sweep.base).map(pathText);
    if (!paths.includes(axis.path)) paths.push(axis.path);
    this.field.replaceChildren(
      ...paths.map((value) => html('option', { value }, fieldTitle(value))),
    );
    this.field.value = axis.path;
    this.scale.value = axis.scale;
    const listed = axis.scale === 'list';
    this.values.hidden = !listed;
    for (const { element } of Object.values(this.boxes)) element.hidden = listed;
    if (axis.scale === 'list') this.values.value = axis.values.map(exact).join(' ');
    else for (const key of ['from', 'to', 'count'] as const) this.boxes[key].show(axis[key]);
    this.refuse(null);
  }

  private change(fields: object): string | null {
    return this.offer((draft) => {
      draft[this.name] = { ...draft[this.name], ...fields } as SweepAxis;
    });
  }

  /** Another number gets a range around what the base has. */
  private offerField(): string | null {
    return this.offer((draft) => {
      draft[this.name] = axisRangeFor(this.field.value, draft);
    });
  }

  private offerScale(): string | null {
    const scale = this.scale.value as SweepAxis['scale'];
    const { axis } = this;
    if (!axis || scale === axis.scale) return null;
    return this.offer((draft) => {
      const { path } = axis;
      if (scale === 'list') draft[this.name] = { path, scale, values: shortList(axis) };
      else {
        const { from, to, count } = endsOf(axis);
        // A log scale has no 0.
        const low = scale === 'log' && from <= 0 && to > 0 ? to / 100 : from;
        draft[this.name] = { path, scale, from: low, to, count };
      }
    });
  }

  private offerValues(): string | null {
    const read = typedNumbers(this.values.value);
    return 'wrong' in read ? `Values: ${read.wrong}.` : this.change(read);
  }

  private refuse(sentence: string | null): void {
    this.error.textContent = sentence ?? '';
  }
}

function endsOf(axis: SweepAxis): { from: number; to: number; count: number } {
  if (axis.scale !== 'list') return axis;
  const { values } = axis;
  return { from: values[0], to: values[values.length - 1], count: values.length };
}

/** A list to begin with: the ends and a few round values between. */
function shortList(axis: SweepAxis): number[] {
  if (axis.scale === 'list') return axis.values;
  const { from, to, count, scale } = axis;
  const few = Math.min(count, 9);
  const values = Array.from({ length: few }, (_, k) => {
    const share = few === 1 ? 0 : k / (few - 1);
    return Number(
      (scale === 'log' ? from * (to / from) ** share : from + (to - from) * share).toPrecision(3),
    );
  });
  return [...new Set(values)].sort((p, q) => p - q);
}
