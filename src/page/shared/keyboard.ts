import { byId, html } from './dom';
import { remember, storedChoice } from './storage';

const KEY = 'saddlescape.shortcuts';

export interface Shortcut {
  /** `KeyboardEvent.key`, or "mod+z" and "mod+shift+z". */
  key: string;
  /** As it is shown in the list. */
  shown: string;
  does: string;
  run: () => void;
}

/**
 * Single-key shortcuts: off while typing, and off altogether when the reader says so (WCAG 2.1.4).
 */
export class Keyboard {
  private on = storedChoice(KEY) !== 'off';
  private readonly dialog = byId<HTMLDialogElement>('help-dialog');

  private readonly shortcuts: readonly Shortcut[];

  /** @param shortcuts  The page's own; `?`, which shows their list, is every page's. */
  constructor(shortcuts: readonly Shortcut[]) {
    this.shortcuts = [
      ...shortcuts,
      { key: '?', shown: '?', does: 'this list', run: () => this.showHelp() },
    ];
    const list = byId('shortcut-list');
    for (const { shown, does } of this.shortcuts)
      list.append(html('dt', {}, html('kbd', {}, shown)), html('dd', {}, does));
    const box = byId<HTMLInputElement>('shortcuts-on');
    box.checked = this.on;
    box.addEventListener('change', () => {
      this.on = box.checked;
      remember(KEY, this.on ? 'on' : 'off');
    });
    byId('help-button').addEventListener('click', () => this.showHelp());
    byId('help-close').addEventListener('click', () => this.dialog.close());
    document.addEventListener('keydown', (event) => this.press(event));
  }

  showHelp(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  private press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey || this.dialog.open || isTyping(event.target))
      return;
    const modified = event.ctrlKey || event.metaKey;
    if (!modified && !this.on) return;
    if (event.key === ' ' && isPressable(event.target)) return;
    const key = modified
      ? `mod+${event.shiftKey ? 'shift+' : ''}${event.key.toLowerCase()}`
      : event.key;
    const shortcut =
      this.shortcuts.find((one) => one.key === key) ??
      (modified ? undefined : this.shortcuts.find((one) => one.key === key.toLowerCase()));
    if (!shortcut) return;
    event.preventDefault();
    shortcut.run();
  }
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return !['range', 'checkbox', 'radio', 'button'].includes(target.type);
  return (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  );
}

/** Elements that the space bar already does something with. */
function isPressable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('button, input:not([type="range"]), summary, a[href]') !== null
  );
}
