import type { PoolReply } from '../../engine/cpu/pool-jobs';
import type { PoolWorker } from '../../engine/cpu/pool-threads';

/**
 * Gets ready to start threads of this platform: Web Workers where there are some, else those of
 * Node.
 *
 * @param file  What a thread runs: the built thread.ts.
 * @throws Error where the platform has no threads.
 */
export async function threadOpener(file: URL): Promise<() => PoolWorker> {
  if (typeof Worker === 'function') return () => ofWeb(new Worker(file, { type: 'module' }));
  // Bundlers for browsers must not look for it.
  const name = 'node:worker_threads';
  const node = (await import(/* @vite-ignore */ name)) as typeof import('node:worker_threads');
  return () => ofNode(new node.Worker(file));
}

function ofWeb(worker: Worker): PoolWorker {
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

function ofNode(worker: import('node:worker_threads').Worker): PoolWorker {
  return {
    postMessage: (job) => worker.postMessage(job),
    onReply: (listener) => {
      worker.on('message', listener);
    },
    onEnd: (listener) => {
      worker.on('error', (error) => listener(error.message));
      worker.on('exit', (code) => listener(`exit code ${code}`));
    },
    terminate: () => void worker.terminate(),
  };
}
