import type { EngineIdentity } from '../../engine/engine';
import type { NoGpuReason } from '../../host/web/engines';
import { load } from '../shared/boot';
import { byId, setText } from '../shared/dom';
import type { Action, Notices } from '../shared/notices';
import { remember, storedChoice } from '../shared/storage';
import { engineSummary, SOFTWARE_GPU } from '../shared/summary';

/**
 * What the particles run on, and, where that is not a graphics card, why and what to do about it.
 */
export class AdapterNote {
  identity: EngineIdentity = { kind: 'cpu', adapter: '', fallback: false, version: '' };

  constructor(
    private readonly notices: Notices,
    private readonly useEngine: (kind: 'cpu' | 'gpu') => void,
  ) {}

  get summary(): string {
    return engineSummary(this.identity);
  }

  /** Another engine draws from now on, on this canvas. */
  show(identity: EngineIdentity, canvas: 'cpu' | 'gpu'): void {
    this.identity = identity;
    byId('bars-cpu').hidden = canvas !== 'cpu';
    byId('bars-gpu').hidden = canvas !== 'gpu';
    setText(byId('adapter'), this.summary);
    if (identity.kind === 'gpu' && identity.fallback)
      this.explain('software', SOFTWARE_GPU, [
        { label: 'Use CPU engine', run: () => this.useEngine('cpu') },
        { label: 'Keep', run: () => {} },
      ]);
  }

  async explainNoGpu(reason: NoGpuReason, detail: string): Promise<void> {
    const part = await load(() => import('./without-gpu'));
    if (part) this.explain('no-gpu', part.watchWithoutGpu(reason, detail));
  }

  async explainCpu(times: number): Promise<void> {
    const part = await load(() => import('./without-gpu'));
    if (!part) return;
    const run = () => this.useEngine('gpu');
    this.explain('faster-cpu', part.watchOnFasterCpu(times), part.fasterCpuActions(run));
  }

  /** Says it until the reader has closed it once, and again when asked for in the footer. */
  private explain(topic: string, sentence: string, actions: Action[] = []): void {
    const key = `saddlescape.known.${topic}`;
    const show = (under: Element | null) =>
      this.notices.show(topic, sentence, actions, () => remember(key, sentence), under);
    if (storedChoice(key) === sentence) this.notices.say(sentence);
    else show(placeOnPhone());
    const why = byId('adapter-why');
    why.hidden = false;
    why.onclick = () => show(null);
  }
}

/**
 * On a phone the lower edge of the window is where the picture is: what can wait stands under it.
 */
function placeOnPhone(): Element | null {
  return matchMedia('(max-width: 36rem)').matches ? byId('density-plot').closest('figure') : null;
}
