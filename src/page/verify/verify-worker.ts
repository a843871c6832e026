import { tellOfRejections } from '../shared/worker-faults';
import type { FromVerifyWorker, ToVerifyWorker } from './verify-protocol';
import { VerifyRunner } from './verify-runner';

/** The worker's entry: it owns the engine. See verify-runner.ts. */
const scope = self as unknown as {
  postMessage(message: FromVerifyWorker): void;
  onmessage: ((event: MessageEvent<ToVerifyWorker>) => void) | null;
};

tellOfRejections();
const runner = new VerifyRunner((message) => scope.postMessage(message));
scope.onmessage = ({ data }) => runner.receive(data);
runner.introduce();
