/** States of a page that has nothing to show yet. */
const EMPTY = ['starting', 'opening'];

/** Milliseconds in which a page that has something to show lays it out. */
const SETTLING = 80;

/** Opens a page, and shows it when it is filled or could not be: what is seen does not move. */
export function fill(open: () => unknown): void {
  const main = document.querySelector('main')!;
  const showOnce = () => {
    if (EMPTY.includes(main.dataset.state ?? '')) return;
    watch.disconnect();
    // What the new state shows is laid out first.
    setTimeout(() => main.removeAttribute('data-filling'), SETTLING);
  };
  const watch = new MutationObserver(showOnce);
  watch.observe(main, { attributeFilter: ['data-state'] });
  try {
    open();
  } finally {
    showOnce();
  }
}
