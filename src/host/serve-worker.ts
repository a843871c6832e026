import { holdLifeLine } from './life-line';

/** What a worker does with the messages of the page that started it. */
interface Runner<To> {
  receive(message: To): void;
}

type Post<From> = (message: From, transfer?: Transferable[]) => void;

/**
 * Makes this worker serve the page that started it.
 * @param make  Makes what answers, with the way back to the page.
 * @param onRejection  Told of a rejection that nobody handles. Without it, it is an error of this
 * worker: who started it hears of it.
 */
export function serveWorker<To, From, Served extends Runner<To>>(
  make: (post: Post<From>) => Served,
  onRejection: (reason: unknown, post: Post<From>) => void = reportError,
): Served {
  const seat = globalThis.saddlescapeSeat;
  if (seat) {
    const served = make((message) => seat.hear(message));
    seat.runner = { receive: (message) => served.receive(message as To) };
    return served;
  }
  const scope = self as unknown as {
    postMessage(message: From, options: { transfer: Transferable[] }): void;
    onmessage: ((event: MessageEvent<To>) => void) | null;
  };
  const post: Post<From> = (message, transfer = []) => scope.postMessage(message, { transfer });
  holdLifeLine();
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    onRejection(event.reason, post);
  });
  const runner = make(post);
  scope.onmessage = ({ data }) => runner.receive(data);
  return runner;
}
