import { html } from './dom';
import { isExperiment } from './experiment-links';
import { whole } from './format';
import { entryThatShows, goBack, shownInHistory } from './history-entry';
import type { Shortcut } from './keyboard';
import { showInHistory } from './page-history';

type Values = Record<string, string>;

/** The lists of a page of which each has one choice; Back undoes a choice. */
export class Choices {
  /** As they were before the reader's next change. */
  private values: Values;

  /**
   * @param lists  Known by their ids.
   * @param onChange  Told when the reader has chosen, or gone back.
   * @param onLink  Told of an address that is opened in this tab, and not of those that are gone
   * back to.
   */
  constructor(
    private readonly lists: readonly HTMLSelectElement[],
    private readonly onChange: () => void,
    private readonly onLink: () => void,
  ) {
    this.values = this.read();
    for (const list of lists)
      list.addEventListener('change', () => {
        showInHistory(location.href, false, entryThatShows(this.values, false));
        this.values = this.read();
        // A link that runs is no longer what is chosen.
        const { pathname, search, hash } = location;
        const address = pathname + search + (isExperiment(hash) ? hash : '');
        showInHistory(address, true, entryThatShows(this.values, true));
        this.onChange();
      });
  }

  /** From now on the history is followed; what the page showed when it was left is chosen. */
  follow(): void {
    this.onLink();
    this.settle();
    this.restore();
    addEventListener('popstate', () => {
      if (this.restore()) return;
      this.onLink();
      this.settle();
    });
  }

  /** What is chosen now was not the reader's doing. */
  settle(): void {
    this.values = this.read();
  }

  get shortcut(): Shortcut {
    return { key: 'mod+z', shown: 'Ctrl Z', does: 'Back to the choice before', run: goBack };
  }

  private read(): Values {
    return Object.fromEntries(this.lists.map(({ id, value }) => [id, value]));
  }

  private restore(): boolean {
    const shown = shownInHistory() as Values | null;
    if (!shown) return false;
    for (const list of this.lists) choose(list, shown[list.id]);
    this.settle();
    this.onChange();
    return true;
  }
}

/** Chooses a value of a list; one that it does not offer is added. */
export function choose(list: HTMLSelectElement, value: string | undefined): void {
  if (value === undefined) return;
  if (![...list.options].some((option) => option.value === value)) {
    const text = /^\d+$/.test(value) ? whole(Number(value)) : value.replaceAll(',', ', ');
    list.append(html('option', { value }, text));
  }
  list.value = value;
}
