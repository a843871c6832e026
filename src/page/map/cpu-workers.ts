import { createCpuPool, type PoolReply, type PoolWorker } from '../../engine/cpu/cpu-pool';
import type { Engine } from '../../engine/engine';

/** The CPU engine on all cores, by Web Workers. */
export function openCpuPool(): Engine {
  return createCpuPool(openWorker, navigator.hardwareConcurrency);
}

/** Starts a thread of the pool. */
export function openWorker(): PoolWorker {
  return asPoolWorker(new Worker(new URL('./cpu-worker.ts', import.meta.url), { type: 'module' }));
}

/** A Web Worker as the pool sees it. */
export function asPoolWorker(worker: Worker): PoolWorker {
  return {
    postMessage: (job) => worker.postMessage(job),
    onReply: (listener) => {
      worker.onmessage = ({ data }: MessageEvent<PoolReply>) => listener(data);
    },
    onEnd: (listener) => {
      worker.onerror = ({ message }) => {
        worker.terminate();
        listener(message || 'it could not be started');
      };
    },
    terminate: () => worker.terminate(),
  };
}
