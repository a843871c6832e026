import '../../models/all-models';
import { serveWorker } from '../../host/serve-worker';
import type { FromVerifyWorker, ToVerifyWorker } from './verify-protocol';
import { VerifyRunner } from './verify-runner';

/** The worker's entry: it owns the engine. See verify-runner.ts. */
serveWorker<ToVerifyWorker, FromVerifyWorker, VerifyRunner>(
  (post) => new VerifyRunner(post),
).introduce();
