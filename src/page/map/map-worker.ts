import '../../models/all-models';
import { serveWorker } from '../../host/serve-worker';
import type { FromMapWorker, ToMapWorker } from './map-protocol';
import { MapRunner } from './map-runner';

/** The worker's entry: it owns the engines. See map-runner.ts. */
serveWorker<ToMapWorker, FromMapWorker, MapRunner>((post) => new MapRunner(post)).introduce();
