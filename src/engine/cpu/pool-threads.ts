import { EngineLimitError, messageOf } from '../errors';
import type { PoolJob, PoolReply } from './pool-jobs';

/** A thread of the platform that serves jobs by `serveJob`: a Web Worker, or one of Node's. */
export interface PoolWorker {
  postMessage(job: PoolJob): void;
  onReply(listener: (reply: PoolReply) => void): void;
  /** Told when the thread ends or cannot be started: no reply will come. */
  onEnd(listener: (reason: string) => void): void;
  terminate(): void;
}

/** A job without its number, which the threads give it. */
export type NewJob = PoolJob extends infer Job
  ? Job extends PoolJob
    ? Omit<Job, 'id'>
    : never
  : never;

interface Waiting {
  job: PoolJob;
  /** The only thread that may do it; null for any. */
  thread: number | null;
  /** Threads that ended with it. */
  ends: number;
  resolve: (reply: PoolReply) => void;
  reject: (error: Error) => void;
}

/** A thread ended with a job, or before it: what it held is gone. */
export class ThreadEndedError extends Error {
  override name = 'ThreadEndedError';
}

/**
 * The pool gives a job up after this many threads have ended with it: the next one would end, too.
 */
export const MOST_ENDS = 3;

/**
 * A number of threads, opened when there is work for them. Each does one job at a time. A job for
 * any thread goes to a free one; if that thread ends, another one does the job again.
 */
export class PoolThreads {
  private readonly workers: (PoolWorker | null)[];
  private readonly busy = new Map<number, Waiting>();
  private queue: Waiting[] = [];
  private jobs = 0;
  private destroyed = false;

  /** @param open  Starts a thread. */
  constructor(
    private readonly open: () => PoolWorker,
    readonly count: number,
  ) {
    this.workers = Array(count).fill(null);
  }

  /**
   * @param thread  Number of the thread that has to do it, of those below `count`.
   * @throws Error where the job fails or no thread can be started; ThreadEndedError where the one
   * thread that may do it ends, or what that thread held is gone with one before it, or MOST_ENDS
   * of any end with it. The signal's reason where that ends it: a thread that has begun goes on to
   * the end of its job, whose reply nobody gets.
   */
  ask(job: NewJob, thread: number | null = null, signal?: AbortSignal): Promise<PoolReply> {
    return new Promise((resolve, reject) => {
      if (this.destroyed) return reject(new Error('The engine was destroyed.'));
      if (signal?.aborted) return reject(signal.reason);
      const end = () => {
        this.queue = this.queue.filter((one) => one !== waiting);
        reject(signal?.reason);
      };
      const waiting: Waiting = {
        job: { ...job, id: this.jobs++ } as PoolJob,
        thread,
        ends: 0,
        resolve: (reply) => {
          signal?.removeEventListener('abort', end);
          resolve(reply);
        },
        reject: (error) => {
          signal?.removeEventListener('abort', end);
          reject(error);
        },
      };
      signal?.addEventListener('abort', end, { once: true });
      this.queue.push(waiting);
      this.assign();
    });
  }

  destroy(): void {
    this.destroyed = true;
    for (const worker of this.workers) worker?.terminate();
    const gone = new Error('The engine was destroyed.');
    for (const { reject } of [...this.busy.values(), ...this.queue]) reject(gone);
    this.workers.fill(null);
    this.busy.clear();
    this.queue = [];
  }

  /** Gives what waits to threads that are free, opened ones first. */
  private assign(): void {
    const waiting = this.queue;
    this.queue = [];
    for (const next of waiting) {
      const thread = next.thread ?? this.free();
      if (thread === null || this.busy.has(thread)) {
        this.queue.push(next);
        continue;
      }
      let worker: PoolWorker;
      try {
        worker = this.workers[thread] ??= this.opened(thread);
      } catch (error) {
        next.reject(
          new Error(`A thread of the CPU engine could not be started: ${messageOf(error)}`),
        );
        continue;
      }
      this.busy.set(thread, next);
      try {
        worker.postMessage(next.job);
      } catch (error) {
        this.busy.delete(thread);
        next.reject(
          new Error(
            `A thread of the CPU engine received a message that it cannot read: ${messageOf(error)}`,
          ),
        );
      }
    }
  }

  private free(): number | null {
    let closed: number | null = null;
    for (let thread = 0; thread < this.count; thread++) {
      if (this.busy.has(thread)) continue;
      if (this.workers[thread]) return thread;
      closed ??= thread;
    }
    return closed;
  }

  private opened(thread: number): PoolWorker {
    const worker = this.open();
    worker.onReply((reply) => {
      const waiting = this.busy.get(thread);
      if (waiting?.job.id !== reply.id) return;
      this.busy.delete(thread);
      if ('failure' in reply) waiting.reject(errorOf(reply));
      else waiting.resolve(reply);
      this.assign();
    });
    worker.onEnd((reason) => {
      if (this.workers[thread] !== worker) return;
      const waiting = this.busy.get(thread);
      this.busy.delete(thread);
      this.workers[thread] = null;
      if (waiting) this.after(waiting, reason);
      if (!this.destroyed) this.assign();
    });
    return worker;
  }

  private after(waiting: Waiting, reason: string): void {
    waiting.ends++;
    if (waiting.thread === null && waiting.ends < MOST_ENDS) this.queue.unshift(waiting);
    else waiting.reject(new ThreadEndedError(`A thread of the CPU engine ended: ${reason}`));
  }
}

function errorOf({ failure, cause }: Extract<PoolReply, { failure: string }>): Error {
  if (cause === 'limit') return new EngineLimitError(failure);
  return cause === 'gone' ? new ThreadEndedError(failure) : new Error(failure);
}
