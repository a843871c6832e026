import { cpuSpeedSentence } from '../../experiment/engine-speeds';
import { float32Limits } from '../../spec/float32-limits';
import type { Sweep } from '../../spec/sweep';
import { toldOf } from '../shared/boot';
import { copy } from '../shared/copy';
import { setText } from '../shared/dom';
import { duration } from '../shared/duration';
import { whole } from '../shared/format';
import { NO_GPU } from '../shared/no-gpu';
import { Notices } from '../shared/notices';
import type { AskedSweep } from './map-address';
import { MapData } from './map-data';
import type { FromMapWorker } from './map-protocol';
import { sidesTitle } from './side-names';

const NAMES = { csv: 'CSV', json: 'JSON', npz: 'npz' } as const;

type Message<T extends FromMapWorker['type']> = Extract<FromMapWorker, { type: T }>;

/** What the Map page has to say over its map: engines, links, files and troubles. */
export class MapNotices {
  readonly notices = new Notices();
  /** The sentence that says how far a file is, while it is being made. */
  private savingWords: HTMLElement | null = null;
  private cancelled = false;

  noGpu({ reason, detail }: Message<'no-gpu'>): void {
    this.notices.show(
      'no-gpu',
      [NO_GPU[reason], reason === 'failed' ? detail : ''].join(' ').trim(),
    );
  }

  fasterCpu({ times }: Message<'faster-cpu'>, useGpu: () => void): void {
    this.notices.show('faster-cpu', `${cpuSpeedSentence(times)}.`, [
      { label: 'Use software GPU', run: useGpu },
    ]);
  }

  recovered({ reason }: Message<'recovered'>): void {
    this.notices.show(
      'recovered',
      `The graphics device was lost (${reason}); all counts are kept, and the map continues on a new one.`,
    );
  }

  otherEngine({ was, reason }: Message<'other-engine'>): void {
    const name =
      was.kind === 'gpu' ? `the graphics device (${was.adapter})` : `the CPU (${was.adapter})`;
    this.notices.show(
      'no-gpu',
      `This map was counted on ${name}, which is no longer available${reason && `: ${reason}`}. Another engine counts other numbers, so the map starts again; the old counts are kept in this browser for when the device is back.`,
    );
  }

  /** Another map is open: what was said of the one before is void. */
  opened(sweep: Sweep): void {
    this.notices.close('provenance');
    const [limit] = float32Limits(sweep.base);
    if (limit) this.notices.show('limits', `The base of the map: ${limit.sentence}`);
    else this.notices.close('limits');
  }

  provenance(sentence: string): void {
    this.notices.show('provenance', sentence);
  }

  /** How far the theory of a file is; short ones go without words. */
  saving(progress: Message<'file-progress'>, cancel: () => void): void {
    const { format, done, of, secondsLeft } = progress;
    if (!this.savingWords && secondsLeft < 1) return;
    const sentence = `The ${NAMES[format]} file is being made: growth rates of ${whole(done)} of ${whole(of)} cells, about ${duration(Math.ceil(secondsLeft))} left.`;
    if (this.savingWords) {
      if (!this.cancelled) setText(this.savingWords, sentence);
      return;
    }
    this.cancelled = false;
    const stop = () => {
      this.cancelled = true;
      setText(this.savingWords!, 'The file is being cancelled.');
      cancel();
    };
    this.savingWords = this.notices.show('saving', sentence, [
      { label: 'Cancel', keep: true, run: stop },
    ]);
  }

  /** A file is there, or was cancelled. */
  saved(): void {
    this.notices.close('saving');
    this.savingWords = null;
  }

  refused(sentence: string): void {
    this.notices.show('refused', sentence);
  }

  /** An unfinished map of an earlier visit. */
  stored({ sweep, share }: Message<'stored'>, resume: () => void): void {
    this.notices.show(
      'stored',
      `An unfinished map of an earlier visit is kept: ${sidesTitle(new MapData(sweep).sides)}, ${Math.floor(100 * share)} % done.`,
      [{ label: 'Resume', run: resume }],
    );
  }

  trouble({ sentence, report }: Message<'failed'>): void {
    if (toldOf(sentence)) return;
    this.notices.show('trouble', `${sentence} All counts are kept; press Continue to go on.`, [
      { label: 'Copy report', keep: true, run: () => copy(report) },
    ]);
  }

  link({ refusal, notice }: AskedSweep, instead: string): void {
    if (refusal) this.notices.show('link', `${refusal} ${instead}`);
    else if (notice) this.notices.show('link', notice);
    else this.notices.close('link');
  }
}
