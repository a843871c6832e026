import { type Listeners, type Message, WorkerClient } from './worker-client';

/** A program of a page, which runs in a worker or on the page's thread. */
export interface PageProgram {
  /** Starts it in a worker; throws where the browser starts none. */
  open(): Worker;
  /** Imports it, where it has to run on this thread. */
  load(): Promise<unknown>;
  /** Told that it runs on this thread. */
  onHere?(): void;
}

/**
 * A page's end of a program. Where the browser starts no workers, or a policy refuses them, it runs
 * on the page's thread: it begins again there, with all that was said to it.
 */
export class ProgramClient<To extends Message, From extends Message> extends WorkerClient<
  To,
  From
> {
  /** Until the program answers. */
  private sent: To[] | null = [];

  /**
   * @param onFault  Told what went wrong in the program, or that it could not be loaded.
   * @param here  No worker is tried.
   */
  constructor(
    private readonly program: PageProgram,
    listeners: Listeners<From>,
    onFault: (sentence: string, report: string) => void,
    private here = !self.Worker,
  ) {
    super(null, listeners, onFault);
    // Browsers say that to the document alone.
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      if (effectiveDirective === 'worker-src') this.comeHere();
    });
    void this.begin();
  }

  override send(message: To, transfer: Transferable[] = []): void {
    this.sent?.push(message);
    super.send(message, transfer);
  }

  /** What was sent to a worker that did not start, as it is sent to a program on this thread. */
  protected again(message: To): To {
    return message;
  }

  protected override hear(message: From): void {
    if (this.sent && this.here) this.program.onHere?.();
    this.sent = null;
    super.hear(message);
  }

  protected override broke(sentence: string, report: string): void {
    if (!this.comeHere()) this.fail(sentence, report);
  }

  private async begin(): Promise<void> {
    try {
      if (!this.here) return this.take(this.program.open());
    } catch {
      this.here = true;
    }
    try {
      const { workerHere } = await import('./worker-here');
      this.take(workerHere(this.program.load));
      for (const message of this.sent ?? []) super.send(message);
    } catch (error) {
      this.fail((error as Error).message, String((error as Error).stack));
    }
  }

  private comeHere(): boolean {
    if (this.here || !this.sent) return false;
    this.end();
    this.here = true;
    this.sent = this.sent.map((message) => this.again(message));
    void this.begin();
    return true;
  }
}
