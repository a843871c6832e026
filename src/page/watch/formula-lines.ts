import { noiseFormula } from '../../formula/noise-formula';
import { LineError, MOST_MEMORY, stepFormula } from '../../formula/step-formula';
import type { Spec } from '../../spec/spec';
import { html, setText } from '../shared/dom';
import { markUnder } from './formula-mark';
import type { Session } from './session';

/** Pause after the last key before formulas run. */
const TYPING_MILLISECONDS = 200;

/** Formulas of a spec that are edited together, each by the name that a mistake in it has. */
export interface Formulas {
  title: string;
  lines: readonly { name: string; label: string }[];
  /** Their texts, in the order of the lines; null where the spec has none. */
  read(spec: Spec): string[] | null;
  /** @throws LineError */
  check(texts: readonly string[], spec: Spec): void;
  /** The spec with these texts. */
  write(spec: Spec, texts: readonly string[]): object;
}

const MEMORY = Array.from({ length: MOST_MEMORY }, (_, i) => ({
  name: `memory[${i}]`,
  label: i === 0 ? 'memory, such as m: 0.9*m + 0.1*g' : 'more memory',
}));
const filled = (texts: readonly string[]) => texts.filter((text) => text !== '');

/** What a method of one's own remembers, and its step. */
export const STEP_FORMULAS: Formulas = {
  title: 'Formulas of the method',
  lines: [{ name: 'step', label: 'x ← x − h · step, of x, g, h, n and memory; step =' }, ...MEMORY],
  read: ({ optimizer }) =>
    'step' in optimizer
      ? [optimizer.step, ...MEMORY.map((_, i) => optimizer.memory[i] ?? '')]
      : null,
  check: ([step, ...memory], { optimizer }) => {
    const parameters = 'step' in optimizer ? Object.keys(optimizer.parameters) : [];
    stepFormula({ step, memory: filled(memory), parameters });
  },
  write: (spec, [step, ...memory]) => ({
    ...spec,
    optimizer: { ...spec.optimizer, step, memory: filled(memory) },
  }),
};

/** xi and eta of a law of one's own. */
export const NOISE_FORMULAS: Formulas = {
  title: 'Formulas of the noise',
  lines: [
    { name: 'xi', label: 'of u1, u2 uniform and z1, z2 normal; xi =' },
    { name: 'eta', label: 'eta =' },
  ],
  read: ({ noise }) => ('xi' in noise ? [noise.xi, noise.eta] : null),
  check: ([xi, eta]) => {
    noiseFormula({ xi, eta });
  },
  write: (spec, [xi, eta]) => ({ ...spec, noise: { ...spec.noise, xi, eta } }),
};

/**
 * Loaded when such formulas are first in force: their texts, which run as soon as all of them are
 * formulas, and a mark under the character that is wrong.
 */
export class FormulaLines {
  private readonly element: HTMLElement;
  private readonly texts: HTMLTextAreaElement[] = [];
  private readonly marks: HTMLElement[] = [];
  private readonly error = html('p', { class: 'field-error', role: 'alert' });
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The texts in force, as they were last written. */
  private shown = '';

  /** @param before  What it stands behind. */
  constructor(
    before: Element,
    private readonly formulas: Formulas,
    private readonly session: Session,
  ) {
    this.element = html('div', { class: 'formula', role: 'group', 'aria-label': formulas.title });
    for (const { name, label } of formulas.lines) {
      const id = `formula-${name.replace(/\W/g, '')}`;
      const text = html('textarea', {
        id,
        rows: '1',
        spellcheck: 'false',
        autocapitalize: 'off',
        autocomplete: 'off',
      });
      const mark = html('pre', { class: 'formula-mark', 'aria-hidden': 'true' });
      text.addEventListener('input', () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.run(), TYPING_MILLISECONDS);
      });
      this.texts.push(text);
      this.marks.push(mark);
      this.element.append(html('label', { for: id }, label), text, mark);
    }
    this.element.append(this.error);
    before.after(this.element);
  }

  /** Shows the spec in force, and nothing of it where it has no such formulas. */
  show(spec: Spec): void {
    const texts = this.formulas.read(spec);
    this.element.hidden = texts === null;
    if (texts === null) return;
    const all = JSON.stringify(texts);
    // What is typed stays until other formulas come into force.
    if (all === this.shown) return;
    this.shown = all;
    for (const [i, text] of texts.entries()) this.texts[i].value = text;
    this.refuse(null);
  }

  /** Takes what is typed, or says what is wrong with it. */
  private run(): void {
    clearTimeout(this.timer);
    const { spec } = this.session;
    const typed = this.texts.map(({ value }) => value.trim());
    this.refuse(null);
    try {
      this.formulas.check(typed, spec);
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      const line = this.formulas.lines.findIndex(({ name }) => name === error.line);
      this.refuse(`Write ${error.message}.`, { line, at: error.at });
      return;
    }
    const shown = this.shown;
    this.shown = JSON.stringify(typed);
    const refusal = this.session.offer(this.formulas.write(spec, typed), { from: 'start' });
    if (refusal === null) return;
    this.shown = shown;
    this.refuse(refusal);
  }

  private refuse(
    sentence: string | null,
    { line, at }: { line: number; at: number | null } = { line: -1, at: null },
  ): void {
    setText(this.error, sentence ?? '');
    for (const [i, text] of this.texts.entries()) {
      if (i === line) text.setAttribute('aria-invalid', 'true');
      else text.removeAttribute('aria-invalid');
      const value = text.value.trim();
      // A line of memory counts from behind its name.
      const named = this.formulas.lines[i].name.startsWith('memory') ? value.indexOf(':') + 1 : 0;
      setText(this.marks[i], i === line && at !== null ? markUnder(value, named + at) : '');
    }
  }
}
