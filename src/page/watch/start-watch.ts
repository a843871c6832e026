import { load, startPage } from '../shared/boot';
import { showFilled } from '../shared/filled';
import { storedChoice } from '../shared/storage';
import { shownLayout } from './layout-choice';
import { loadOtherRuns } from './load-other-runs';
import { askedSpec } from './permalink-sync';
import { loadMethodTheory, loadPartsOf } from './session';
import { WatchPage } from './watch-page';

/** Where the browser keeps that the story was offered. */
const STORY_OFFERED = 'saddlescape.story';

/** The page's entry. Not awaited on the top level: parts that come later share this one. */
startPage(async () => {
  const asked = await askedSpec();
  if (asked.spec && !(await loadPartsOf(asked.spec))) asked.spec = null;
  new WatchPage(asked);
  showFilled();
  // As the texts of presets: after the page has begun to run, so that a change of method finds it
  // there.
  void loadOtherRuns();
  void loadMethodTheory();
  if (shownLayout() === 'full' && storedChoice(STORY_OFFERED) === null)
    void load(() => import('./story-offer')).then((part) => part?.offerStory(STORY_OFFERED));
});
