import { byId } from '../shared/dom';
import type { Sample } from './live/live-protocol';
import type { PathStripView } from './path-strip-view';
import type { Reading } from './reading';
import type { Session } from './session';

/** Share of the particles outside of the picture at which it follows them. */
const MOST_OUT_OF_SIGHT = 2 / 3;

/**
 * Takes the ends of the picture to where the run has gone, unless the reader holds them; then it
 * says where that is.
 */
export class PictureRange {
  /** Loaded when a run has left its picture. */
  private out: typeof import('./follow-range') | null = null;
  private reading: Reading | null = null;

  constructor(
    private readonly session: Session,
    private readonly strip: PathStripView,
    private readonly fail: (error: Error) => void,
  ) {
    byId('axis-button').addEventListener('click', () => this.fix(!session.axisFixed));
  }

  take(reading: Reading): void {
    this.reading = reading;
    this.follow().catch(this.fail);
  }

  /** Where the particles are that the picture does not show; empty where most are in it. */
  elsewhere(reading: Reading): string {
    return this.out?.elsewhere(reading) ?? '';
  }

  showButton(): void {
    byId('axis-button').setAttribute('aria-pressed', String(this.session.axisFixed));
  }

  /** Holds the ends of the picture, or lets them follow the run again. */
  private fix(fixed: boolean): void {
    this.session.axisFixed = fixed;
    this.showButton();
    this.follow().catch(this.fail);
  }

  private async follow(): Promise<void> {
    const { reading, session } = this;
    if (!reading || !isOutOfSight(reading.sample)) return;
    this.out ??= await import('./follow-range');
    // It may have moved on meanwhile.
    if (this.reading !== reading) return;
    const now = session.spec.histogram;
    const { run, ends } = reading.sample;
    if (session.axisFixed || run !== session.run || now.min !== ends.min || now.max !== ends.max)
      return;
    const found = this.out.rangeFor(now, this.strip.last);
    if (found && (found.min !== now.min || found.max !== now.max)) session.rebin(found);
  }
}

function isOutOfSight({ counts, particles }: Sample): boolean {
  return (counts.below + counts.above) / particles > MOST_OUT_OF_SIGHT;
}
