import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  statSync,
} from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { UsageError } from '../exit';
import { isSystemError, OutputError, reasonOf } from './reasons';
import { print } from './streams';
import { placeOf, replaceFile } from './whole-file';
import { type FileContent, writeAll } from './write-all';

export interface Asked<Format extends string> {
  /** For sentences. */
  command: string;
  /**
   * What the command can write, each named like the ending of a file; the first is for names
   * without an ending.
   */
  formats: readonly [Format, ...Format[]];
  /** Files that are read; `-` is standard input. None of them may be written to. */
  inputs?: readonly string[];
  /** The option that names it; --out where it is left out. */
  option?: string;
}

/** Where a result goes. */
export interface Destination<Format extends string = string> {
  /** For sentences. */
  readonly name: string;
  readonly format: Format;
  /** The file that is replaced; null where it is standard output, a device or a pipe. */
  readonly file: string | null;
  /**
   * @throws OutputError where it cannot be written; ReaderGoneError where nobody reads standard
   * output any more.
   */
  write(content: FileContent): Promise<void>;
}

/**
 * Reads an option such as --out, and refuses before any work what could not be written, or should not be:
 * a name with an ending that says something else than what would be in it, and a file that is read.
 *
 * @throws UsageError
 */
export function destinationOf<Format extends string>(
  out: string | undefined,
  { command, formats, inputs = [], option = '--out' }: Asked<Format>,
): Destination<Format> {
  if (out === '') throw new UsageError(`The option ${option} needs the path of a file.`);
  const path = out ?? '-';
  const descriptor = path === '-' ? 1 : descriptorOf(path);
  if (descriptor !== null) {
    const name = descriptor === 1 ? 'standard output' : path;
    checkOpen(descriptor, name);
    refuseInputs(inputs, () => fstatSync(descriptor, { bigint: true }), name, option);
    return {
      name,
      format: formats[0],
      file: null,
      write: (content) =>
        descriptor === 1 ? print(content) : writeTo(name, () => descriptor, content),
    };
  }
  const format = formatOf(path, command, formats, option);
  checkWritable(path);
  refuseInputs(inputs, () => statSync(path, { bigint: true }), path, option);
  if (!isReplaceable(path))
    return {
      name: path,
      format,
      file: null,
      write: (content) => writeTo(path, () => openSync(path, 'w'), content, closeSync),
    };
  return { name: path, format, file: path, write: async (content) => replaceFile(path, content) };
}

/** Refuses files that are read and would be written to as well, by another name too. */
export function refuseInput(inputs: readonly string[], path: string): void {
  refuseInputs(inputs, () => statSync(path, { bigint: true }), path);
}

type Look = () => { dev: bigint; ino: bigint; isFile(): boolean };

function refuseInputs(inputs: readonly string[], look: Look, name: string, option = '--out'): void {
  const place = fileAt(look);
  if (!place) return;
  for (const input of inputs) {
    const other = fileAt(() =>
      input === '-' ? fstatSync(0, { bigint: true }) : statSync(input, { bigint: true }),
    );
    if (other?.dev !== place.dev || other.ino !== place.ino) continue;
    const what = input === '-' ? 'standard input' : input;
    throw new UsageError(
      what === name
        ? `${name} is an input and would be overwritten; give another ${option}.`
        : `${name} is the same file as ${what}, which is an input; give another ${option}.`,
    );
  }
}

function fileAt(look: Look) {
  try {
    const place = look();
    return place.isFile() ? place : null;
  } catch {
    return null;
  }
}

function formatOf<Format extends string>(
  path: string,
  command: string,
  formats: readonly [Format, ...Format[]],
  option: string,
): Format {
  const ending = extname(path);
  if (ending === '') return formats[0];
  const format = formats.find((name) => ending.toLowerCase() === `.${name}`);
  if (format) return format;
  const accepted = formats.map((name) => `.${name}`);
  const last = accepted.pop();
  const list = accepted.length > 0 ? `${accepted.join(', ')} or ${last}` : last;
  throw new UsageError(
    `${option}: ${JSON.stringify(basename(path).slice(0, 120))} is not accepted; ${command} writes files that end in ${list}, and ${formats[0].toUpperCase()} where a name has no ending.`,
  );
}

/** Whether a path is free or a file, and no device or pipe. */
function isReplaceable(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
}

function checkOpen(descriptor: number, name: string): void {
  const refuse = (why: string) =>
    new UsageError(`The result could not be written to ${name}: ${why}.`);
  if (descriptor === 0) throw refuse('it is standard input');
  try {
    fstatSync(descriptor);
  } catch (error) {
    throw refuse(reasonOf(error));
  }
}

function checkWritable(path: string): void {
  try {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there?.isDirectory() || /[/\\]$/.test(path))
      throw Object.assign(new Error(), { code: 'EISDIR' });
    const folder = there ? dirname(resolve(path)) : dirname(placeOf(path));
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    if (there) accessSync(path, constants.W_OK);
    if (isReplaceable(path)) accessSync(dirname(placeOf(path)), constants.W_OK);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UsageError(`The result could not be written to ${path}: ${reasonOf(error)}.`);
  }
}

/**
 * The descriptor that a path such as /dev/stdout or /dev/fd/3 stands for, itself or as what a link
 * points to.
 */
function descriptorOf(path: string): number | null {
  let place = resolve(path);
  for (let links = 0; links < 40; links++) {
    if (/^\/dev\/stdin$/.test(place)) return 0;
    if (/^\/dev\/stdout$/.test(place)) return 1;
    if (/^\/dev\/stderr$/.test(place)) return 2;
    const number = new RegExp(`^/(?:dev|proc/(?:self|${process.pid}))/fd/(\\d{1,9})$`).exec(
      place,
    )?.[1];
    if (number !== undefined) return Number(number);
    try {
      if (!lstatSync(place).isSymbolicLink()) return null;
      place = resolve(dirname(place), readlinkSync(place));
    } catch {
      return null;
    }
  }
  return null;
}

async function writeTo(
  name: string,
  open: () => number,
  content: FileContent,
  close: (descriptor: number) => void = () => {},
): Promise<void> {
  try {
    const descriptor = open();
    try {
      writeAll(descriptor, content);
    } finally {
      close(descriptor);
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new OutputError(`The result could not be written to ${name}: ${reasonOf(error)}.`);
  }
}
