import { fill } from './fill';
import { WatchPage } from './watch-page';

/** The page's entry. */
fill(() => new WatchPage());
