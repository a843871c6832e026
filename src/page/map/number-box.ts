import { html } from '../shared/dom';
import { exact } from '../shared/format';
import { quoted, typedNumber } from '../shared/typed-number';

export interface NumberBoxOptions {
  id: string;
  /** What it is, for people. */
  label: string;
  /** Left empty, the field is left out. */
  optional?: boolean;
  /** Takes a value, null where it is left out; returns a sentence when it is refused. */
  onValue: (value: number | null) => string | null;
}

/** A number with its name before it and one sentence under it when an entry is refused. */
export class NumberBox {
  readonly element: HTMLElement;
  private readonly box: HTMLInputElement;
  private readonly error: HTMLElement;
  private value: number | null = null;

  constructor(private readonly options: NumberBoxOptions) {
    const { id, label } = options;
    this.box = html('input', {
      type: 'text',
      inputmode: 'decimal',
      autocomplete: 'off',
      id,
      'aria-describedby': `${id}-error`,
    });
    this.error = html('p', { class: 'field-error', id: `${id}-error`, role: 'alert' });
    this.element = html(
      'div',
      { class: 'number-box' },
      html('label', { for: id }, label),
      this.box,
      this.error,
    );
    this.box.addEventListener('change', () => this.offer());
  }

  /** Shows a value that is in force; a refused entry stays until another value is. */
  show(value: number | null): void {
    if (value === this.value && this.error.textContent) return;
    this.value = value;
    this.box.value = value === null ? '' : exact(value);
    this.refuse(null);
  }

  private offer(): void {
    const text = this.box.value;
    if (text.trim() === '' && this.options.optional) {
      this.refuse(this.options.onValue(null));
      return;
    }
    const read = typedNumber(text, this.value ?? 1);
    if ('wrong' in read) this.refuse(`${this.options.label}: ${quoted(text)} ${read.wrong}.`);
    else this.refuse(this.options.onValue(read.value));
  }

  private refuse(sentence: string | null): void {
    this.error.textContent = sentence ?? '';
    if (sentence) this.box.setAttribute('aria-invalid', 'true');
    else this.box.removeAttribute('aria-invalid');
  }
}
