import { extname } from 'node:path';
import type { Plugin, ResolvedConfig } from 'vite';
import { documentationSite } from './site.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * Vite plugin: the documentation in docs/ of the built pages, and rendered for each request by the
 * development server.
 */
export function documentation(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'documentation',
    configResolved(resolved) {
      config = resolved;
    },
    generateBundle() {
      for (const [fileName, source] of documentationSite(config.root))
        this.emitFile({ type: 'asset', fileName, source });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = (request.url ?? '').replace(/[?#].*$/s, '').slice(1);
        const file = path.startsWith('docs/')
          ? documentationSite(config.root).get(path.replace(/\/$/, '/index.html'))
          : undefined;
        if (file === undefined) return next();
        response.setHeader('Content-Type', TYPES[extname(path) || '.html']);
        response.end(file);
      });
    },
  };
}
