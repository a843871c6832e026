/** States of a page that has nothing to show yet. */
const EMPTY = ['starting', 'opening'];

/** Opens a page, and shows it when it is filled or could not be: what is seen does not move. */
export function fill(open: () => unknown): void {
  const main = document.querySelector('main')!;
  const showOnce = () => {
    if (EMPTY.includes(main.dataset.state ?? '')) return;
    main.removeAttribute('data-filling');
    watch.disconnect();
  };
  const watch = new MutationObserver(showOnce);
  watch.observe(main, { attributeFilter: ['data-state'] });
  try {
    open();
  } finally {
    showOnce();
  }
}
