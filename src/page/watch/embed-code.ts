import type { Spec } from '../../spec/spec';
import type { Notices } from '../shared/notices';
import { linkTo } from './permalink-sync';

/** Loaded when it is first asked for: the HTML that shows a run in a frame of another page. */
export function embedCode(spec: Spec): string {
  const source = linkTo(spec, 'plot').replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<iframe src="${source}" title="Saddlescape" width="480" height="300" style="border:0" loading="lazy" allow="clipboard-write"></iframe>`;
}

/** *Embed*: puts that on the clipboard, or on the page where the browser does not allow it. */
export async function copyEmbedCode(spec: Spec, notices: Notices): Promise<void> {
  const code = embedCode(spec);
  try {
    await navigator.clipboard.writeText(code);
    notices.show('embed', 'The HTML of a frame with this run is copied: paste it into a page.');
  } catch {
    notices.show('embed', `The browser does not allow the page to copy; this is the HTML: ${code}`);
  }
}
