import { type PoolJob, type PoolReply, serveJob } from '../engine/cpu/pool-jobs';

/** A thread of the CPU engine. */
const scope = self as unknown as {
  postMessage(reply: PoolReply): void;
  onmessage: ((event: MessageEvent<PoolJob>) => void) | null;
};

scope.onmessage = async ({ data }) => scope.postMessage(await serveJob(data));
