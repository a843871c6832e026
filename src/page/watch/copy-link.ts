import type { Spec } from '../../spec/spec';
import { load } from '../shared/boot';
import { byId, setText } from '../shared/dom';
import type { Notices } from '../shared/notices';
import type { LiveClient } from './live/live-client';
import { linkTo } from './permalink-sync';

/**
 * Copies the link to a run, and says so on its button. Loaded when it is first asked for.
 *
 * @param ended  Whose run stands at its last step: the link says what it gave. Null where none does.
 */
export async function copyLinkTo(
  spec: Spec,
  notices: Notices,
  ended: LiveClient | null,
): Promise<void> {
  const part = ended && (await load(() => import('./run-proof-line')));
  const link = linkTo(spec) + (part ? await part.proofIn(ended, spec) : '');
  try {
    await navigator.clipboard.writeText(link);
    setText(byId('copy-link'), 'Link copied');
    notices.say('Link copied');
    setTimeout(() => setText(byId('copy-link'), 'Copy link'), 2000);
  } catch {
    const refused = 'The browser does not allow the page to copy';
    notices.show(
      'copy',
      location.href === link
        ? `${refused}; the link is in the address bar.`
        : `${refused}; this is the link: ${link}`,
    );
  }
}
