import { readFileSync } from 'node:fs';
import { MOST_MAP_CHARACTERS } from '../experiment/sweep/read-map';
import { textOf } from '../spec/bytes-text';
import { readJson } from '../spec/json-text';
import { plain } from '../spec/plain-text';
import { UsageError } from './exit';
import { reasonOf } from './output/reasons';

/**
 * Text of a file, or of standard input where the path is `-`.
 *
 * @throws UsageError where it cannot be read or is empty, TextError where it is no UTF-8 or too
 * long.
 * @param what  What it should be, for the sentence that says why it could not be read.
 */
export async function readText(path: string, what: string, most?: number): Promise<string> {
  const name = nameOfInput(path);
  let bytes: Uint8Array;
  try {
    bytes = path === '-' ? await readStandardInput() : readFileSync(path);
  } catch (error) {
    throw new UsageError(`The ${what} could not be read from ${name}: ${reasonOf(error)}.`);
  }
  const text = textOf(bytes, { what, name, most });
  if (text.trim() === '')
    throw new UsageError(`The ${what} could not be read from ${name}: it is empty.`);
  return text;
}

/**
 * The value that a map's or a checkpoint's file holds as JSON. Throws as `readText`, and TextError
 * where it is no JSON.
 */
export async function readJsonFile(path: string, what: string): Promise<unknown> {
  const text = await readText(path, what, MOST_MAP_CHARACTERS);
  return readJson(text, { what, name: nameOfInput(path), most: MOST_MAP_CHARACTERS });
}

/** A path for sentences. */
export function nameOfInput(path: string): string {
  return path === '-' ? 'standard input' : plain(path);
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
