// node scripts/build-if-stale.js [page] [cli]: builds the named products whose sources changed
// since they were built.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const SOURCES = [
  ...['src', 'shaders', 'public', 'index.html', 'map.html', 'verify.html', 'bench.html'],
  ...['package.json', 'vite.config.ts', 'scripts/assemblyscript.js', 'scripts/docs', 'docs'],
];
/** @type {Record<string, { file: string, arguments: string[] }>} */
const PRODUCTS = {
  page: { file: 'dist/page/index.html', arguments: ['build'] },
  cli: { file: 'dist/cli/saddlescape.js', arguments: ['build', '--mode', 'cli'] },
};

/** @param {string[]} names  Products to build where they are missing or older than a source. */
export function buildIfStale(names) {
  const newest = Math.max(...SOURCES.map((source) => newestChange(join(root, source))));
  for (const name of names) {
    const product = PRODUCTS[name];
    if (!product) throw new Error(`${name} is not a product; give page or cli.`);
    const file = join(root, product.file);
    if (existsSync(file) && statSync(file).mtimeMs > newest) continue;
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const done = spawnSync(process.execPath, [vite, ...product.arguments, '--logLevel', 'warn'], {
      cwd: root,
      stdio: 'inherit',
    });
    if (done.status !== 0) throw new Error(`building ${product.file} failed`);
  }
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
