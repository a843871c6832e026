import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';
import { fillShell } from './fill.ts';

/** Vite plugin: every page gets the same header, messages, footer and help. */
export function shell(): Plugin {
  let root = '';
  return {
    name: 'shell',
    configResolved(config) {
      root = config.root;
    },
    transformIndexHtml: {
      order: 'pre',
      handler(html, { filename }) {
        const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
        return fillShell(html, basename(filename), version);
      },
    },
  };
}
