/** What a page says that does all by itself. */
export const NO_WORKERS =
  'This browser starts no workers for this page: everything works on its one thread, more slowly.';
