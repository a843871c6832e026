import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from './exit';
import { reasonOf } from './output';

/** Whether a path is free or a file, and no device or pipe: what `replaceFile` puts another file in the place of. */
export function isReplaceable(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
}

/** Refuses, before the work is done, the path of a file that `replaceFile` could not write. */
export function checkReplaceable(path: string): void {
  try {
    accessSync(dirname(whereItIs(path)), constants.W_OK);
  } catch (error) {
    throw new UsageError(`No file could be made beside ${path}: ${reasonOf(error)}.`);
  }
}

/**
 * Writes a file so that at any moment, a crash of the machine included, it is there as it was or as it will be, and never
 * half of it. A device or a pipe is written to as it is.
 *
 * @throws UsageError when it cannot be written.
 */
export function replaceFile(path: string, content: FileContent): void {
  try {
    const replaceable = isReplaceable(path);
    const place = replaceable ? whereItIs(path) : path;
    const made = replaceable ? unfinished(place) : path;
    writeContent(made, content);
    if (replaceable) renameSync(made, place);
  } catch (error) {
    throw new UsageError(`The file ${path} could not be written: ${reasonOf(error)}.`);
  }
}

/** Where a file is made before it takes its place; a process that is killed may leave it behind. */
export function unfinished(path: string): string {
  return `${path}.new`;
}

/** A text, bytes, or pieces of a text that is too long to be one. */
export type FileContent = string | Uint8Array | Iterable<string>;

/** Letters that are gathered before they are written. */
const GATHERED = 2 ** 20;

function writeContent(path: string, content: FileContent): void {
  const file = openSync(path, 'w');
  try {
    if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(file, content);
    else {
      let text = '';
      for (const piece of content) {
        text += piece;
        if (text.length < GATHERED) continue;
        writeFileSync(file, text);
        text = '';
      }
      writeFileSync(file, text);
    }
    if (isReplaceable(path)) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The file itself, where the path is a link to it. */
function whereItIs(path: string): string {
  return statSync(path, { throwIfNoEntry: false }) ? realpathSync(path) : resolve(path);
}
