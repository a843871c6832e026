import type { CellTheory, TheoryJob, TheoryReply } from './theory-jobs';

/** A thread of the platform that answers jobs by a `TheoryServer`, one at a time. */
export interface TheoryThread {
  send(job: TheoryJob): void;
  onReply(listener: (reply: TheoryReply) => void): void;
  /** Told when it cannot be started, or ends by itself: no reply will come. */
  onEnd(listener: (reason: string) => void): void;
  end(): void;
}

/** How long a job should take: short, so that what is known is seen, and long beside a message. */
const JOB_MILLISECONDS = 100;
const MOST_CELLS = 256;

/** What is known of how long cells take. */
export interface TheoryProgress {
  done: number;
  of: number;
  secondsLeft: number;
}

export interface TheoryOptions {
  /** Opens a thread. */
  open: () => TheoryThread;
  threads: number;
  /** Ends all threads, in the middle of a cell too. */
  signal: AbortSignal;
  /** Told of cells in the order in which they are done. */
  onAnswers: (answers: CellTheory[], progress: TheoryProgress) => void;
}

/**
 * Asks threads for theory of the cells of a sweep, in their order.
 *
 * @returns Whether all were done: false where the signal has ended it.
 * @throws Error where a thread ends or cannot be started; the others are ended.
 */
export async function theoryOnThreads(
  job: TheoryJob,
  { open, threads, signal, onAnswers }: TheoryOptions,
): Promise<boolean> {
  const { cells } = job;
  if (cells.length === 0) return true;
  if (signal.aborted) return false;
  const opened: TheoryThread[] = [];
  let [given, done, perJob, busy] = [0, 0, 1, 0];
  try {
    return await new Promise<boolean>((resolve, reject) => {
      signal.addEventListener('abort', () => resolve(false), { once: true });
      const serve = (thread: TheoryThread) => {
        const next = cells.slice(given, given + perJob);
        given += next.length;
        if (next.length > 0) thread.send({ ...job, cells: next });
      };
      const count = Math.min(threads, cells.length);
      for (let i = 0; i < count; i++) {
        const thread = open();
        opened.push(thread);
        thread.onEnd((reason) => reject(new Error(`A thread for theory has ended: ${reason}`)));
        thread.onReply(({ answers, milliseconds }) => {
          if (signal.aborted) return;
          const own = new Set(answers.map(({ cell }) => cell)).size;
          done += own;
          const each = Math.max(0.01, milliseconds / own);
          // The last jobs are short, so that all threads end together.
          const share = Math.ceil((cells.length - given) / (4 * count));
          // Cells differ: a quick one says little of the next.
          const most = Math.min(MOST_CELLS, share, 2 * own);
          perJob = Math.max(1, Math.min(most, Math.round(JOB_MILLISECONDS / each)));
          busy += milliseconds;
          const secondsLeft = ((busy / done) * (cells.length - done)) / count / 1000;
          onAnswers(answers, { done, of: cells.length, secondsLeft });
          if (done === cells.length) resolve(true);
          else serve(thread);
        });
        serve(thread);
      }
    });
  } finally {
    for (const thread of opened) thread.end();
  }
}
