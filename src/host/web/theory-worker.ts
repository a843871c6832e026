import '../../models/all-models';
import { type TheoryJob, type TheoryReply, TheoryServer } from '../../experiment/sweep/theory-jobs';
import { serveWorker } from '../serve-worker';

/** A thread that computes theory of cells. */
serveWorker((post: (reply: TheoryReply) => void) => {
  const server = new TheoryServer();
  return { receive: (job: TheoryJob) => post(server.serve(job)) };
});
