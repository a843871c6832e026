import { writeSync } from 'node:fs';

/** A text, bytes, or pieces of a content that is too long to be one. */
export type FileContent = string | Uint8Array | Iterable<string> | Iterable<Uint8Array>;

/** Letters that are gathered before they are written. */
const GATHERED = 2 ** 20;

/** A content in pieces that are neither tiny nor huge. */
export function* piecesOf(content: FileContent): Iterable<Uint8Array> {
  if (content instanceof Uint8Array) yield content;
  else {
    let text = '';
    for (const piece of typeof content === 'string' ? [content] : content) {
      if (typeof piece !== 'string') {
        yield piece;
        continue;
      }
      text += piece;
      if (text.length < GATHERED) continue;
      yield Buffer.from(text);
      text = '';
    }
    if (text !== '') yield Buffer.from(text);
  }
}

/**
 * Writes to a descriptor until all is written. One call of the system may write less than it was
 * given, on a disk that is nearly full for one, and says why only at the next; Node's own stream of
 * a file takes that for success.
 */
export function writeAll(descriptor: number, content: FileContent): void {
  for (const piece of piecesOf(content))
    for (let done = 0; done < piece.length; ) {
      const wrote = writeSome(descriptor, piece, done);
      if (wrote === 0) Atomics.wait(PAUSE, 0, 0, 5);
      done += wrote;
    }
}

const PAUSE = new Int32Array(new SharedArrayBuffer(4));

function writeSome(descriptor: number, piece: Uint8Array, from: number): number {
  try {
    return writeSync(descriptor, piece, from);
  } catch (error) {
    if ((error as { code?: string }).code === 'EAGAIN') return 0;
    throw error;
  }
}
