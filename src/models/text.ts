import type { FieldTexts } from './field';

/** What people read of a kind. It stands apart so that workers, which nobody reads, go without. */
export interface ModelText {
  /** In the middle of a sentence. */
  name: string;
  /** What it does, in one line; null where its name says it. */
  hint: string | null;
  source: string;
  /** Of its own fields. */
  fields: FieldTexts;
}
