import '../../models/all-texts';
import {
  lossKinds,
  lossText,
  noiseLaws,
  noiseText,
  optimizerKinds,
  optimizerText,
} from '../../models/registry';
import { html, setText } from '../shared/dom';
import { capital } from '../shared/names';

/** A kind as the finder shows it. */
export interface Found {
  group: 'loss' | 'optimizer' | 'noise';
  kind: string;
  name: string;
  family: string;
  /** What it does, in one line; empty where its name says it. */
  hint: string;
}

const TITLES: Record<Found['group'], string> = {
  loss: 'Losses',
  optimizer: 'Methods',
  noise: 'Noise',
};

/** Every loss, method and noise law, in the order of the registry. */
export function everyKind(): Found[] {
  return [
    ...lossKinds().map((kind): Found => {
      const { name, family } = lossText({ kind });
      return { group: 'loss', kind, name, family, hint: '' };
    }),
    ...optimizerKinds().map((kind): Found => {
      const { name, family, hint } = optimizerText({ kind });
      return { group: 'optimizer', kind, name, family, hint: hint ?? '' };
    }),
    ...noiseLaws().map((law): Found => {
      const { name, family } = noiseText({ law });
      return { group: 'noise', kind: law, name, family, hint: '' };
    }),
  ];
}

/** The kinds in which every word of a text occurs: in name, kind, family, hint or title. */
export function searched(all: readonly Found[], text: string): Found[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter(({ group, ...told }) => {
    const known = [TITLES[group], ...Object.values(told)].join(' ').toLowerCase();
    return words.every((word) => known.includes(word));
  });
}

/** All losses, methods and noise laws in one dialog, by family, with a search among them. */
export class KindFinder {
  private readonly search = html('input', {
    type: 'search',
    'aria-label': 'Search losses, methods and noise',
    placeholder: 'Search: adaptive, tails, momentum …',
    autocomplete: 'off',
  });
  private readonly list = html('div', { class: 'finder-list' });
  private readonly count = html('p', { class: 'hint', role: 'status' });
  private readonly dialog: HTMLDialogElement;
  private readonly all = everyKind();

  /** @param onChoose  Takes the kind over; a refusal is said where the lists are. */
  constructor(private readonly onChoose: (found: Found) => void) {
    const close = html('button', { type: 'button' }, 'Close');
    this.dialog = html(
      'dialog',
      { class: 'finder', 'aria-labelledby': 'finder-title' },
      html('h2', { id: 'finder-title' }, 'Losses, methods and noise'),
      this.search,
      this.count,
      this.list,
      close,
    );
    close.addEventListener('click', () => this.dialog.close());
    this.search.addEventListener('input', () => this.show());
    this.search.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      this.list.querySelector('button')?.click();
    });
    document.body.append(this.dialog);
  }

  open(): void {
    this.search.value = '';
    this.show();
    this.dialog.showModal();
    this.search.focus();
  }

  private show(): void {
    const found = searched(this.all, this.search.value);
    setText(
      this.count,
      found.length === 0 ? 'None has all of these words.' : `${found.length} of ${this.all.length}`,
    );
    this.list.replaceChildren(
      ...(Object.keys(TITLES) as Found['group'][]).flatMap((group) => {
        const own = found.filter((each) => each.group === group);
        if (own.length === 0) return [];
        const families = [...new Set(own.map(({ family }) => family))];
        return [
          html('h3', {}, TITLES[group]),
          ...families.map((family) =>
            html(
              'div',
              { class: 'finder-family' },
              html('h4', {}, family),
              ...own.filter((each) => each.family === family).map((each) => this.entry(each)),
            ),
          ),
        ];
      }),
    );
  }

  private entry(found: Found): HTMLElement {
    const button = html('button', { type: 'button' }, html('b', {}, capital(found.name)));
    if (found.hint) button.append(html('small', {}, found.hint));
    button.dataset.kind = `${found.group}/${found.kind}`;
    button.addEventListener('click', () => {
      this.dialog.close();
      this.onChoose(found);
    });
    return button;
  }
}
