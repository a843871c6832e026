import type { Plugin } from 'vite';
import { bakeCache, withModule } from '../bake.ts';

type Bake = typeof import('./bake.ts');

/** What src/page/watch/gallery imports; its type: thumbnails.d.ts there. */
const NAME = 'virtual:thumbnails';

/** Vite plugin: a small picture of each preset, computed by the CPU engine while pages are built. */
export function thumbnails(): Plugin {
  let root = '';
  return {
    name: 'thumbnails',
    configResolved(config) {
      root = config.root;
    },
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    async load(id) {
      if (id !== `\0${NAME}`) return null;
      const drawn = await withModule(root, '/scripts/gallery/bake.ts', (bake: Bake) =>
        bake.bakeThumbnails(bakeCache(root, 'thumbnails')),
      );
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(drawn))});`;
    },
  };
}
