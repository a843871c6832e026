import { readFileSync } from 'node:fs';
import { UsageError } from './exit';
import { reasonOf } from './output';

/**
 * Text of a file, or of standard input where the path is `-`, without a byte order mark.
 *
 * @param what  What it should be, for the sentence that says why it could not be read.
 */
export async function readText(path: string, what: string): Promise<string> {
  const name = path === '-' ? 'standard input' : path;
  let text: string;
  try {
    text = path === '-' ? await readStandardInput() : readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`The ${what} could not be read from ${name}: ${reasonOf(error)}.`);
  }
  if (text.trim() === '') throw new UsageError(`The ${what} could not be read from ${name}: it is empty.`);
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** The value that a file holds as JSON. */
export async function readJsonFile(path: string, what: string): Promise<unknown> {
  const text = await readText(path, what);
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(
      `The ${what} could not be read from ${path === '-' ? 'standard input' : path}: it is not JSON.`,
    );
  }
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
