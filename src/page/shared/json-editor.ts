import { SpecError } from '../../spec/schema';
import { byId, setText } from './dom';
import { setDrawer } from './drawer';

/** What is edited, in which elements. */
interface JsonEditorOptions<T> {
  /**
   * Ids of the drawer, the button that opens it, the text, the sentence under it, and the button
   * that runs it.
   */
  ids: { drawer: string; button: string; text: string; error: string; apply: string };
  /** @throws SpecError with one sentence for what is wrong. */
  parse: (text: string) => T;
  readable: (document: T) => string;
  /** @returns Why it cannot be run, null when it is. */
  onApply: (document: T) => string | null;
}

/** A whole document as JSON. A refusal is one sentence; the text stays as it was written. */
export class JsonEditor<T> {
  private readonly drawer: HTMLElement;
  private readonly button: HTMLElement;
  private readonly text: HTMLTextAreaElement;
  private readonly error: HTMLElement;
  /** What the text was when it last showed the document in force: edits since then are kept. */
  private pristine = '';

  constructor(private readonly options: JsonEditorOptions<T>) {
    const { ids } = options;
    this.drawer = byId(ids.drawer);
    this.button = byId(ids.button);
    this.text = byId<HTMLTextAreaElement>(ids.text);
    this.error = byId(ids.error);
    this.text.setAttribute('aria-describedby', ids.error);
    byId(ids.apply).addEventListener('click', () => this.apply());
    this.text.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.apply();
    });
  }

  toggle(): void {
    setDrawer(this.button, this.drawer);
  }

  /** Another document is in force. */
  show(document: T): void {
    if (this.text.value === this.pristine) this.write(document);
  }

  private write(document: T): void {
    this.text.value = this.options.readable(document);
    this.pristine = this.text.value;
    this.refuse(null);
  }

  private apply(): void {
    try {
      const document = this.options.parse(this.text.value);
      const refusal = this.options.onApply(document);
      if (refusal) this.refuse(refusal);
      else this.write(document);
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      this.refuse(error.message);
    }
  }

  private refuse(sentence: string | null): void {
    setText(this.error, sentence ?? '');
    if (sentence) this.text.setAttribute('aria-invalid', 'true');
    else this.text.removeAttribute('aria-invalid');
  }
}

/** A value on one line, with room after colons and commas as in the documentation. */
export function spaced(value: unknown): string {
  return JSON.stringify(value).replaceAll('":', '": ').replaceAll(',"', ', "');
}
