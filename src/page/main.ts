import { WatchPage } from './watch-page';

/** The page's entry. */
new WatchPage();
