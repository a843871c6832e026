import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from './exit';

/** Writes to the file of --out, or to standard output where that is left out. */
export function writeOutput(text: string, path: string | undefined): void {
  if (path === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`The result could not be written to ${path}: ${reasonOf(error)}.`);
  }
}

/** Refuses an --out that could not be written before the work is done, and not after. */
export function checkOutput(path: string | undefined): void {
  if (path === undefined) return;
  if (path === '') throw new UsageError('The option --out needs the path of a file.');
  const folder = dirname(resolve(path));
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw Object.assign(new Error(), { code: 'EISDIR' });
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    accessSync(statSync(path, { throwIfNoEntry: false }) ? path : folder, constants.W_OK);
  } catch (error) {
    throw new UsageError(`The result could not be written to ${path}: ${reasonOf(error)}.`);
  }
}

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'there is no space left',
};

/** Why a file could not be read or written, as the end of a sentence. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return REASONS[code ?? ''] ?? code ?? message ?? 'for an unknown reason';
}

/** Resolves when all that was written has left the process, a long text into a pipe too. */
export async function flushed(): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map(
      (stream) =>
        new Promise<void>((done) => {
          stream.on('error', () => done());
          stream.write('', () => done());
        }),
    ),
  );
}

/** One line on standard error that is rewritten in place on a terminal, and written seldom elsewhere. */
export class ProgressLine {
  // Short runs pass without a word where nobody sees a line being rewritten.
  private last = process.stderr.isTTY ? Number.NEGATIVE_INFINITY : performance.now();
  private shown = false;

  show(text: string): void {
    const now = performance.now();
    if (now - this.last < (process.stderr.isTTY ? 100 : 10_000)) return;
    this.last = now;
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\x1b[K${text}`);
      this.shown = true;
    } else process.stderr.write(`${text}\n`);
  }

  clear(): void {
    if (this.shown) process.stderr.write('\r\x1b[K');
    this.shown = false;
  }
}
