// npm start [-- --port 4173] [--no-open]: builds the page where it is stale, serves it, and opens a browser where there is one.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { preview } from 'vite';
import { buildIfStale } from './build-if-stale.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: { port: { type: 'string', default: '4173' }, 'no-open': { type: 'boolean', default: false } },
});

buildIfStale(['page']);
const server = await preview({
  root,
  logLevel: 'error',
  preview: { port: Number(values.port), strictPort: false, host: 'localhost' },
});
const url = server.resolvedUrls.local[0];
console.log(`Saddlescape runs at ${url} until you press Ctrl+C.`);
if (!values['no-open']) open(url);

/** Nothing happens where there is no browser, as on a server: the address was printed. */
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
