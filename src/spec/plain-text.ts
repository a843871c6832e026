/**
 * Characters that break a line, steer a terminal, turn the direction of writing or cannot be seen.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\u{a0}\u{2800}\u{3164}]/gu;

/**
 * A foreign text as a sentence can hold it: on one line, seen as it is, and cut in its middle where
 * it is long.
 *
 * @param most  Characters it may have.
 */
export function plain(text: string, most = 120): string {
  const start = text.slice(0, 4 * most);
  const seen = visible(start);
  const letters = Array.from(seen);
  if (start.length === text.length && letters.length <= most) return seen;
  const half = Math.floor((most - 3) / 2);
  const end = Array.from(visible(text.slice(-4 * most)));
  return `${letters.slice(0, most - 3 - half).join('')}...${end.slice(-half).join('')}`;
}

/** A text with what cannot be seen in it written out, and as long as it is. */
export function visible(text: string): string {
  return text.replace(UNSEEN, escaped);
}

function escaped(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\u{${code}}`;
}
