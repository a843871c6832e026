import '../../models/all-models';
import { type TheoryJob, type TheoryReply, TheoryServer } from '../../experiment/sweep/theory-jobs';
import { serveWorker } from '../serve-worker';
import { takeSamplesNamedIn } from './kept-samples';

/** A thread that computes theory of cells. */
serveWorker((post: (reply: TheoryReply) => void) => {
  const server = new TheoryServer();
  return {
    async receive(job: TheoryJob) {
      await takeSamplesNamedIn(JSON.stringify(job.sweep));
      post(server.serve(job));
    },
  };
});
