import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isSoftware, NoAdapterError } from '../../engine/open';
import { openDawn } from './dawn';

/** The argument by which the command line knows that it is the child that looks for an adapter. */
const PROBE = 'look-for-an-adapter';
const PATIENCE_MILLISECONDS = 30_000;

/** What a look at the adapter found, without opening a device. */
export type AdapterFound =
  | { found: true; software: boolean; name: string }
  /**
   * @param said What the driver wrote while it was looked for, in one line; empty where it wrote
   * nothing.
   */
  | { found: false; reason: string; said: string };

/**
 * Looks for an adapter in a process of its own. Drivers write their troubles straight to standard
 * error, out of reach of Node, and some end the process; neither is then this one's.
 */
export function findAdapter(): Promise<AdapterFound> {
  known ??= find();
  return known;
}

let known: Promise<AdapterFound> | undefined;

async function find(): Promise<AdapterFound> {
  const { answer: found, words, end } = await askChild(PROBE);
  const answer = found as AdapterFound | null;
  // The places in Dawn's sources say nothing to a user.
  const said = words
    .replace(/^\s+at .*$/gm, '')
    .replace(/^Warning: /gm, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 500);
  if (answer) return answer.found ? answer : { ...answer, said };
  if (end === null) return look();
  return { found: false, reason: `The GPU's driver ${end} while it was looked for.`, said };
}

/** On the child: writes what it finds, and says true. */
export function probeAdapter(): boolean {
  if (process.argv[2] !== PROBE) return false;
  look().then((answer) => process.stdout.write(JSON.stringify(answer), () => process.exit(0)));
  return true;
}

async function look(): Promise<AdapterFound> {
  try {
    const adapter = await (await openDawn()).requestAdapter();
    if (!adapter) return { found: false, reason: NO_ADAPTER, said: '' };
    const { description, device, vendor } = adapter.info;
    return { found: true, software: isSoftware(adapter), name: description || device || vendor };
  } catch (error) {
    if (!(error instanceof NoAdapterError)) throw error;
    return { found: false, reason: error.message, said: '' };
  }
}

export const NO_ADAPTER = 'No GPU adapter was found; run "npx saddlescape doctor" for advice.';

interface Reply {
  /** What it wrote, as JSON; null where that is none. */
  answer: unknown;
  /** What came on standard error. */
  words: string;
  /** How it ended without an answer, in words; null where it could not be started or just ended. */
  end: string | null;
}

/** Runs this program as a child that knows by the first argument what it is asked. */
export function askChild(...args: string[]): Promise<Reply> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [...process.execArgv, fileURLToPath(import.meta.url), ...args],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let text = '';
    let words = '';
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, PATIENCE_MILLISECONDS);
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.stderr.on('data', (chunk) => {
      words += chunk;
    });
    child.on('error', () => finish(null));
    child.on('close', (_, signal) =>
      finish(late ? 'did not answer' : signal ? `ended the process (${signal})` : null),
    );
    function finish(end: string | null): void {
      clearTimeout(timer);
      resolve({ answer: parse(text), words, end });
    }
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
