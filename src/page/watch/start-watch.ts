import { startPage } from '../shared/boot';
import { showFilled } from '../shared/filled';
import { loadLimits } from './limits';
import { askedSpec } from './permalink-sync';
import { loadMethodTheory, loadPartsOf } from './session';
import { WatchPage } from './watch-page';

/** The page's entry. Not awaited on the top level: parts that come later share this one. */
startPage(async () => {
  const asked = await askedSpec();
  if (asked.spec && !(await loadPartsOf(asked.spec))) asked.spec = null;
  new WatchPage(asked);
  showFilled();
  // As the texts of presets: after the page has begun to run, so that a change of method finds it
  // there.
  void loadLimits();
  void loadMethodTheory();
});
