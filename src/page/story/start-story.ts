import { startPage } from '../shared/boot';
import { keepOffline } from '../shared/offline';
import { StoryPage } from './story-page';

/** The page's entry. What it says is there before it runs: figures come to life one by one. */
startPage(() => {
  window.boot?.started();
  new StoryPage();
  if (import.meta.env.PROD) void keepOffline();
});
