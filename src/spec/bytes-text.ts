import { MOST_CHARACTERS, subjectOf, TextError, type TextSource } from './json-text';

/**
 * The text of a file's bytes, which are UTF-8.
 *
 * @throws TextError that names what else they seem to be, or that they are too many.
 */
export function textOf(bytes: Uint8Array, source: TextSource): string {
  const subject = subjectOf(source);
  const most = source.most ?? MOST_CHARACTERS;
  if (bytes.length > most)
    throw new TextError(`${subject} has ${bytes.length} bytes; give at most ${most}.`);
  const kind = kindOf(bytes);
  if (kind) throw new TextError(`${subject} is ${kind}.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const at = firstBad(bytes);
    const line = bytes.subarray(0, at).reduce((lines, byte) => lines + Number(byte === 0x0a), 1);
    throw new TextError(
      `${subject} is not UTF-8: line ${line} has the byte ${bytes[at].toString(16).padStart(2, '0')}, as Latin-1 or another encoding has; save it as UTF-8.`,
    );
  }
}

/**
 * What bytes are that are no UTF-8 for certain; null where they may be. The first two characters of
 * JSON are ASCII.
 */
function kindOf(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  const save = '; save it as UTF-8';
  if (
    (a === 0xff && b === 0xfe && c === 0 && d === 0) ||
    (a === 0 && b === 0 && c === 0xfe && d === 0xff)
  )
    return `in UTF-32${save}`;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return `in UTF-16${save}`;
  if (a === 0x1f && b === 0x8b) return 'a gzip file; unpack it first';
  if (a === 0x50 && b === 0x4b && c <= 8) return 'a ZIP or NPZ file, not JSON';
  const zeros = [a, b, c, d].map((byte) => (byte === 0 ? 0 : byte === undefined ? '' : 1)).join('');
  if (['1000', '0001'].includes(zeros)) return `in UTF-32${save}`;
  if (['1010', '0101', '10', '01'].includes(zeros)) return `in UTF-16${save}`;
  return null;
}

/** The first byte that UTF-8 does not allow where it stands. */
function firstBad(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  // With `stream` what is cut off at the end is no error: the shortest start that is one ends with
  // the bad byte.
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isUtf8(bytes.subarray(0, middle + 1), true)) low = middle + 1;
    else high = middle;
  }
  return Math.min(low, bytes.length - 1);
}

function isUtf8(bytes: Uint8Array, stream: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}
