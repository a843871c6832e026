import {
  type TheoryJob,
  type TheoryReply,
  TheoryServer,
} from '../../../../src/experiment/sweep/theory-jobs';
import type { TheoryThread } from '../../../../src/experiment/sweep/theory-pool';

/** Threads of this thread. `endsWith`: the job of this cell ends its thread. */
export class Threads {
  opened = 0;
  ended = 0;
  readonly jobs: TheoryJob[] = [];

  constructor(private readonly endsWith: number | null = null) {}

  open = (): TheoryThread => {
    this.opened++;
    const server = new TheoryServer();
    let reply = (_: TheoryReply) => {};
    let end = (_: string) => {};
    return {
      send: (job) => {
        this.jobs.push(job);
        setTimeout(() => {
          if (this.endsWith !== null && job.cells.includes(this.endsWith)) end('out of memory');
          else reply(server.serve(job));
        });
      },
      onReply: (listener) => {
        reply = listener;
      },
      onEnd: (listener) => {
        end = listener;
      },
      end: () => {
        this.ended++;
      },
    };
  };
}
