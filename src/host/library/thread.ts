import '../../models/all-models';
import type { PoolJob, PoolReply } from '../../engine/cpu/pool-jobs';
import { serveEveryJob } from '../../engine/open';

/**
 * A thread of the library's CPU engine: a Web Worker of a browser or of Deno, or a thread of Node
 * or Bun.
 */
const scope = globalThis as unknown as {
  postMessage?: (reply: PoolReply) => void;
  onmessage: ((event: MessageEvent<PoolJob>) => void) | null;
};

if (typeof scope.postMessage === 'function')
  scope.onmessage = async ({ data }) => scope.postMessage!(await serveEveryJob(data));
else {
  // Bundlers for browsers must not look for it.
  const name = 'node:worker_threads';
  const { parentPort } = (await import(
    /* @vite-ignore */ name
  )) as typeof import('node:worker_threads');
  parentPort?.on('message', async (job: PoolJob) =>
    parentPort.postMessage(await serveEveryJob(job)),
  );
}
