import type { EngineIdentity } from '../engine/engine';
import { byId, setText } from './dom';
import type { NoGpuReason } from './live-protocol';
import type { Action, Notices } from './notices';
import { remember, remembered } from './storage';
import { engineSummary, SOFTWARE_GPU } from './summary';

/** What the particles run on, and, where that is not a graphics card, why and what to do about it. */
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
    setText(byId('adapter'), `Saddlescape ${identity.version}, ${this.summary}`);
    if (identity.kind === 'gpu' && identity.fallback)
      this.explain('software', SOFTWARE_GPU, [
        { label: 'Use CPU engine', run: () => this.useEngine('cpu') },
        { label: 'Keep', run: () => {} },
      ]);
  }

  explainNoGpu(reason: NoGpuReason, detail: string): void {
    const sentences: Record<NoGpuReason, string> = {
      'no-webgpu': isSecureContext
        ? 'No WebGPU in this browser: it runs on the CPU, all else works. Take Chrome or Edge 113 or newer; on Linux see #enable-unsafe-webgpu in chrome://flags.'
        : 'WebGPU needs https or localhost, and this page came over plain http: it runs on the CPU, all else works.',
      'no-adapter':
        'No graphics card for WebGPU: it runs on the CPU, all else works. On Linux see #enable-vulkan in chrome://flags, and chrome://gpu.',
      failed: `The graphics card could not be used: it runs on the CPU, all else works. ${detail}`,
    };
    this.explain('no-gpu', sentences[reason]);
  }

  /** Says it until the reader has closed it once, and again when asked for in the footer. */
  private explain(topic: string, sentence: string, actions: Action[] = []): void {
    const key = `saddlescape.known.${topic}`;
    const show = () => this.notices.show(topic, sentence, actions, () => remember(key, sentence));
    if (remembered(key) === sentence) this.notices.say(sentence);
    else show();
    const why = byId('adapter-why');
    why.hidden = false;
    why.onclick = show;
  }
}
