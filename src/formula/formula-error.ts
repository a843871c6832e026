/** A text that is no formula; the message says what would be accepted. */
export class FormulaError extends Error {
  override name = 'FormulaError';

  /** @param at  Place of the character that is wrong, from 0; null where it is the whole. */
  constructor(
    accepted: string,
    readonly at: number | null = null,
  ) {
    super(accepted);
  }
}
