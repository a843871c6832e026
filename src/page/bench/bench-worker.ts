import { tellOfRejections } from '../shared/worker-faults';
import type { FromBenchWorker, ToBenchWorker } from './bench-protocol';
import { BenchRunner } from './bench-runner';

/** The worker's entry: it owns the engines. See bench-runner.ts. */
const scope = self as unknown as {
  postMessage(message: FromBenchWorker): void;
  onmessage: ((event: MessageEvent<ToBenchWorker>) => void) | null;
};

tellOfRejections();
const runner = new BenchRunner((message) => scope.postMessage(message));
scope.onmessage = ({ data }) => runner.receive(data);
runner.introduce();
