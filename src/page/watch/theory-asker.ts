import { WorkerClient } from '../../host/worker-client';
import { keepRecorded, leaveToAnother } from '../../theory/numerics/remembered';
import type { FromLaterTheory, TheoryQuestion, ToLaterTheory } from './later-theory-protocol';

/** Time that is given to questions of a spec that is no longer asked for. */
const PATIENCE_MILLISECONDS = 250;

/** Told to the page when theory has come that it asked for. */
export const THEORY_CAME = 'theory';

/**
 * The worker that computes what takes long. It has one batch of questions in hand; those that come
 * meanwhile wait, and newer ones take their place: who still wants an answer asks again. A batch
 * that others wait for is given up after a while, with its worker.
 */
export class TheoryAsker {
  private client: WorkerClient<ToLaterTheory, FromLaterTheory> | null = null;
  private inHand: { keys: Set<string>; since: number } | null = null;
  private waiting = new Map<string, TheoryQuestion>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the questions that wait are of one moment. */
  private collecting = false;

  constructor(private readonly start: () => Worker) {}

  ask(question: TheoryQuestion): void {
    const key = JSON.stringify(question, (_, value) =>
      value instanceof Float64Array ? [value.length, value[0]] : value,
    );
    if (this.inHand?.keys.has(key) || this.waiting.has(key)) return;
    if (!this.collecting) {
      this.waiting.clear();
      this.collecting = true;
      setTimeout(() => {
        this.collecting = false;
        this.send();
      });
    }
    this.waiting.set(key, question);
  }

  private send(): void {
    clearTimeout(this.timer);
    if (this.waiting.size === 0) return;
    const now = performance.now();
    if (this.inHand) {
      const left = this.inHand.since + PATIENCE_MILLISECONDS - now;
      if (left > 0) {
        this.timer = setTimeout(() => this.send(), left);
        return;
      }
      this.client?.end();
      this.client = null;
    }
    this.client ??= this.connect();
    this.inHand = { keys: new Set(this.waiting.keys()), since: now };
    this.client.send({ type: 'ask', questions: [...this.waiting.values()] });
    this.waiting.clear();
  }

  private connect(): WorkerClient<ToLaterTheory, FromLaterTheory> {
    return new WorkerClient<ToLaterTheory, FromLaterTheory>(
      this.start(),
      {
        known: ({ results }) => {
          keepRecorded(results);
          this.came();
        },
      },
      () => {
        // Where there is no worker the page computes it all.
        leaveToAnother(false);
        this.came();
      },
    );
  }

  private came(): void {
    this.inHand = null;
    dispatchEvent(new Event(THEORY_CAME));
    if (!this.collecting) this.send();
  }
}
