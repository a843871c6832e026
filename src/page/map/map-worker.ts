import { tellOfRejections } from '../shared/worker-faults';
import type { FromMapWorker, ToMapWorker } from './map-protocol';
import { MapRunner } from './map-runner';

/** The worker's entry: it owns the engines. See map-runner.ts. */
const scope = self as unknown as {
  postMessage(message: FromMapWorker): void;
  onmessage: ((event: MessageEvent<ToMapWorker>) => void) | null;
};

tellOfRejections();
const runner = new MapRunner((message) => scope.postMessage(message));
scope.onmessage = ({ data }) => runner.receive(data);
runner.introduce();
