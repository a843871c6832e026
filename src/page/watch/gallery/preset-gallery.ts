import thumbnails from 'virtual:thumbnails';
import { PRESET_GROUPS, type Preset } from '../../../spec/presets';
import { html } from '../../shared/dom';
import { svg } from '../../shared/svg';

/** Keys that move the focus between cards, and where to: columns and rows. */
const MOVES: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** All presets in a dialog: the end of each run as a small picture, its title and its sentence. */
export class PresetGallery {
  private readonly dialog: HTMLDialogElement;
  private readonly cards = new Map<string, HTMLButtonElement>();

  constructor(private readonly onChoose: (preset: Preset) => void) {
    const close = html('button', { type: 'button', class: 'quiet' }, 'Close');
    close.addEventListener('click', () => this.dialog.close());
    this.dialog = html(
      'dialog',
      { class: 'preset-gallery', id: 'preset-gallery', 'aria-labelledby': 'gallery-title' },
      html(
        'div',
        { class: 'gallery-head' },
        html('h2', { id: 'gallery-title' }, 'Experiments'),
        close,
      ),
      html(
        'p',
        { class: 'hint' },
        'Each picture is the end of its run: where the particles are then.',
      ),
      ...PRESET_GROUPS.flatMap(({ title, presets }) => [
        html('h3', {}, title),
        html('div', { class: 'gallery-cards' }, ...presets.map((preset) => this.card(preset))),
      ]),
    );
    this.dialog.addEventListener('keydown', (event) => this.move(event));
    document.body.append(this.dialog);
  }

  /** @param current  Id of the preset that runs, if one does: it has the focus. */
  open(current: string | null): void {
    for (const [id, card] of this.cards)
      if (id === current) card.setAttribute('aria-current', 'true');
      else card.removeAttribute('aria-current');
    this.dialog.showModal();
    const first = this.cards.get(current ?? '') ?? this.cards.values().next().value;
    first?.focus();
  }

  private card(preset: Preset): HTMLButtonElement {
    const { id, title, sentence } = preset;
    const picture = svg('svg', {
      class: 'thumbnail',
      viewBox: '0 0 160 90',
      'aria-hidden': 'true',
    });
    picture.append(...(thumbnails[id] ?? []).map((path) => svg('path', { ...path })));
    const card = html('button', { type: 'button' }, picture, html('b', {}, title));
    card.append(html('small', {}, sentence));
    card.dataset.preset = id;
    card.addEventListener('click', () => {
      this.dialog.close();
      this.onChoose(preset);
    });
    this.cards.set(id, card);
    return card;
  }

  /** To the card beside, or to the nearest one in the row above or below. */
  private move(event: KeyboardEvent): void {
    const move = MOVES[event.key];
    const cards = [...this.cards.values()];
    const from = cards.indexOf(document.activeElement as HTMLButtonElement);
    if (!move || from < 0) return;
    event.preventDefault();
    const [across, down] = move;
    if (across !== 0) {
      cards[from + across]?.focus();
      return;
    }
    const { left, top } = cards[from].getBoundingClientRect();
    const places = cards.map((card) => ({ card, place: card.getBoundingClientRect() }));
    const beyond = places.filter(({ place }) => (place.top - top) * down > 1);
    const row = down > 0 ? beyond[0] : beyond.at(-1);
    const inRow = beyond.filter(({ place }) => Math.abs(place.top - (row?.place.top ?? 0)) < 1);
    const off = ({ place }: (typeof places)[number]) => Math.abs(place.left - left);
    inRow.sort((one, other) => off(one) - off(other))[0]?.card.focus();
  }
}
