import type { CpuKernels } from '../../engine/cpu/kernels';
import type { PoolReply } from '../../engine/cpu/pool-jobs';
import type { PoolWorker } from '../../engine/cpu/pool-threads';
import type { Engine } from '../../engine/engine';
import { createCpuPool, usableKernels } from '../../engine/open';
import { FollowedLifeLine } from '../life-line';

/**
 * The CPU engine on so many Web Workers, by default as many as there are processors, with the
 * kernels that run here.
 */
export async function openCpuPool(
  threads = navigator.hardwareConcurrency,
  kernels: CpuKernels = 'fastest',
): Promise<Engine> {
  const usable = await usableKernels(kernels);
  // Some browsers have no workers inside of workers.
  return createCpuPool(openWorker, typeof Worker === 'undefined' ? 1 : threads, usable);
}

/** Starts a thread of the pool. */
export function openWorker(): PoolWorker {
  return asPoolWorker(new Worker(new URL('./cpu-worker.ts', import.meta.url), { type: 'module' }));
}

/** A Web Worker as the pool sees it. */
export function asPoolWorker(worker: Worker): PoolWorker {
  let end = (_reason: string) => {};
  const line = new FollowedLifeLine(() => {
    worker.terminate();
    end('it was closed');
  });
  const terminate = () => {
    line.cut();
    worker.terminate();
  };
  return {
    postMessage: (job) => worker.postMessage(job),
    onReply: (listener) => {
      worker.onmessage = ({ data }: MessageEvent<PoolReply>) => {
        if (!line.takes(data)) listener(data);
      };
    },
    onEnd: (listener) => {
      end = listener;
      worker.onerror = ({ message }) => {
        terminate();
        listener(message || 'it could not be started');
      };
    },
    terminate,
  };
}
