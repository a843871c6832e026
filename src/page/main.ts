import { startPage } from './boot';
import { fill } from './fill';
import { askedSpec } from './permalink-sync';
import { WatchPage } from './watch-page';

/** The page's entry. Not awaited on the top level: parts that come later share this one. */
startPage(async () => {
  const asked = await askedSpec();
  fill(() => new WatchPage(asked));
});
