import { fill } from './fill';
import { askedSpec } from './permalink-sync';
import { WatchPage } from './watch-page';

/** The page's entry. Not awaited on the top level: parts that come later share this one. */
askedSpec().then((asked) => fill(() => new WatchPage(asked)));
