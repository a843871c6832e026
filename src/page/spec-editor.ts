import { parseSpecText, SpecError } from '../spec/schema';
import type { Spec } from '../spec/spec';
import { byId, setText } from './dom';

/** Loaded when it is first opened. The whole spec as JSON. A refusal is one sentence; the text stays as it was written. */
export class SpecEditor {
  private readonly drawer = byId('spec-editor');
  private readonly button = byId('editor-button');
  private readonly text = byId<HTMLTextAreaElement>('spec-text');
  private readonly error = byId('spec-error');
  /** What the text was when it last showed the spec in force: edits since then are kept. */
  private pristine = '';

  constructor(private readonly onApply: (spec: Spec) => string | null) {
    byId('spec-apply').addEventListener('click', () => this.apply());
    this.text.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.apply();
    });
  }

  toggle(): void {
    this.drawer.hidden = !this.drawer.hidden;
    this.button.setAttribute('aria-expanded', String(!this.drawer.hidden));
    if (!this.drawer.hidden) this.text.focus();
  }

  show(spec: Spec): void {
    if (this.text.value !== this.pristine) return;
    this.write(spec);
  }

  private write(spec: Spec): void {
    this.text.value = readable(spec);
    this.pristine = this.text.value;
    this.error.textContent = '';
    this.text.removeAttribute('aria-invalid');
  }

  private apply(): void {
    try {
      const spec = parseSpecText(this.text.value);
      const refusal = this.onApply(spec);
      if (refusal) this.refuse(refusal);
      else this.write(spec);
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      this.refuse(error.message);
    }
  }

  private refuse(sentence: string): void {
    setText(this.error, sentence);
    this.text.setAttribute('aria-invalid', 'true');
    this.text.setAttribute('aria-describedby', 'spec-error');
  }
}

const GROUPS = [
  'version',
  'loss',
  'noise',
  'optimizer',
  'time',
  'start',
  'escape',
  'ensemble',
  'histogram',
] as const;

/** One line a group, as in the documentation. */
function readable(spec: Spec): string {
  const lines = GROUPS.map(
    (key) =>
      `  ${JSON.stringify(key)}: ${JSON.stringify(spec[key]).replaceAll('":', '": ').replaceAll(',"', ', "')}`,
  );
  return `{\n${lines.join(',\n')}\n}`;
}
