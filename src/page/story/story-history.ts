import { entryThatShows, shownInHistory } from '../shared/history-entry';
import { showInHistory } from '../shared/page-history';
import type { FigureValues } from './figure';

/** Values of a figure that follow each other faster are of one drag, and one entry. */
const DRAG_MILLISECONDS = 1000;
/** Browsers refuse pages that write into their history all the time. */
const WRITE_MILLISECONDS = 200;

/** Values of the figures that a reader has changed, by the name of the figure. */
type Changed = Record<string, FigureValues>;

/** Keeps what readers choose in the story's figures in the browser's history: Back undoes it. */
export class StoryHistory {
  private changed: Changed;
  private last: { figure: string; time: number } | null = null;
  /** Timer of the entry's last values; 0: they are written. */
  private writing = 0;

  /** @param onBack  Told that other values are in force: those of `valuesOf`. */
  constructor(private readonly onBack: () => void) {
    this.changed = shown() ?? {};
    this.write(false);
    addEventListener('popstate', () => {
      this.last = null;
      this.stopWriting();
      const before = shown();
      // A link to a section: the figures stay as they are.
      if (before === null) return this.write(false);
      this.changed = before;
      this.onBack();
    });
  }

  /** Values that the reader has given a figure; null: those that it begins with. */
  valuesOf(figure: string): FigureValues | null {
    return this.changed[figure] ?? null;
  }

  /** The reader gives a figure these values. */
  keep(figure: string, values: FigureValues): void {
    const now = performance.now();
    const dragged = this.last?.figure === figure && now - this.last.time < DRAG_MILLISECONDS;
    // The entry of the drag before ends as the drag did.
    if (!dragged && this.writing) this.write(false);
    this.changed = { ...this.changed, [figure]: values };
    this.last = { figure, time: now };
    if (!dragged) this.write(true);
    else this.writing ||= window.setTimeout(() => this.write(false), WRITE_MILLISECONDS);
  }

  private write(another: boolean): void {
    this.stopWriting();
    showInHistory(location.href, another, entryThatShows(this.changed, another));
  }

  private stopWriting(): void {
    clearTimeout(this.writing);
    this.writing = 0;
  }
}

function shown(): Changed | null {
  return shownInHistory() as Changed | null;
}
