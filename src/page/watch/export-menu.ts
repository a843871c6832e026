import { messageOf } from '../../engine/open';
import type { RunResult } from '../../experiment/run';
import { byId } from '../shared/dom';
import { type ShareScale, scaleFor } from '../shared/scales';
import { limitOf } from './limits';
import type { LiveClient } from './live/live-client';
import type { Sample } from './live/live-protocol';
import { linkTo } from './permalink-sync';
import type { PictureOptions } from './picture';
import { highestShare, Reader } from './reading';

interface ExportMenuOptions {
  /** How the plot is looked at: the picture is made the same way. */
  look: () => { scale: ShareScale['kind']; theory: boolean };
  say: (sentence: string) => void;
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
        this.export(item.dataset.export as 'png' | 'csv' | 'json').catch(options.fail);
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

  private async export(kind: 'png' | 'csv' | 'json'): Promise<void> {
    const [exports, result] = await this.prepare();
    if (kind === 'csv') exports.exportCsv(result);
    else if (kind === 'json') exports.exportJson(result);
    else await exports.exportPicture(this.pictureOf(result, 2), result);
    this.options.say('Exported');
  }

  /**
   * The picture shows exactly the result it is exported with, also when the live run has moved on.
   */
  private pictureOf(result: RunResult, ratio: number): PictureOptions {
    const { counts, below, above, nonFinite, zero, frozen } = result.histogram;
    const sample: Sample = {
      run: 0,
      particles: result.particles,
      ends: result.spec.histogram,
      counts: {
        step: result.steps,
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
    const { scale, theory } = this.options.look();
    return {
      reading,
      scale: scaleFor(scale, highestShare(reading, theory), result.particles),
      engine: result.engine,
      link: linkTo(result.spec),
      theory,
      ratio,
    };
  }
}
