import { hasTheoryOf } from '../../theory/model-theories';
import { startPage } from '../shared/boot';
import { showFilled } from '../shared/filled';
import { askedSpec } from './permalink-sync';
import { loadMethodTheory } from './session';
import { WatchPage } from './watch-page';

/** The page's entry. Not awaited on the top level: parts that come later share this one. */
startPage(async () => {
  const asked = await askedSpec();
  if (asked.spec && !hasTheoryOf(asked.spec) && !(await loadMethodTheory())) asked.spec = null;
  new WatchPage(asked);
  showFilled();
  // As the texts of presets: after the page has begun to run, so that a change of method finds it
  // there.
  void loadMethodTheory();
});
