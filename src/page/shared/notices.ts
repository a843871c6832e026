import { byId, html, setText } from './dom';

export interface Action {
  label: string;
  run: () => void;
  /** The notice stays when this is pressed. */
  keep?: boolean;
}

/**
 * Sentences at the edge of the window: what happened, what still works, one action. One notice for
 * each topic.
 */
export class Notices {
  private readonly list = byId('notices');
  private readonly live = byId('live-region');
  private readonly open = new Map<string, HTMLElement>();

  /**
   * @param under  What it stands under, in place of the edge of the window.
   * @returns Where the sentence stands.
   */
  show(
    topic: string,
    sentence: string,
    actions: Action[] = [],
    onClose?: () => void,
    under?: Element | null,
  ): HTMLElement {
    this.close(topic);
    const close = html(
      'button',
      { type: 'button', class: 'quiet', 'aria-label': 'Close this message' },
      'Close',
    );
    const words = html('p', {}, sentence);
    const notice = html('div', { class: 'notice', 'data-topic': topic }, words);
    close.addEventListener('click', () => {
      this.close(topic);
      onClose?.();
    });
    const row = html('div', { class: 'notice-actions' });
    for (const { label, run, keep } of actions) {
      const button = html('button', { type: 'button' }, label);
      button.addEventListener('click', () => {
        if (!keep) this.close(topic);
        run();
      });
      row.append(button);
    }
    if (actions.length > 0) notice.append(row);
    notice.append(close);
    this.open.set(topic, notice);
    if (under) under.after(notice);
    else this.list.append(notice);
    this.say(sentence);
    return words;
  }

  close(topic: string): void {
    this.open.get(topic)?.remove();
    this.open.delete(topic);
  }

  /** Read out by screen readers when they have time. */
  say(sentence: string): void {
    setText(this.live, sentence);
  }
}
