import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { atExit } from './at-exit';
import { isSystemError, OutputError, reasonOf } from './reasons';
import { type FileContent, writeAll } from './write-all';

/**
 * Writes a file so that at any moment, a crash of the machine included, it is there as it was or as
 * it will be, and never half of it. It is made under a name of its own in the same folder, which no
 * other process uses.
 *
 * @throws OutputError where it cannot be written; what was there is there still.
 */
export function replaceFile(path: string, content: FileContent): void {
  const place = placeOf(path);
  const made = temporaryName(place);
  const remove = () => rmSync(made, { force: true });
  const forget = atExit(remove);
  try {
    writeNew(made, content, statSync(place, { throwIfNoEntry: false }));
    renameSync(made, place);
    syncFolder(dirname(place));
  } catch (error) {
    remove();
    if (!isSystemError(error)) throw error;
    throw new OutputError(`The file ${path} could not be written: ${reasonOf(error)}.`);
  } finally {
    forget();
  }
}

/** The file itself, where the path is a link to it, or to where it is going to be. */
export function placeOf(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })) return realpathSync(path);
  const link = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
  return link ? placeOf(resolve(dirname(path), readlinkSync(path))) : resolve(path);
}

/**
 * Letters of a file's own name in that of the one that will take its place: names have an end, at
 * 255 bytes mostly.
 */
const KEPT = 40;

/**
 * Where a file is made before it takes its place: hidden, so that no pattern such as part-*.json
 * finds it.
 */
export function temporaryName(place: string): string {
  return join(
    dirname(place),
    `.${stem(place)}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`,
  );
}

/** The beginning of a file's own name. */
export function stem(place: string): string {
  return basename(place).slice(0, KEPT);
}

/** Removes what a process that was killed had begun to write in place of a file. */
export function removeTemporaries(place: string, pid: number): void {
  const start = `.${stem(place)}.${pid}-`;
  for (const name of readdirSync(dirname(place)))
    if (name.startsWith(start) && name.endsWith('.tmp'))
      rmSync(join(dirname(place), name), { force: true });
}

function writeNew(path: string, content: FileContent, old: Stats | undefined): void {
  const file = openSync(path, 'wx');
  try {
    if (old) keepRights(file, old);
    writeAll(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The new file may be read by those who may read the old one. */
function keepRights(file: number, { mode, uid, gid }: Stats): void {
  for (const change of [() => fchownSync(file, uid, gid), () => fchmodSync(file, mode & 0o777)])
    try {
      change();
    } catch {
      // Only its owner and root may.
    }
}

/** The new name outlives a crash of the machine. Not all systems can sync a folder. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // The file itself is on the disk.
  }
}
