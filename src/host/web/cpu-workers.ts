import type { UsualKernels } from '../../engine/cpu/kernels';
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
  kernels: UsualKernels = 'fastest',
): Promise<Engine> {
  const usable = await usableKernels(kernels);
  return createCpuPool(openWorker, startsThreads() ? threads : 1, usable);
}

/**
 * Whether this program can start threads. Some browsers have no workers inside of workers, and a
 * program that runs on a page's thread is there because the browser starts none.
 */
export function startsThreads(): boolean {
  return typeof Worker !== 'undefined' && typeof document === 'undefined';
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
