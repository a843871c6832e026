import type { EngineIdentity } from '../../engine/engine';
import { load } from '../shared/boot';
import { byId, setText } from '../shared/dom';
import type { Notices } from '../shared/notices';
import { engineSummary } from '../shared/summary';
import type { EngineNotice } from './engine-notice';

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
    if (identity.kind === 'gpu' && identity.fallback) this.explain((notice) => notice.software());
  }

  /** Says why, with a way to the other engine. */
  async explain(say: (notice: EngineNotice) => void): Promise<void> {
    const part = await load(() => import('./engine-notice'));
    if (part) say(new part.EngineNotice(this.notices, this.useEngine));
  }
}
