import { serveWorker } from '../../../host/serve-worker';
import type { FromWorker, ToWorker } from './live-protocol';
import { LiveRunner } from './live-runner';

/** The worker's entry: it owns the engines and both canvases. See live-runner.ts. */
serveWorker<ToWorker, FromWorker, LiveRunner>(
  (post) => new LiveRunner(post),
  (reason, post) => {
    const { message, stack } = reason instanceof Error ? reason : new Error(String(reason));
    post({ type: 'trouble', sentence: message, report: `${message}\n${stack ?? ''}` });
  },
);
