import type { Spec } from '../../spec/spec';
import type { HistogramView } from './histogram-view';
import { PictureOverlay } from './picture/overlay';
import { PresetsMenu } from './presets-menu';
import type { Reading } from './reading';
import type { Session } from './session';
import { installTerms } from './terms';

interface ReaderPartsOptions {
  session: Session;
  histogram: HistogramView;
  run: (spec: Spec) => void;
  refuse: (sentence: string) => void;
}

/** What a reader uses once there is a picture: loaded after it. */
export class ReaderParts {
  private readonly presets: PresetsMenu;
  private readonly overlay: PictureOverlay;

  constructor({ session, histogram, run, refuse }: ReaderPartsOptions) {
    this.presets = new PresetsMenu(run);
    this.overlay = new PictureOverlay(histogram, session, refuse);
    installTerms();
  }

  /** A spec that came into force; `final` is false while a slider moves. */
  showSpec(spec: Spec, final: boolean): void {
    if (final) this.presets.show(spec);
    this.overlay.showSpec();
  }

  take(reading: Reading): void {
    this.overlay.take(reading);
  }
}
