import { type TheoryJob, type TheoryReply, TheoryServer } from '../../experiment/sweep/theory-jobs';
import type { TheoryThread } from '../../experiment/sweep/theory-pool';
import { followsLifeLine } from '../life-line';

/** How many make sense: more on this thread would only wait for each other. */
export function theoryThreadCount(): number {
  return typeof Worker === 'undefined' ? 1 : navigator.hardwareConcurrency;
}

/** A Web Worker; where workers have no workers of their own, as in some browsers, this thread. */
export function openTheoryWorker(): TheoryThread {
  return typeof Worker === 'undefined' ? ownThread() : workerThread();
}

function workerThread(): TheoryThread {
  const worker = new Worker(new URL('./theory-worker.ts', import.meta.url), { type: 'module' });
  let end = (_reason: string) => {};
  return {
    send: (job) => worker.postMessage(job),
    onReply: (listener) => {
      worker.onmessage = ({ data }: MessageEvent<TheoryReply>) => {
        if (!followsLifeLine(data, () => end('it was closed'))) listener(data);
      };
    },
    onEnd: (listener) => {
      end = listener;
      worker.onerror = ({ message }) => listener(message || 'it could not be started');
    },
    end: () => {
      // Its lock is free then, which is no fault.
      end = () => {};
      worker.terminate();
    },
  };
}

/** Between two jobs, messages come in. */
function ownThread(): TheoryThread {
  const server = new TheoryServer();
  let listener = (_reply: TheoryReply) => {};
  let ended = false;
  return {
    send: (job: TheoryJob) => {
      setTimeout(() => {
        if (!ended) listener(server.serve(job));
      });
    },
    onReply: (own) => {
      listener = own;
    },
    onEnd: () => {},
    end: () => {
      ended = true;
    },
  };
}
