import '../../models/all-models';
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
      switch (message.type) {
        case 'open':
          return runner.open(parseSweep(message.sweep), message.map);
        case 'exact':
          if (message.cell === 'all') return runner.exactOfAll(message.map);
          return runner.exactOf(message.cell, message.map);
        case 'stop':
          return runner.stop();
        case 'growth':
          return runner.growth(message.map);
        case 'stop-growth':
          return runner.stopGrowth();
        default:
          return message satisfies never;
      }
    },
  };
});
