import type { EngineIdentity } from '../../engine/engine';
import { messageOf } from '../../engine/open';
import type { RunResult } from '../../experiment/run';
import type { Spec } from '../../spec/spec';
import { load } from '../shared/boot';
import { byId } from '../shared/dom';
import type { Notices } from '../shared/notices';
import { type ShareScale, scaleFor } from '../shared/scales';
import type { LiveClient } from './live/live-client';
import type { Sample } from './live/live-protocol';
import { limitOf } from './load-other-runs';
import { linkTo } from './permalink-sync';
import type { PictureOptions } from './picture';
import type { Film } from './picture/film';
import { highestShare, Reader, type Reading } from './reading';

type Export = 'png' | 'svg' | 'csv' | 'json' | 'embed';

interface ExportMenuOptions {
  /** How the plot is looked at: the picture is made the same way. */
  look: () => { scale: ShareScale['kind']; theory: boolean };
  /** What is on the screen. */
  now: () => { reading: Reading | null; engine: EngineIdentity };
  notices: Notices;
  /** The spec in force. */
  spec: () => Spec;
  fail: (error: Error) => void;
}

/** The menu of exports. The code that makes the files is loaded when the first one is asked for. */
export class ExportMenu {
  private readonly menu = byId('export-menu');
  private readonly button = byId<HTMLButtonElement>('export-button');

  constructor(
    private readonly client: LiveClient,
    private readonly options: ExportMenuOptions,
  ) {
    this.button.addEventListener('click', () => this.toggle());
    this.button.disabled = false;
    // Whatever the reader says about single-key shortcuts: Escape and a press elsewhere close a
    // menu.
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !this.menu.hidden) this.toggle(false);
    });
    document.addEventListener('pointerdown', (event) => {
      const outside = !this.menu.parentElement!.contains(event.target as Node);
      if (outside && !this.menu.hidden) this.toggle(false);
    });
    for (const item of this.menu.querySelectorAll<HTMLButtonElement>('[data-export]'))
      item.addEventListener('click', () => {
        this.toggle(false);
        const kind = item.dataset.export as Export | 'webm';
        (kind === 'webm' ? this.toggleFilm(item) : this.export(kind)).catch(options.fail);
      });
  }

  toggle(open = this.menu.hidden): void {
    const had = this.menu.contains(document.activeElement);
    this.menu.hidden = !open;
    this.button.setAttribute('aria-expanded', String(open));
    if (open) this.menu.querySelector('button')?.focus();
    else if (had) this.button.focus();
  }

  /** The plot as a PNG file. */
  async picture(ratio: number): Promise<Blob> {
    const [exports, result] = await this.prepare();
    return new Blob([await exports.pictureFile(this.pictureOf(result, ratio))], {
      type: 'image/png',
    });
  }

  private prepare() {
    const part = import('./exports').catch((error) => {
      throw new Error(messageOf(error));
    });
    return Promise.all([part, this.client.result(false)]);
  }

  private async export(kind: Export): Promise<void> {
    const { notices, spec } = this.options;
    if (kind === 'embed') {
      const part = await load(() => import('./embed-code'));
      await part?.copyEmbedCode(spec(), notices);
      return;
    }
    const [exports, result] = await this.prepare();
    if (kind === 'csv') exports.exportCsv(result);
    else if (kind === 'json') exports.exportJson(result);
    else if (kind === 'svg') exports.exportSvg(this.pictureOf(result, 1), result);
    else await exports.exportPicture(this.pictureOf(result, 2), result);
    notices.say('Exported');
  }

  private film: Film | null = null;

  /** Begins a film of the picture, or ends and saves it. */
  private async toggleFilm(item: HTMLElement): Promise<void> {
    const { film } = this;
    if (film) {
      this.film = null;
      item.textContent = 'Film (WebM): record';
      await film.stop();
      this.options.notices.say('Exported');
      return;
    }
    const part = await import('./picture/film').catch((error) => {
      throw new Error(messageOf(error));
    });
    this.film = new part.Film(() => {
      const { reading, engine } = this.options.now();
      return reading && this.lookedAt(reading, engine, linkTo(reading.spec), 1);
    });
    item.textContent = 'Film (WebM): stop and save';
    this.options.notices.say('Recording; stop it in the menu Export.');
  }

  /**
   * The picture shows exactly the result it is exported with, also when the live run has moved on.
   */
  private pictureOf(result: RunResult, ratio: number): PictureOptions {
    const { counts, below, above, nonFinite, zero, frozen } = result.histogram;
    const sample: Sample = {
      run: 0,
      particles: result.particles,
      all: result.particles,
      ends: result.spec.histogram,
      counts: {
        step: result.steps,
        particles: result.particles,
        counts: Uint32Array.from(counts),
        below,
        above,
        nonFinite,
        zero,
        frozen,
        escaped: result.escape.count,
        beyond: result.escape.beyondNow,
      },
      quantiles: Object.values(result.quantiles),
      plane: null,
      particleStepsPerSecond: 0,
      preview: false,
    };
    const reading = new Reader(limitOf).read(result.spec, sample);
    return this.lookedAt(reading, result.engine, linkTo(result.spec), ratio);
  }

  private lookedAt(
    reading: Reading,
    engine: EngineIdentity,
    link: string,
    ratio: number,
  ): PictureOptions {
    const { scale, theory } = this.options.look();
    const { all } = reading.sample;
    return {
      reading,
      scale: scaleFor(scale, highestShare(reading, theory), all),
      engine,
      link,
      theory,
      ratio,
    };
  }
}
