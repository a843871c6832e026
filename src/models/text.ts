import type { FieldTexts } from './field';

/** What people read of a kind. It stands apart so that workers, which nobody reads, go without. */
export interface ModelText {
  /** In the middle of a sentence. */
  name: string;
  /** Of its own fields. */
  fields: FieldTexts;
}

/** What the documentation says of a kind besides its page. */
export interface ModelNotes {
  /** What it does, in one line. */
  hint?: string;
  /** Its formula, in ASCII. */
  formula?: string;
  /** Author, year and equation. */
  source: string;
}
