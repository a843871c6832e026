import { availableParallelism } from 'node:os';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { CpuKernels } from '../../engine/cpu/kernels';
import type { PoolJob } from '../../engine/cpu/pool-jobs';
import type { PoolWorker } from '../../engine/cpu/pool-threads';
import type { Engine } from '../../engine/engine';
import { createCpuPool, serveEveryJob } from '../../engine/open';
import { takeSharedSamples } from './shared-samples';

/**
 * What a thread of the pool is given: the command line is one file, which looks for it when it
 * begins.
 */
const THREAD = 'saddlescape thread';

/**
 * Steps, over all coordinates and samples, that are taken before a thread has begun: it takes a
 * quarter of a second, these steps a tenth of that with vectors and as long without.
 */
const ALONE = 2 ** 22;

/** The CPU engine on so many threads, by default as many as there are processors. */
export function openCpuPool(
  threads = availableParallelism(),
  kernels: CpuKernels = 'fastest',
): Engine {
  return createCpuPool(openWorker, threads, kernels, ALONE);
}

/** The same for measurements: threads do all of its work. */
export function openMeasuredPool(threads: number, kernels: CpuKernels): Engine {
  return createCpuPool(openWorker, threads, kernels);
}

/** On a thread of the pool: answers its jobs, and says true. */
export function serveIfThread(): boolean {
  if (workerData !== THREAD || !parentPort) return false;
  const port = parentPort;
  takeSharedSamples();
  port.on('message', async (job: PoolJob) => port.postMessage(await serveEveryJob(job)));
  return true;
}

function openWorker(): PoolWorker {
  const worker = new Worker(new URL(import.meta.url), { workerData: THREAD });
  return {
    postMessage: (job) => worker.postMessage(job),
    onReply: (listener) => worker.on('message', listener),
    onEnd: (listener) => {
      worker.on('error', (error) => listener(error.message));
      worker.on('exit', (code) => listener(`exit code ${code}`));
    },
    terminate: () => worker.terminate(),
  };
}
