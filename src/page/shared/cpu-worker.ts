import { type PoolJob, type PoolReply, serveJob } from '../../engine/cpu/pool-jobs';

import { holdLifeLine } from './life-line';

/** A thread of the CPU engine. */
const scope = self as unknown as {
  postMessage(reply: PoolReply): void;
  onmessage: ((event: MessageEvent<PoolJob>) => void) | null;
};

holdLifeLine();
scope.onmessage = async ({ data }) => scope.postMessage(await serveJob(data));
