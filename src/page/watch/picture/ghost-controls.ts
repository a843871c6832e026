import { byId, html, setText } from '../../shared/dom';
import { percent } from '../../shared/format';
import type { Reading } from '../reading';
import { type Ghost, ghostOf, isComparable } from './ghost';

/** Keeps the run of now as a ghost in the picture, and says how the one that runs differs from it. */
export class GhostControls {
  ghost: Ghost | null = null;
  private readonly button = html(
    'button',
    { type: 'button', class: 'quiet', 'aria-pressed': 'false' },
    'Keep for comparison',
  );
  private readonly line = html('p', { class: 'hint', id: 'ghost-line', hidden: '' });
  private reading: Reading | null = null;

  /** @param onChange  Told that the ghost came or went. */
  constructor(private readonly onChange: () => void) {
    byId('theory-button').after(this.button);
    byId('takeaway').after(this.line);
    this.button.id = 'ghost-button';
    this.button.addEventListener('click', () => this.toggle());
  }

  take(reading: Reading): void {
    this.reading = reading;
    this.write();
  }

  private toggle(): void {
    this.ghost = this.ghost || !this.reading ? null : ghostOf(this.reading);
    this.button.setAttribute('aria-pressed', String(this.ghost !== null));
    this.write();
    this.onChange();
  }

  private write(): void {
    const { ghost, reading } = this;
    this.line.hidden = !ghost;
    if (!ghost || !reading) return;
    const now = percent(reading.escaped.share);
    const drawn = isComparable(ghost, reading.spec)
      ? ''
      : ' Its histogram has another axis and is not drawn.';
    setText(
      this.line,
      `Kept, as an outline: ${ghost.words}. Beyond R at some time: ${percent(ghost.escaped)} of it, ${now} of this run.${drawn}`,
    );
  }
}
