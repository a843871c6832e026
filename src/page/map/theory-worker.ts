import { serveWorker } from '../../host/serve-worker';
import { parseSweep } from '../../spec/sweep-schema';
import type { FromTheoryWorker, ToTheoryWorker } from './theory-protocol';
import { TheoryRunner } from './theory-runner';

/**
 * The worker's entry: what theory says of a map, beside the worker that counts. See
 * theory-runner.ts.
 */
serveWorker((post: (message: FromTheoryWorker) => void) => {
  const runner = new TheoryRunner(post);
  return {
    receive(message: ToTheoryWorker) {
      if (message.type === 'open') runner.open(parseSweep(message.sweep), message.map);
      else if (message.type === 'stop') runner.stop();
      else if (message.cell === 'all') runner.exactOfAll(message.map);
      else runner.exactOf(message.cell, message.map);
    },
  };
});
