import { html, setText } from '../shared/dom';
import tokens from '../shared/style/tokens.css?inline';
import { svg } from '../shared/svg';
import ownStyle from './saddle-scape.css?inline';

let sheet: CSSStyleSheet | null = null;

/** Made by script, so that no Content-Security-Policy of a page has anything against it. */
function style(): CSSStyleSheet {
  if (sheet) return sheet;
  sheet = new CSSStyleSheet();
  // Rules of a whole page, for what is inside of an element.
  const ofHost = tokens.replace(/:root(\[[^\]]+\])/g, ':host($1)').replaceAll(':root', ':host');
  sheet.replaceSync(`${ofHost}\n${ownStyle}`);
  return sheet;
}

/** What is inside of an element. */
export class ElementFrame {
  readonly button = html('button', { type: 'button', disabled: '' }, 'Play');
  readonly ink = svg('svg', { 'aria-hidden': 'true' });
  readonly picture = html('div', { class: 'picture', role: 'img', 'aria-label': 'Not begun.' });
  private readonly word = html('p', { class: 'word' });
  private readonly why = html('p', { class: 'why' });
  private readonly sentence = html('p', { class: 'sentence' });
  private readonly error = html('p', { class: 'error', role: 'alert', hidden: '' });

  constructor(root: ShadowRoot) {
    root.adoptedStyleSheets = [style()];
    this.picture.append(this.ink);
    const { word, button, why, picture, sentence, error } = this;
    root.append(html('div', { class: 'frame' }, word, button, why, picture, sentence, error));
  }

  showVerdict({ word, why, tone }: { word: string; why: string; tone: string }): void {
    setText(this.word, word);
    setText(this.why, why);
    this.word.dataset.verdict = tone;
  }

  /** @param ended  Then it belongs to the picture, for who hears it. */
  showSentence(sentence: string, ended: boolean): void {
    setText(this.sentence, sentence);
    if (ended || this.picture.ariaLabel === 'Not begun.')
      this.picture.ariaLabel = `Picture of all particles. ${sentence}`;
  }

  /** One sentence in the place of the picture; null takes it away. */
  showError(sentence: string | null): void {
    setText(this.error, sentence ?? '');
    this.error.hidden = sentence === null;
    for (const part of [this.word, this.why, this.picture, this.sentence])
      part.hidden = sentence !== null;
    this.button.hidden = sentence !== null;
  }
}
