import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * What every check gets.
 *
 * @typedef {object} Place
 * @property {string} root  Of the sources.
 * @property {string} folder  An empty folder of its own, but for the packed package in node_modules.
 * @property {string} packed  The packed package.
 * @property {string} command  The unpacked command line.
 */

/**
 * Runs a program, and returns what it wrote to standard output.
 *
 * @param {string[]} words
 * @param {{ cwd: string, env?: Record<string, string>, input?: string, show?: boolean }} options
 * @throws Error where it fails.
 */
export function run([command, ...args], { cwd, env = {}, input, show = true }) {
  const line = [command, ...args].join(' ');
  process.stderr.write(`  ${line.length < 200 ? line : `${line.slice(0, 197)}...`}\n`);
  const done = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    input: input ?? '',
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (show) process.stderr.write(done.stdout ?? '');
  if (done.status === 0) return done.stdout;
  const why = done.error?.message ?? done.stderr.trimEnd().split('\n').slice(-20).join('\n');
  throw new Error(`${line} failed: ${why}`);
}

/**
 * The first of some programs that is there and does what is asked of it.
 *
 * @param {string[]} names
 * @param {string} install  The line that installs what is missing.
 * @param {(program: string) => boolean} [works]
 */
export function needed(names, install, works = () => true) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of names) {
    const places = name.includes('/') ? [name] : folders.map((folder) => join(folder, name));
    const found = places.find((place) => existsSync(place) && works(place));
    if (found) return found;
  }
  throw new Error(`${names.join(' or ')} is missing, or lacks what is asked of it; ${install}`);
}

/** @param {string[]} packages */
export const apt = (...packages) =>
  `on Debian: apt-get install --no-install-recommends ${packages.join(' ')}`;

/**
 * @param {string} text
 * @returns {string[]} Every digest in it, in order.
 */
export const digestsIn = (text) => text.match(/\b[0-9a-f]{64}\b/g) ?? [];

/** Deno's program: that of the development packages. */
export function denoOf(/** @type {Place} */ { root }) {
  return [process.execPath, join(root, 'node_modules/deno/bin.cjs'), 'run', '--allow-all'];
}

/** Bun's program, from npm, without a place in the development packages. */
export const BUN = ['npx', '--yes', 'bun@1.4.5'];
