import { cpuSpeedSentence } from '../../experiment/engine-speeds';
import type { NoGpuReason } from '../../host/web/engines';
import { byId } from '../shared/dom';
import type { Action, Notices } from '../shared/notices';
import { remember, storedChoice } from '../shared/storage';

/** What to think of the speed of a software adapter. */
export const SOFTWARE_GPU =
  'The browser provides a software GPU: results are correct, but the CPU computes them, so this is not the speed of a GPU.';

const KEEP: Action = { label: 'Keep', run: () => {} };

/** Why the Watch page does not run on a graphics card, and what to do about it. */
export class EngineNotice {
  constructor(
    private readonly notices: Notices,
    private readonly useEngine: (kind: 'cpu' | 'gpu') => void,
  ) {}

  software(): void {
    this.explain('software', SOFTWARE_GPU, [
      { label: 'Use CPU engine', run: () => this.useEngine('cpu') },
      KEEP,
    ]);
  }

  without({ reason, detail }: { reason: NoGpuReason; detail: string }): void {
    this.explain('no-gpu', sentenceWithoutGpu(reason, detail));
  }

  /** Though the browser has a software GPU. */
  fasterCpu(times: number): void {
    const actions = [{ label: 'Use software GPU', run: () => this.useEngine('gpu') }, KEEP];
    this.explain('faster-cpu', `${cpuSpeedSentence(times)}.`, actions);
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

function sentenceWithoutGpu(reason: NoGpuReason, detail: string): string {
  if (reason === 'failed')
    return `The GPU cannot be used; using the CPU. Everything else works. ${detail}`;
  if (reason === 'no-adapter')
    return 'No GPU available; using the CPU. Everything else works. On Linux see #enable-vulkan in chrome://flags, and chrome://gpu.';
  return isSecureContext
    ? 'This browser has no WebGPU; using the CPU. Everything else works. Chrome and Edge have it from version 113; on Linux see #enable-unsafe-webgpu in chrome://flags.'
    : 'WebGPU needs https or localhost, and this page came over plain http; using the CPU. Everything else works.';
}

/**
 * On a phone the lower edge of the window is where the picture is: what can wait stands under it.
 */
function placeOnPhone(): Element | null {
  return matchMedia('(max-width: 36rem)').matches ? byId('density-plot').closest('figure') : null;
}
