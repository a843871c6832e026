import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { assemblyScript } from '../scripts/assemblyscript.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Loads one TypeScript module of the sources, as the page's build would.
 *
 * @param {string} path
 */
export async function load(path) {
  const server = await createServer({
    root,
    configFile: false,
    plugins: [assemblyScript()],
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  return { module: await server.ssrLoadModule(path), close: () => server.close() };
}
