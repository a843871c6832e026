import type { Spec } from '../../spec/spec';
import { load } from '../shared/boot';
import type { Notices } from '../shared/notices';
import { keepOffline } from '../shared/offline';
import { copyLinkTo } from './copy-link';
import type { HistogramView } from './histogram-view';
import type { LiveClient } from './live/live-client';
import { PictureOverlay } from './picture/overlay';
import { PresetsMenu } from './presets-menu';
import type { Reading } from './reading';
import type { RunProofLine } from './run-proof-line';
import type { Session } from './session';
import { installTerms } from './terms';

interface ReaderPartsOptions {
  session: Session;
  histogram: HistogramView;
  client: LiveClient;
  notices: Notices;
  run: (spec: Spec) => void;
  refuse: (sentence: string) => void;
}

/** What a reader uses once there is a picture: loaded after it. */
export class ReaderParts {
  private readonly presets: PresetsMenu;
  private readonly overlay: PictureOverlay;

  private proof: RunProofLine | null = null;
  private reading: Reading | null = null;

  constructor(private readonly options: ReaderPartsOptions) {
    const { session, histogram, run, refuse } = options;
    this.presets = new PresetsMenu(run);
    this.overlay = new PictureOverlay(histogram, session, refuse);
    installTerms();
    if (import.meta.env.PROD) void keepOffline();
  }

  /** A spec that came into force; `final` is false while a slider moves. */
  showSpec(spec: Spec, final: boolean): void {
    if (final) this.presets.show(spec);
    this.overlay.showSpec();
  }

  take(reading: Reading): void {
    this.overlay.take(reading);
    this.reading = reading;
    void this.proof?.look(this.hasEnded());
  }

  /** Copies the link to what runs, with what it gave where it stands at its last step. */
  copyLink(): void {
    const { session, notices, client } = this.options;
    void copyLinkTo(session.spec, notices, this.hasEnded() ? client : null);
  }

  /** @param link  What the opened link says that its run gives; empty where nothing. */
  async prove(link = ''): Promise<void> {
    const part = link && (await load(() => import('./run-proof-line')));
    this.proof?.close();
    this.proof = null;
    if (!part) return;
    this.proof = part.RunProofLine.of(link, this.options.session, this.options.client);
    void this.proof?.look(this.hasEnded());
  }

  private hasEnded(): boolean {
    const { session } = this.options;
    const { reading } = this;
    if (!reading || session.specOf(reading.sample.run) !== session.spec) return false;
    return reading.sample.counts.step >= session.spec.time.steps;
  }
}
