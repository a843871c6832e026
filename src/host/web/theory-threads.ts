import { type TheoryJob, type TheoryReply, TheoryServer } from '../../experiment/sweep/theory-jobs';
import type { TheoryThread } from '../../experiment/sweep/theory-pool';
import { FollowedLifeLine } from '../life-line';
import { startsThreads } from './cpu-workers';

/** How many make sense: more on this thread would only wait for each other. */
export function theoryThreadCount(): number {
  return startsThreads() ? navigator.hardwareConcurrency : 1;
}

/** A Web Worker; where this program can start none, this thread. */
export function openTheoryWorker(): TheoryThread {
  return startsThreads() ? workerThread() : ownThread();
}

function workerThread(): TheoryThread {
  const worker = new Worker(new URL('./theory-worker.ts', import.meta.url), { type: 'module' });
  let end = (_reason: string) => {};
  const line = new FollowedLifeLine(() => {
    worker.terminate();
    end('it was closed');
  });
  return {
    send: (job) => worker.postMessage(job),
    onReply: (listener) => {
      worker.onmessage = ({ data }: MessageEvent<TheoryReply>) => {
        if (!line.takes(data)) listener(data);
      };
    },
    onEnd: (listener) => {
      end = listener;
      worker.onerror = ({ message }) => {
        line.cut();
        listener(message || 'it could not be started');
      };
    },
    end: () => {
      line.cut();
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
