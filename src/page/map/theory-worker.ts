import { parseSweep } from '../../spec/sweep-schema';
import { tellOfRejections } from '../shared/worker-faults';
import type { FromTheoryWorker, ToTheoryWorker } from './theory-protocol';
import { TheoryRunner } from './theory-runner';

/**
 * The worker's entry: what theory says of a map, beside the worker that counts. See
 * theory-runner.ts.
 */
const scope = self as unknown as {
  postMessage(message: FromTheoryWorker): void;
  onmessage: ((event: MessageEvent<ToTheoryWorker>) => void) | null;
};

tellOfRejections();
const runner = new TheoryRunner((message) => scope.postMessage(message));
scope.onmessage = ({ data }) => {
  if (data.type === 'open') runner.open(parseSweep(data.sweep), data.map);
  else if (data.type === 'exact') runner.exact(data.cells, data.map);
  else runner.stop();
};
