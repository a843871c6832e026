import { fstatSync, fsyncSync } from 'node:fs';
import { isatty } from 'node:tty';
import { OutputError, ReaderGoneError, reasonOf } from './reasons';
import { type FileContent, piecesOf, writeAll } from './write-all';

const STANDARD_OUTPUT = 1;

/**
 * Writes to standard output, and resolves when all of it has left the process.
 *
 * @throws ReaderGoneError where it is a pipe that nobody reads any more, OutputError where it could
 * not be written.
 */
export async function print(content: FileContent): Promise<void> {
  try {
    if (isStream()) for (const piece of piecesOf(content)) await writeToStream(piece);
    else {
      writeAll(STANDARD_OUTPUT, content);
      settle();
    }
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EPIPE' || code === 'ECONNRESET' || code === 'ERR_STREAM_DESTROYED')
      throw new ReaderGoneError();
    throw new OutputError(`Standard output could not be written: ${reasonOf(error)}.`);
  }
}

/**
 * A terminal, a pipe or a socket: Node's stream waits for its reader. A file or a device is written
 * to at once.
 */
function isStream(): boolean {
  const kind = fstatSync(STANDARD_OUTPUT);
  return kind.isFIFO() || kind.isSocket() || isatty(STANDARD_OUTPUT);
}

/** Some file systems say only now that there was no room. */
function settle(): void {
  if (!fstatSync(STANDARD_OUTPUT).isFile()) return;
  try {
    fsyncSync(STANDARD_OUTPUT);
  } catch (error) {
    if (['ENOSPC', 'EDQUOT', 'EIO', 'EFBIG'].includes((error as { code: string }).code))
      throw error;
  }
}

function writeToStream(piece: Uint8Array): Promise<void> {
  listen(process.stdout);
  return new Promise((done, fail) =>
    process.stdout.write(piece, (error) => (error ? fail(error) : done())),
  );
}

/**
 * Writes a sentence or a line of progress to standard error. Where it cannot be written, the work
 * goes on.
 */
export function say(text: string): void {
  try {
    listen(process.stderr);
    process.stderr.write(text);
  } catch {
    // Nobody is there to be told.
  }
}

/** Resolves when all that was said has left the process, or cannot. */
export function said(): Promise<void> {
  return new Promise((done) => {
    try {
      listen(process.stderr);
      process.stderr.write('', () => done());
    } catch {
      done();
    }
  });
}

const heard = new WeakSet<NodeJS.WriteStream>();

/**
 * An error that nobody listens for ends the process; the callback of the writing that failed is
 * told anyway.
 */
function listen(stream: NodeJS.WriteStream): void {
  if (heard.has(stream)) return;
  heard.add(stream);
  stream.on('error', () => {});
}
