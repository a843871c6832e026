import type { Plugin, ResolvedConfig } from 'vite';
import type { BakedFigure } from '../../src/page/story/bake.ts';
import { bakeCache, withModule } from '../bake.ts';
import { type RenderedStory, renderStory } from './render.ts';

type Bake = typeof import('../../src/page/story/bake.ts');

const STYLES = 'story-formulas.css';
const PLACE = '<!-- the story -->';

/**
 * Vite plugin: the text of story.html from its Markdown, with formulas typeset, and a still picture
 * in place of each figure. Pictures are drawn anew in each build; the runs that they show are kept
 * in node_modules/.cache until a source of the engine changes.
 */
export function story(): Plugin {
  let config: ResolvedConfig;
  let rendered: Promise<RenderedStory> | null = null;
  const renderNow = async () => renderStory(config.root, await bakedFigures(config.root));
  return {
    name: 'story',
    configResolved(resolved) {
      config = resolved;
    },
    transformIndexHtml: {
      order: 'pre',
      async handler(page, { path }) {
        if (!path.endsWith('/story.html')) return page;
        if (!page.includes(PLACE)) throw new Error(`story.html has no ${PLACE}.`);
        rendered = renderNow();
        const { html } = await rendered;
        return {
          html: page.replace(PLACE, () => html),
          // Not seen by the bundler, which would look for the fonts.
          tags: [],
        };
      },
    },
    async generateBundle() {
      const { css } = await (rendered ?? renderNow());
      this.emitFile({ type: 'asset', fileName: STYLES, source: css });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if ((request.url ?? '').replace(/[?#].*$/s, '') !== `/${STYLES}`) return next();
        (rendered ?? renderNow()).then(({ css }) => {
          response.setHeader('Content-Type', 'text/css; charset=utf-8');
          response.end(css);
        }, next);
      });
    },
  };
}

/** The link to the formulas' styles, after the bundler has looked at the page. */
export function storyStyles(): Plugin {
  return {
    name: 'story-styles',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { path }) =>
        path.endsWith('/story.html')
          ? [
              {
                tag: 'link',
                attrs: { rel: 'stylesheet', href: `./${STYLES}` },
                injectTo: 'head',
              },
            ]
          : [],
    },
  };
}

/** What the figures' own modules draw and say, run here as they are in the browser. */
function bakedFigures(root: string): Promise<Record<string, BakedFigure>> {
  return withModule(root, '/src/page/story/bake.ts', ({ bakeFigures }: Bake) =>
    bakeFigures(bakeCache(root, 'story')),
  );
}
