import { parentPort, Worker, workerData } from 'node:worker_threads';
import { type TheoryJob, TheoryServer } from '../../experiment/sweep/theory-jobs';
import type { TheoryThread } from '../../experiment/sweep/theory-pool';
import { takeSharedSamples } from './shared-samples';

/** What such a thread is given; see cpu-workers.ts. */
const THREAD = 'saddlescape theory';

/** On a thread for theory: answers its jobs, and says true. */
export function serveIfTheoryThread(): boolean {
  if (workerData !== THREAD || !parentPort) return false;
  const port = parentPort;
  takeSharedSamples();
  const server = new TheoryServer();
  port.on('message', (job: TheoryJob) => port.postMessage(server.serve(job)));
  return true;
}

export function openTheoryThread(): TheoryThread {
  const worker = new Worker(new URL(import.meta.url), { workerData: THREAD });
  let ended = false;
  return {
    send: (job) => worker.postMessage(job),
    onReply: (listener) => worker.on('message', listener),
    onEnd: (listener) => {
      worker.on('error', (error) => listener(error.message));
      worker.on('exit', (code) => {
        if (!ended) listener(`exit code ${code}`);
      });
    },
    end: () => {
      ended = true;
      worker.terminate();
    },
  };
}
