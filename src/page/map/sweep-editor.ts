import { SpecError } from '../../spec/schema';
import type { Sweep } from '../../spec/sweep';
import { parseSweepText } from '../../spec/sweep-schema';
import { byId, setText } from '../dom';

/** Loaded when it is first opened. The whole sweep as JSON. A refusal is one sentence; the text stays as it was written. */
export class SweepEditor {
  private readonly drawer = byId('sweep-editor');
  private readonly button = byId('editor-button');
  private readonly text = byId<HTMLTextAreaElement>('sweep-text');
  private readonly error = byId('sweep-error');
  /** What the text was when it last showed the sweep in force: edits since then are kept. */
  private pristine = '';

  constructor(private readonly onApply: (sweep: Sweep) => void) {
    byId('sweep-apply').addEventListener('click', () => this.apply());
    this.text.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.apply();
    });
  }

  toggle(): void {
    this.drawer.hidden = !this.drawer.hidden;
    this.button.setAttribute('aria-expanded', String(!this.drawer.hidden));
    if (!this.drawer.hidden) this.text.focus();
  }

  show(sweep: Sweep): void {
    if (this.text.value === this.pristine) this.write(sweep);
  }

  private write(sweep: Sweep): void {
    this.text.value = readable(sweep);
    this.pristine = this.text.value;
    this.refuse(null);
  }

  private apply(): void {
    try {
      const sweep = parseSweepText(this.text.value);
      this.write(sweep);
      this.onApply(sweep);
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      this.refuse(error.message);
    }
  }

  private refuse(sentence: string | null): void {
    setText(this.error, sentence ?? '');
    if (sentence) this.text.setAttribute('aria-invalid', 'true');
    else this.text.removeAttribute('aria-invalid');
    this.text.setAttribute('aria-describedby', 'sweep-error');
  }
}

/** One line a field, and one for each group of the base. */
function readable({ base, ...rest }: Sweep): string {
  const spaced = (value: unknown) => JSON.stringify(value).replaceAll('":', '": ').replaceAll(',"', ', "');
  const groups = Object.entries(base).map(([key, value]) => `    ${JSON.stringify(key)}: ${spaced(value)}`);
  const lines = Object.entries(rest).map(([key, value]) => `  ${JSON.stringify(key)}: ${spaced(value)}`);
  return `{\n${[...lines, `  "base": {\n${groups.join(',\n')}\n  }`].join(',\n')}\n}`;
}
