import '../../models/all-models';
import { serveWorker } from '../../host/serve-worker';
import { takeSamplesNamedIn } from '../../host/web/kept-samples';
import { parseSweep } from '../../spec/sweep-schema';
import type { FromTheoryWorker, ToTheoryWorker } from './theory-protocol';
import { TheoryRunner } from './theory-runner';

/**
 * The worker's entry: what theory says of a map, beside the worker that counts. See
 * theory-runner.ts.
 */
serveWorker((post: (message: FromTheoryWorker) => void) => {
  const runner = new TheoryRunner(post);
  // A map is open once its samples are here; messages keep their order.
  let before: Promise<unknown> = Promise.resolve();
  const obey = (message: ToTheoryWorker) => {
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
  };
  return {
    receive(message: ToTheoryWorker) {
      if (message.type === 'open') {
        const named = takeSamplesNamedIn(JSON.stringify(message.sweep));
        before = before.then(() => named);
      }
      before.then(() => obey(message));
    },
  };
});
