import { FormulaError } from '../../formula/formula-error';
import { checkParameter, lossFormula, MOST_VARIABLES } from '../../formula/loss-formula';
import type { NamedNumber } from '../../models/field';
import type { Spec } from '../../spec/spec';
import { html, setText } from '../shared/dom';
import { markUnder } from './formula-mark';
import type { Session } from './session';
import { Slider } from './slider';

/** Pause after the last key before a formula runs. */
const TYPING_MILLISECONDS = 200;

/** Names of the coordinates. */
const PLACES = ['x', 'y', 'z', 'w'];

type Parameters = Record<string, NamedNumber>;

/** What the editor makes of its text. */
interface Typed {
  f: string;
  coordinates: number;
  parameters: Parameters;
}

/**
 * Loaded when a formula is first in force: its text, which runs as soon as it is one, a mark under
 * the character that is wrong, and a slider for each parameter.
 */
export class FormulaEditor {
  private readonly text = html('textarea', {
    id: 'formula-text',
    rows: '3',
    spellcheck: 'false',
    autocapitalize: 'off',
    autocomplete: 'off',
    'aria-describedby': 'formula-names formula-error',
  });
  private readonly coordinates = html('select', { id: 'formula-coordinates' });
  private readonly names = html('p', { class: 'hint', id: 'formula-names' });
  private readonly mark = html('pre', { class: 'formula-mark', 'aria-hidden': 'true' });
  private readonly error = html('p', { class: 'field-error', id: 'formula-error', role: 'alert' });
  private readonly add = html('button', { type: 'button', id: 'formula-add', hidden: '' });
  private readonly holder = html('div', { class: 'sliders', id: 'formula-sliders' });
  private readonly element: HTMLElement;
  private sliders = new Map<string, { range: string; slider: Slider }>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The formula in force, as it was last written into the text. */
  private shown = '';
  private parameters: Parameters = {};

  /** @param before  What it stands behind. */
  constructor(
    before: Element,
    private readonly session: Session,
  ) {
    for (let count = 1; count <= MOST_VARIABLES; count++)
      this.coordinates.append(
        html('option', { value: String(count) }, PLACES.slice(0, count).join(', ')),
      );
    this.element = html(
      'div',
      { class: 'formula', role: 'group', 'aria-label': 'Formula of the loss' },
      html(
        'div',
        { class: 'field' },
        html('label', { for: 'formula-coordinates' }, 'Over'),
        this.coordinates,
      ),
      html('label', { for: 'formula-text' }, 'f ='),
      this.text,
      this.mark,
      this.error,
      this.add,
      this.names,
      this.holder,
    );
    before.after(this.element);
    this.text.addEventListener('input', () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.run(), TYPING_MILLISECONDS);
    });
    this.coordinates.addEventListener('change', () => this.run());
    this.add.addEventListener('click', () => {
      this.parameters[this.add.value] = { value: 1, min: -2, max: 2 };
      this.run();
    });
  }

  /** Shows the spec in force, and nothing of it where its loss is no formula. */
  show({ loss }: Spec): void {
    this.element.hidden = !('f' in loss);
    if (!('f' in loss)) return;
    this.parameters = { ...loss.parameters };
    // What is typed stays until another formula comes into force.
    if (this.shown !== loss.f) this.text.value = loss.f;
    this.shown = loss.f;
    this.coordinates.value = String(loss.coordinates);
    const own = Object.keys(loss.parameters);
    const places = PLACES.slice(0, loss.coordinates);
    setText(
      this.names,
      `Names: ${[...places, 'xi', 'eta', ...own].join(', ')}; + - * / ^, abs exp log sqrt sin cos tan sinh cosh tanh relu sigmoid, min(a, b), max(a, b), a < b ? c : d.`,
    );
    this.showSliders(loss.parameters);
  }

  /** Takes what is typed, or says what is wrong with it. */
  private run(): void {
    clearTimeout(this.timer);
    const typed: Typed = {
      f: this.text.value.trim(),
      coordinates: Number(this.coordinates.value),
      parameters: this.parameters,
    };
    this.refuse(null);
    try {
      lossFormula({ ...typed, parameters: Object.keys(typed.parameters) });
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      this.refuse(`Write ${error.message}.`, error.at);
      return;
    }
    const used = new Set(typed.f.match(/[A-Za-z]\w*/g));
    const parameters = Object.fromEntries(
      Object.entries(typed.parameters).filter(([name]) => used.has(name)),
    );
    this.shown = typed.f;
    const refusal = this.session.offer(this.draft({ ...typed, parameters }), { from: 'start' });
    if (refusal) this.refuse(refusal);
  }

  /** Another number of coordinates has another start and picture. */
  private draft(loss: Typed): object {
    const { spec } = this.session;
    const draft = { ...spec, loss: { kind: spec.loss.kind, ...loss } };
    if ('coordinates' in spec.loss && spec.loss.coordinates === loss.coordinates) return draft;
    const { start, histogram, ...rest } = draft;
    return rest;
  }

  /** @param at  Place of the character that is wrong. */
  private refuse(sentence: string | null, at: number | null = null): void {
    setText(this.error, sentence ?? '');
    if (sentence) this.text.setAttribute('aria-invalid', 'true');
    else this.text.removeAttribute('aria-invalid');
    const text = this.text.value.trim();
    setText(this.mark, at === null ? '' : markUnder(text, at));
    const [unknown = ''] = /^[A-Za-z]\w*/.exec(at === null ? '' : text.slice(at)) ?? [];
    this.add.hidden = !this.mayBeAdded(unknown);
    this.add.value = unknown;
    setText(this.add, `Make ${unknown} a parameter`);
  }

  private mayBeAdded(name: string): boolean {
    const names = Object.keys(this.parameters);
    if (name === '' || names.includes(name) || names.length >= MOST_VARIABLES) return false;
    try {
      checkParameter(name);
      return true;
    } catch (error) {
      if (error instanceof FormulaError) return false;
      throw error;
    }
  }

  private showSliders(parameters: Parameters): void {
    for (const [name, { slider }] of this.sliders)
      if (!Object.hasOwn(parameters, name)) {
        slider.element.remove();
        this.sliders.delete(name);
      }
    for (const [name, { value, min, max }] of Object.entries(parameters)) {
      const range = `${min} ${max}`;
      let made = this.sliders.get(name);
      if (made?.range !== range) {
        made?.slider.element.remove();
        made = { range, slider: this.makeSlider(name, min, max) };
        this.sliders.set(name, made);
        this.holder.append(made.slider.element);
      }
      made.slider.show(value);
    }
  }

  private makeSlider(name: string, min: number, max: number): Slider {
    return new Slider({
      id: `parameter-${name}`,
      symbol: name,
      name: 'parameter',
      min,
      max,
      step: (max - min) / 400,
      onValue: (value, final) =>
        this.session.edit(
          ({ loss }) => {
            if ('f' in loss) loss.parameters[name].value = value;
          },
          { final },
        ),
    });
  }
}
