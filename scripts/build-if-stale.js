// node scripts/build-if-stale.js [page] [single] [cli] [library]: builds the named products whose
// sources changed since they were built.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeLibraryTypes } from './library-types.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const SOURCES = [
  ...['src', 'shaders', 'public', ...readdirSync(root).filter((name) => name.endsWith('.html'))],
  ...['package.json', 'vite.config.ts', 'scripts/assemblyscript.js', 'scripts/docs', 'docs'],
  ...[
    'scripts/shell',
    'scripts/story',
    'scripts/gallery',
    'scripts/offline',
    'scripts/bake.ts',
    'scripts/single-file.ts',
  ],
];
/** @type {Record<string, { file: string, arguments: string[], after?: () => void }>} */
const PRODUCTS = {
  page: {
    // The last of it to be written: it stands beside the pages, whose build empties their folder.
    file: 'dist/page/saddle-scape.js',
    arguments: ['build'],
    after: () => build('dist/page/saddle-scape.js', ['build', '--mode', 'element']),
  },
  cli: { file: 'dist/cli/saddlescape.js', arguments: ['build', '--mode', 'cli'] },
  single: { file: 'dist/single/saddlescape.html', arguments: ['build', '--mode', 'single'] },
  library: {
    file: 'dist/library/types/src/index.d.ts',
    arguments: ['build', '--mode', 'library'],
    after: writeLibraryTypes,
  },
};

/** @param {string[]} names  Products to build where they are missing or older than a source. */
export function buildIfStale(names) {
  const newest = Math.max(...SOURCES.map((source) => newestChange(join(root, source))));
  for (const name of names) {
    const product = PRODUCTS[name];
    if (!product) throw new Error(`${name} is not a product; give page, single, cli or library.`);
    const file = join(root, product.file);
    if (existsSync(file) && statSync(file).mtimeMs > newest) continue;
    build(product.file, product.arguments);
    product.after?.();
  }
}

/**
 * @param {string} file
 * @param {string[]} options  Of Vite.
 */
function build(file, options) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const done = spawnSync(process.execPath, [vite, ...options, '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
    // Vitest's own is "test", and Vite builds no product under it.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (done.status !== 0) throw new Error(`building ${file} failed`);
}

/**
 * @param {string} path
 * @returns {number} Milliseconds since 1970, 0 where nothing is there.
 */
function newestChange(path) {
  if (!existsSync(path)) return 0;
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildIfStale(process.argv.slice(2));
