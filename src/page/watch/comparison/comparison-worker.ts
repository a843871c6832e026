import '../../../models/all-models';
import { serveWorker } from '../../../host/serve-worker';
import type { FromComparison, ToComparison } from './comparison-protocol';
import { ComparisonRunner } from './comparison-runner';

/** The worker's entry: it runs methods beside each other. See comparison-runner.ts. */
serveWorker<ToComparison, FromComparison, ComparisonRunner>((post) => new ComparisonRunner(post));
