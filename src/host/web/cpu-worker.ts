import type { PoolJob, PoolReply } from '../../engine/cpu/pool-jobs';
import { serveJob } from '../../engine/open';

import { holdLifeLine } from '../life-line';

/** A thread of the CPU engine. */
const scope = self as unknown as {
  postMessage(reply: PoolReply): void;
  onmessage: ((event: MessageEvent<PoolJob>) => void) | null;
};

holdLifeLine();
scope.onmessage = async ({ data }) => scope.postMessage(await serveJob(data));
