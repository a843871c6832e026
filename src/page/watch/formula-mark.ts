/** Characters of a formula that are shown on either side of a mistake. */
const AROUND = 18;

/**
 * The neighbourhood of a mistake, and a mark under its character.
 * @param at  Place of the character in the text.
 */
export function markUnder(text: string, at: number): string {
  const from = Math.max(0, at - AROUND);
  const line = text.slice(from, at + AROUND).replace(/\s/g, ' ');
  return `${line}\n${' '.repeat(at - from)}^`;
}
