import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../support/temporary-folder';

export const BUILT = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'saddlescape.js');
/** What BUILT loads once it has looked at Node's version. */
export const PROGRAM = join(dirname(BUILT), 'command.mjs');

/** Where the speeds of engines are kept, beside those of whoever runs the tests. */
const CACHE = join(tmpdir(), 'saddlescape-test-cache');

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  /** Text for standard input; nothing, and not a terminal, where this is left out. */
  input?: string | undefined;
  env?: Record<string, string>;
  /**
   * Sends SIGINT so many milliseconds after the first words on standard error: before them the
   * command need not listen yet, however long a busy machine takes to start it.
   */
  interruptAfter?: number;
  /** Sends the signals, one after the other, once standard error holds this. */
  signalsOnce?: [RegExp, ...NodeJS.Signals[]];
  /** Another built command line than the product's own. */
  script?: string;
}

/** Runs the built command line as a user would, in a process of its own. */
export function saddlescape(args: string[], options: CommandOptions = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [options.script ?? BUILT, ...args], {
    env: { ...process.env, XDG_CACHE_HOME: CACHE, ...options.env },
  });
  let stdout = '';
  let stderr = '';
  let signalled = false;
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    if (stderr === '' && options.interruptAfter !== undefined)
      setTimeout(() => child.kill('SIGINT'), options.interruptAfter);
    stderr += chunk;
    const [sign, ...signals] = options.signalsOnce ?? [];
    if (!sign?.test(stderr) || signalled) return;
    signalled = true;
    for (const signal of signals) child.kill(signal);
  });
  // A command that refuses its arguments does not read its input.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Vulkan finds no driver in this environment, whatever the machine has. */
export const NO_VULKAN = { VK_DRIVER_FILES: '/nonexistent', VK_ICD_FILENAMES: '/nonexistent' };

/** Writes a spec into a folder of its own and returns its path. */
export function specFile(spec: unknown): string {
  const path = join(temporaryFolder(), 'spec.json');
  writeFileSync(path, typeof spec === 'string' ? spec : JSON.stringify(spec));
  return path;
}

export const SMALL = {
  time: { dt: 0.01, steps: 100 },
  ensemble: { particles: 16_384, seed: 'cli' },
  histogram: { bins: 64 },
};
