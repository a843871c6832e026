import type { Spec } from '../../spec/spec';
import { byId, setText } from '../shared/dom';
import type { Notices } from '../shared/notices';
import { linkTo } from './permalink-sync';

/** Copies the link to a run, and says so on its button. */
export async function copyLinkTo(spec: Spec, notices: Notices): Promise<void> {
  const link = linkTo(spec);
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
