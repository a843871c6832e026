import { StoryEngine } from '../story/story-engine';
import { importStoryWorker, STORY_PROGRAM } from '../story/story-here';
import { saddleScapeElement } from './saddle-scape';

/**
 * The file saddle-scape.js beside the pages: importing it defines `<saddle-scape>`, once a document.
 * All elements of a document share one worker and one engine: docs/embedding.md.
 */
if (!customElements.get('saddle-scape'))
  customElements.define(
    'saddle-scape',
    saddleScapeElement(
      new StoryEngine({
        prefersGpu: false,
        open: openWorker,
        load: importStoryWorker,
        onEngine: () => {},
      }),
    ),
  );

/** Browsers start workers from the page's own origin only: one of its own imports the program. */
function openWorker(): Worker {
  const { href, origin } = new URL(STORY_PROGRAM, import.meta.url);
  if (origin === location.origin) return new Worker(href, { type: 'module' });
  const text = `import ${JSON.stringify(href)};`;
  const own = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  return new Worker(own, { type: 'module' });
}
