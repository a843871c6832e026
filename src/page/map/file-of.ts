/** Characters of a file that are held at a time. */
const PART_CHARACTERS = 2 ** 20;

/** A file in parts that the browser keeps: its whole text never lies in this program's memory. */
export function fileOf(content: Uint8Array<ArrayBuffer> | Iterable<string>, type: string): Blob {
  if (content instanceof Uint8Array) return new Blob([content], { type });
  const parts: Blob[] = [];
  let pieces: string[] = [];
  let length = 0;
  for (const piece of content) {
    pieces.push(piece);
    length += piece.length;
    if (length < PART_CHARACTERS) continue;
    parts.push(new Blob(pieces));
    pieces = [];
    length = 0;
  }
  return new Blob([...parts, ...pieces], { type });
}
