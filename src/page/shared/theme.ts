import { byId, setText } from './dom';
import { remember, storedChoice } from './storage';

const CHOICES = ['auto', 'light', 'dark'] as const;
type Choice = (typeof CHOICES)[number];
const KEY = 'saddlescape.theme';

/** The colours: as the system has them, or as the reader chose. */
export class Theme {
  private readonly button = byId('theme-button');
  private choice: Choice;

  /** @param onChange  Told when colours changed, whoever changed them. */
  constructor(private readonly onChange: () => void) {
    const kept = storedChoice(KEY);
    this.choice = CHOICES.find((choice) => choice === kept) ?? 'auto';
    this.apply();
    this.button.addEventListener('click', () => {
      this.choice = CHOICES[(CHOICES.indexOf(this.choice) + 1) % CHOICES.length];
      remember(KEY, this.choice);
      this.apply();
      this.onChange();
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.onChange());
  }

  private apply(): void {
    const root = document.documentElement;
    if (this.choice === 'auto') delete root.dataset.theme;
    else root.dataset.theme = this.choice;
    setText(this.button, `Theme: ${this.choice}`);
  }
}
