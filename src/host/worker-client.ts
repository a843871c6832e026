import { FollowedLifeLine } from './life-line';

export const ENDED = 'A part of this page has stopped; reload the page to start it again.';

export interface Message {
  type: string;
}

/** A listener for each kind of message that a worker sends. */
export type Listeners<From extends Message> = {
  [Type in From['type']]?: (message: Extract<From, { type: Type }>) => void;
};

/** No kind of message is left unheard. */
export type AllListeners<From extends Message> = Required<Listeners<From>>;

interface Pending<From> {
  resolve: (answer: From) => void;
  reject: (error: Error) => void;
}

/**
 * One end of a worker: typed messages out, one listener for each kind of message in. A message that
 * carries the number of a question answers it; one of type `request-failed` refuses it. Every
 * question is answered or refused.
 */
export class WorkerClient<To extends Message, From extends Message> {
  private readonly pending = new Map<number, Pending<From>>();
  private requests = 0;
  /** Why no answer comes any more. */
  private ended: string | null = null;
  private worker: Worker | null = null;
  private line: FollowedLifeLine | null = null;

  /**
   * @param worker  null where `take` is given it.
   * @param onFault  Told what went wrong in the worker, or that it could not be loaded.
   */
  constructor(
    worker: Worker | null,
    private readonly listeners: Listeners<From>,
    private readonly onFault: (sentence: string, report: string) => void,
  ) {
    if (worker) this.take(worker);
  }

  /** Talks with this worker from now on. */
  protected take(worker: Worker): void {
    this.worker = worker;
    const line = new FollowedLifeLine(() => {
      worker.terminate();
      this.fail(ENDED, ENDED);
    });
    this.line = line;
    worker.onmessage = ({ data }: MessageEvent<From>) => {
      if (!line.takes(data)) this.hear(data);
    };
    worker.onerror = ({ message, filename, lineno }) => {
      line.heard();
      const sentence =
        message?.replace(/^Uncaught (\w*Error: )?/, '') ||
        'A program of this page could not be loaded.';
      this.broke(sentence, `${sentence}\n${filename}:${lineno}`);
    };
  }

  protected hear(message: From): void {
    if (this.settled(message)) return;
    (this.listeners[message.type as From['type']] as ((message: From) => void) | undefined)?.(
      message,
    );
  }

  /** The worker says so, or that it cannot be loaded. */
  protected broke(sentence: string, report: string): void {
    this.fail(sentence, report);
  }

  /** No answer comes any more. */
  protected fail(sentence: string, report: string): void {
    this.ended = sentence;
    for (const { reject } of this.pending.values()) reject(new Error(sentence));
    this.pending.clear();
    this.onFault(sentence, report);
  }

  send(message: To, transfer: Transferable[] = []): void {
    this.worker?.postMessage(message, transfer);
  }

  /** Ends the worker, which is no fault. */
  end(): void {
    this.line?.cut();
    this.worker?.terminate();
    this.worker = null;
  }

  /**
   * Asks a question.
   * @param message  Is given the number of the question, which the answer carries too.
   */
  ask<Type extends From['type']>(
    message: (request: number) => To,
  ): Promise<Extract<From, { type: Type }>> {
    if (this.ended) return Promise.reject(new Error(this.ended));
    const request = ++this.requests;
    return new Promise((resolve, reject) => {
      this.pending.set(request, { resolve: resolve as (answer: From) => void, reject });
      this.send(message(request));
    });
  }

  /** Whether a message belongs to a question. */
  private settled(message: From & { request?: number; sentence?: string }): boolean {
    const { request } = message;
    if (request === undefined) return false;
    const asked = this.pending.get(request);
    this.pending.delete(request);
    if (message.type === 'request-failed') asked?.reject(new Error(message.sentence));
    else asked?.resolve(message);
    return true;
  }
}
