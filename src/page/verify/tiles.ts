import { html } from '../shared/dom';
import type { Standing } from './claim-row';
import { mark } from './mark';
import type { ClaimText } from './verify-protocol';

const WORDS: Record<Standing, string> = {
  untested: 'not tested',
  waits: 'waits',
  running: 'running',
  holds: 'holds',
  fails: 'FAILS',
};

/** All claims at a glance: a numbered tile each, that leads to its row. */
export class Tiles {
  private readonly links = new Map<string, HTMLAnchorElement>();

  constructor(
    list: HTMLElement,
    private readonly claims: readonly ClaimText[],
  ) {
    for (const { id } of claims) {
      const link = html('a', { href: `#claim-${id}` });
      this.links.set(id, link);
      list.append(html('li', {}, link));
      this.show(id, 'untested');
    }
  }

  show(id: string, standing: Standing): void {
    const link = this.links.get(id)!;
    const ordinal = this.claims.findIndex((claim) => claim.id === id) + 1;
    const name = `${ordinal} ${this.claims[ordinal - 1].title}: ${WORDS[standing]}`;
    if (link.dataset.standing === standing) return;
    link.dataset.standing = standing;
    link.setAttribute('aria-label', name);
    link.title = name;
    link.replaceChildren(String(ordinal));
    if (standing === 'holds' || standing === 'fails') link.append(mark(standing));
  }
}
