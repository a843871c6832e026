import '../../models/all-models';
import type { PoolJob, PoolReply } from '../../engine/cpu/pool-jobs';
import { serveJob } from '../../engine/open';

import { provideSamplesSource } from '../../spec/samples-source';
import { holdLifeLine } from '../life-line';
import { keptPairs } from './kept-samples';

/** A thread of the CPU engine. */
const scope = self as unknown as {
  postMessage(reply: PoolReply): void;
  onmessage: ((event: MessageEvent<PoolJob>) => void) | null;
};

holdLifeLine();
provideSamplesSource(keptPairs);
scope.onmessage = async ({ data }) => scope.postMessage(await serveJob(data));
