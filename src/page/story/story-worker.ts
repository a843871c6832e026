import '../../models/all-models';
import { serveWorker } from '../../host/serve-worker';
import type { FromStory, ToStory } from './story-protocol';
import { StoryRunner } from './story-runner';

/** The worker's entry: it owns the engine of all figures. See story-runner.ts. */
serveWorker<ToStory, FromStory, StoryRunner>((post) => new StoryRunner(post));
