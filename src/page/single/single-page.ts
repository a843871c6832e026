import { byId, html } from '../shared/dom';

/** What stands around the one file is not there: its links go nowhere. */
function leaveAlone(): void {
  document.documentElement.dataset.single = '';
  for (const nav of document.querySelectorAll('.masthead nav')) nav.remove();
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href^="./"]'))
    link.replaceWith(...link.childNodes);
  byId('adapter')
    .closest('footer')
    ?.append(
      html(
        'p',
        { class: 'one-file' },
        'The Watch page in one file. It computes on the CPU, and knows the theory of plain SGD with normal noise; landscapes, other theory, their experiments, exports, comparisons, maps and documentation are in the whole of Saddlescape.',
      ),
    );
}

leaveAlone();
void import('../watch/start-watch');
