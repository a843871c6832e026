import '../../models/all-models';
import { serveWorker } from '../../host/serve-worker';
import type { FromBenchWorker, ToBenchWorker } from './bench-protocol';
import { BenchRunner } from './bench-runner';

/** The worker's entry: it owns the engines. See bench-runner.ts. */
serveWorker<ToBenchWorker, FromBenchWorker, BenchRunner>(
  (post) => new BenchRunner(post),
).introduce();
