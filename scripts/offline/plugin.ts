import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minifySync, type Plugin } from 'vite';

/**
 * Vite plugin: `sw.js` beside the built pages, the service worker that keeps them for use without a
 * network. It lists the files of this build; the documentation is not among them.
 */
export function offline(): Plugin {
  return {
    name: 'offline',
    apply: 'build',
    writeBundle: { sequential: true, order: 'post', handler: ({ dir }) => writeWorker(dir!) },
  };
}

function writeWorker(folder: string): void {
  const top = readdirSync(folder).filter(
    (name) => /\.(html|js|css)$/.test(name) && !OTHERS.test(name),
  );
  const assets = readdirSync(join(folder, 'assets')).map((name) => `assets/${name}`);
  const files = [...top, ...assets].sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  const source = readFileSync('scripts/offline/worker.js', 'utf8');
  const filled = fillWorker(source, hash.digest('hex').slice(0, 16), files);
  const { code } = minifySync('sw.js', filled, { module: false });
  writeFileSync(join(folder, 'sw.js'), code);
}

/** The worker of one build. */
export function fillWorker(source: string, build: string, files: readonly string[]): string {
  return source
    .replace("'BUILD'", JSON.stringify(build))
    .replace("['FILES']", JSON.stringify(files));
}

/** What stands beside the pages and belongs to none: the worker itself, and the element's entry. */
const OTHERS = /^(sw|saddle-scape)\.js$/;
