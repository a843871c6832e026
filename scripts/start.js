// npm start [-- --port 4173] [--no-open] [--frame-ancestors https://example.org]: builds the pages
// where they are stale, serves them to this machine, and opens a browser where there is one.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build-if-stale.js';
import { createSite } from './site.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Ports that are tried, from the one that was asked for. */
const TRIES = 20;

const { port, frameAncestors, quiet } = options();
buildIfStale(['page']);
const site = createSite(join(root, 'dist/page'), { frameAncestors });
const url = `http://localhost:${await listen(port)}/`;
console.log(`Saddlescape runs at ${url} until you press Ctrl+C.`);
if (!quiet) open(url);

function options() {
  const values = given();
  const number = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || number > 65535)
    refuse(
      `--port: ${JSON.stringify(values.port)} is not accepted; give a whole number from 0 to 65535.`,
    );
  if (!/^[\w:/.*\-[\] ]*$/.test(values['frame-ancestors']))
    refuse('--frame-ancestors takes addresses such as https://example.org, with spaces between.');
  return {
    port: number,
    frameAncestors: values['frame-ancestors'].trim(),
    quiet: values['no-open'],
  };
}

function given() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '4173' },
        'no-open': { type: 'boolean', default: false },
        'frame-ancestors': { type: 'string', default: '' },
      },
    }).values;
  } catch {
    refuse('npm start takes --port N, --no-open and --frame-ancestors, after a --.');
  }
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function refuse(sentence) {
  console.error(sentence);
  process.exit(2);
}

/**
 * Listens to this machine only, on the first port from this one on that is free.
 *
 * @param {number} first
 * @returns {Promise<number>} The port.
 */
async function listen(first) {
  for (let tried = first; ; tried++)
    try {
      await new Promise((done, fail) =>
        site.once('error', fail).listen(tried, 'localhost', () => done(undefined)),
      );
      const address = /** @type {import('node:net').AddressInfo} */ (site.address());
      return address.port;
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      const next = code === 'EADDRINUSE' && tried < Math.min(first + TRIES, 65536) - 1;
      if (!next)
        refuse(`The port ${tried} is not available (${code}); give another one with --port.`);
    }
}

/**
 * Nothing happens where there is no browser, as on a server: the address was printed.
 *
 * @param {string} address
 */
function open(address) {
  const graphical = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', address]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '""', address]
        : graphical
          ? ['xdg-open', address]
          : [];
  if (!command) return;
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
