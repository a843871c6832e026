import { load } from '../shared/boot';
import { byId, setText } from '../shared/dom';
import { goBack } from '../shared/history-entry';
import { Keyboard } from '../shared/keyboard';
import { NO_WORKERS } from '../shared/no-workers';
import { Notices } from '../shared/notices';
import { engineSummary } from '../shared/summary';
import { Theme } from '../shared/theme';
import { STORY_FIGURES } from './figures';
import { LiveFigure } from './live-figure';
import { StoryEngine } from './story-engine';
import { StoryHistory } from './story-history';

/** How far outside of the window a figure is made ready. */
const READY_MARGIN = '300px';
/** Share of a figure that has to be seen for it to run. */
const SEEN = 0.3;

/** The story: text that is there, and figures that come to life as they are scrolled to. */
export class StoryPage {
  private readonly engine = new StoryEngine({
    prefersGpu: new URLSearchParams(location.search).get('engine') === 'gpu',
    open: () => new Worker(new URL('./story-worker.ts', import.meta.url), { type: 'module' }),
    load: async () => (await import('./story-here')).importStoryWorker(),
    onEngine: (identity) => setText(byId('adapter'), engineSummary(identity)),
    onHere: () => new Notices().show('no-workers', NO_WORKERS),
  });
  private readonly figures = new Map<Element, LiveFigure>();
  private readonly history = new StoryHistory(() => {
    for (const live of this.figures.values()) live.followHistory();
  });
  private readonly inSight = new Set<Element>();

  constructor() {
    // Pictures take their colours from the style sheet.
    new Theme(() => {});
    const ready = new IntersectionObserver((entries) => this.prepare(entries, ready), {
      rootMargin: READY_MARGIN,
    });
    const seen = new IntersectionObserver((entries) => this.see(entries), { threshold: SEEN });
    for (const element of document.querySelectorAll('figure[data-figure]')) {
      ready.observe(element);
      const picture = element.querySelector('.picture');
      if (picture) seen.observe(picture);
    }
    new Keyboard([
      { key: 'mod+z', shown: 'Ctrl Z', does: 'Back to the values before', run: goBack },
    ]);
    if (new URLSearchParams(location.search).has('lecture'))
      void load(() => import('./lecture')).then((part) => part?.beginLecture());
  }

  private prepare(entries: IntersectionObserverEntry[], ready: IntersectionObserver): void {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      ready.unobserve(target);
      void this.bringToLife(target as HTMLElement);
    }
  }

  private async bringToLife(element: HTMLElement): Promise<void> {
    const name = element.dataset.figure ?? '';
    const figure = await load(() => STORY_FIGURES[name]());
    if (!figure) return;
    const say = (sentence: string) => setText(byId('live-region'), sentence);
    const live = new LiveFigure(name, figure, element, this.engine, this.history, say);
    this.figures.set(element, live);
    if (this.inSight.has(element)) live.see(true);
  }

  private see(entries: IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      const element = target.closest('figure');
      if (!element) continue;
      if (isIntersecting) this.inSight.add(element);
      else this.inSight.delete(element);
      this.figures.get(element)?.see(isIntersecting);
    }
  }
}
