import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';
import type { BakeCache } from '../src/page/story/bake.ts';
import { assemblyScript } from './assemblyscript.js';

/** What the integers of a run depend on. */
const ENGINE = ['numerics', 'formula', 'models', 'spec', 'theory', 'engine'];
const RUN = ['src/page/story/figure-run.ts', 'src/page/story/moment.ts'];

/**
 * Runs a source of the pages while they are built, as it runs in the browser.
 *
 * @param path  Of the module, from the root.
 */
export async function withModule<Module, Result>(
  root: string,
  path: string,
  use: (module: Module) => Promise<Result>,
): Promise<Result> {
  users++;
  shared ??= createServer({
    root,
    configFile: false,
    logLevel: 'warn',
    appType: 'custom',
    plugins: [assemblyScript()],
    server: { middlewareMode: true, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true },
  });
  const opened = shared;
  try {
    return await use((await (await opened).ssrLoadModule(path)) as Module);
  } finally {
    users--;
    if (users === 0) {
      shared = null;
      await (await opened).close();
    }
  }
}

/** What runs modules, and for how many at once: most of what it loads is the same for all. */
let shared: Promise<ViteDevServer> | null = null;
let users = 0;

/**
 * Runs of earlier builds, by the hash of what they were asked for and of all that computes them:
 * they are kept in node_modules/.cache until a source of the engine changes.
 */
export function bakeCache(root: string, name: string): BakeCache {
  const folder = join(root, `node_modules/.cache/saddlescape-${name}`);
  const engine = createHash('sha256');
  for (const name of ENGINE)
    for (const file of readdirSync(join(root, 'src', name), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .sort())
      engine.update(file).update(readFileSync(join(root, 'src', name, file)));
  for (const file of RUN) engine.update(readFileSync(join(root, file)));
  const sources = engine.digest('hex');
  const pathOf = (key: string) =>
    join(folder, `${createHash('sha256').update(sources).update(key).digest('hex')}.json`);
  return {
    get(key) {
      try {
        return readFileSync(pathOf(key), 'utf8');
      } catch {
        return null;
      }
    },
    set(key, text) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(pathOf(key), text);
    },
  };
}
