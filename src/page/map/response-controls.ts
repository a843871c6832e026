import { MOST_RESPONSES, parseResponse, type Response, responseText } from '../../spec/response';
import type { Sweep } from '../../spec/sweep';
import { byId, html, setText } from '../shared/dom';
import { quoted, typedNumber } from '../shared/typed-number';
import type { Offer } from './axis-controls';
import { responseName, responseOf } from './response-words';

type Kind = Response['kind'];

/** What can be measured, and the number that says which of its kind. */
const KINDS: Record<Kind, { name: string; box: 'share' | 'bound' | null; usual: string }> = {
  escapeTime: { name: 'escape time, a quantile', box: 'share', usual: '0.5' },
  absX: { name: '|x| at the end, a quantile', box: 'share', usual: '0.5' },
  x: { name: 'x at the end, a quantile', box: 'share', usual: '0.5' },
  shareAbove: { name: 'share right of a bound', box: 'bound', usual: '0' },
  tailIndex: { name: 'tail index estimate', box: null, usual: '' },
};
const LABELS = { share: 'share', bound: 'bound' };

/**
 * What is measured of every cell beside the share that escapes: a list to add to and remove from.
 */
export class ResponseControls {
  private readonly list = html('ul', { class: 'map-list' });
  private readonly kind = html('select', {
    id: 'response-kind',
    'aria-label': 'What to measure',
    autocomplete: 'off',
  });
  private readonly label = html('label', { for: 'response-number' });
  private readonly number = html('input', {
    type: 'text',
    inputmode: 'decimal',
    id: 'response-number',
    autocomplete: 'off',
    'aria-describedby': 'response-error',
  });
  private readonly box = html('div', { class: 'number-box' }, this.label, this.number);
  private readonly add = html('button', { type: 'button', id: 'add-response' }, 'Add');
  private readonly error = html('p', {
    class: 'field-error',
    id: 'response-error',
    role: 'alert',
  });
  private shown = '';

  constructor(private readonly offer: Offer) {
    for (const [value, { name }] of Object.entries(KINDS))
      this.kind.append(html('option', { value }, name));
    byId('responses').append(
      this.list,
      html('div', { class: 'map-list-add' }, this.kind, this.box, this.add),
      this.error,
    );
    this.kind.addEventListener('change', () => this.choose());
    this.add.addEventListener('click', () => this.refuse(this.offerNew()));
    this.number.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.refuse(this.offerNew());
    });
    this.choose();
  }

  show({ responses = [] }: Sweep): void {
    this.add.disabled = responses.length >= MOST_RESPONSES;
    const key = responses.join();
    if (key === this.shown) return;
    this.shown = key;
    this.list.replaceChildren(...responses.map((text) => this.row(text)));
    this.list.hidden = responses.length === 0;
    this.refuse(null);
  }

  private row(text: string): HTMLElement {
    const name = responseName(responseOf(text));
    const removal = html(
      'button',
      { type: 'button', class: 'quiet', 'aria-label': `Remove ${name}` },
      '✕',
    );
    removal.addEventListener('click', () => {
      this.refuse(this.remove(text));
      this.kind.focus();
    });
    return html('li', { 'data-response': text }, html('span', {}, name), removal);
  }

  /** Another kind has another number. */
  private choose(): void {
    const { box, usual } = KINDS[this.kind.value as Kind];
    this.box.hidden = box === null;
    setText(this.label, box ? LABELS[box] : '');
    this.number.value = usual;
    this.refuse(null);
  }

  private offerNew(): string | null {
    const response = this.typed();
    if (typeof response === 'string') return response;
    const text = responseText(response);
    return this.offer((draft) => {
      draft.responses = [...(draft.responses ?? []), text];
    });
  }

  /** What is chosen, or the sentence that says what is wrong with its number. */
  private typed(): Response | string {
    const kind = this.kind.value as Kind;
    const { box } = KINDS[kind];
    if (box === null) return responseOf(kind);
    const read = typedNumber(this.number.value, box === 'share' ? 0.5 : 0);
    if ('wrong' in read) return `${LABELS[box]}: ${quoted(this.number.value)} ${read.wrong}.`;
    const response = parseResponse(`${kind}:${String(read.value).replace('e+', 'e')}`);
    const accepted = box === 'share' ? 'above 0 and below 1' : 'from -1e30 to 1e30';
    return (
      response ??
      `${LABELS[box]}: ${quoted(this.number.value)} is not accepted; give a number ${accepted}.`
    );
  }

  private remove(text: string): string | null {
    return this.offer((draft) => {
      const rest = (draft.responses ?? []).filter((other) => other !== text);
      if (rest.length > 0) draft.responses = rest;
      else delete draft.responses;
    });
  }

  private refuse(sentence: string | null): void {
    setText(this.error, sentence ?? '');
    if (sentence) this.number.setAttribute('aria-invalid', 'true');
    else this.number.removeAttribute('aria-invalid');
  }
}
