import { type Counted, proofOf } from '../../experiment/check-proof';
import { proofFields, readProof } from '../../spec/run-proof';
import type { Sweep } from '../../spec/sweep';
import { byId, setText } from '../shared/dom';
import { isExperiment } from '../shared/experiment-links';
import type { Notices } from '../shared/notices';
import { ProofLine } from '../shared/proof-line';
import { linkToSweep } from './map-address';
import type { FromMapWorker, ToMapWorker } from './map-protocol';

type Answer = Extract<FromMapWorker, { type: 'counted' }>;

export interface MapProofOptions {
  send: (message: ToMapWorker) => void;
  notices: Notices;
  /** The map that was asked for last. */
  sweep: () => Sweep;
  /** Whether it is whole. */
  isDone: () => boolean;
}

/**
 * Links that say what their map gave. Loaded with the first one that is opened, or when a link is
 * copied.
 */
export class MapProof {
  private line: ProofLine | null = null;
  private readonly waiting: ((answer: Answer) => void)[] = [];

  constructor(private readonly options: MapProofOptions) {}

  /** An answer of the worker: they come in the order in which they were asked for. */
  take(answer: Answer): void {
    this.waiting.shift()?.(answer);
  }

  /**
   * Another map is open, or another link.
   *
   * @param link  The one that was opened last.
   * @param of  Its map.
   */
  show(link: string, of: Sweep | null): void {
    this.line?.close();
    this.line = null;
    const proof = readProof(link);
    if (!proof || isExperiment(link) || !isSame(of, this.options.sweep())) return;
    this.line = new ProofLine(
      proof,
      'The link says what this map gives; it is compared when the map is whole.',
    );
    void this.look();
  }

  /** Compares the map with its link, where there is one and the map is whole. */
  async look(): Promise<void> {
    const { line } = this;
    const counted = line && (await this.counted());
    if (counted && line === this.line) await line.compare(counted);
  }

  /** Copies the link to the map, with what it gave where it is whole, and says so on its button. */
  async copy(): Promise<void> {
    const counted = await this.counted();
    const fields = counted ? proofFields(proofOf(counted)) : '';
    try {
      await navigator.clipboard.writeText(linkToSweep(this.options.sweep()) + fields);
      this.options.notices.say('The link is copied.');
      setText(byId('copy-link'), 'Copied');
      setTimeout(() => setText(byId('copy-link'), 'Copy link'), 1500);
    } catch {
      this.options.notices.show(
        'link',
        'The browser does not allow this page to copy: the link is in the address bar.',
      );
    }
  }

  /** null where the map is not whole. */
  private counted(): Promise<Counted | null> {
    const { send, sweep, isDone } = this.options;
    if (!isDone()) return Promise.resolve(null);
    return new Promise((resolve) => {
      // Another map may be asked for meanwhile.
      this.waiting.push((answer) => resolve(isSame(answer.sweep, sweep()) ? answer.counted : null));
      send({ type: 'counted' });
    });
  }
}

function isSame(one: Sweep | null, other: Sweep): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
