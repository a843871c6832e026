/**
 * Particle-steps below which no submit is cut for its time: a few milliseconds on the slowest
 * adapters, so that what takes long then is not the work, and cutting it would only add more of the
 * same.
 */
const LEAST_WORK = 2 ** 18;

/** Particle-steps that go into one submit. */
export interface SubmitWork {
  work: number;
}

/**
 * Tunes how many particle-steps go into one submit by the time the last ones took, with at most two
 * submits in flight: long enough to keep the device busy, short enough for a page to stay smooth
 * and for no driver watchdog to bite.
 */
export class Pacer {
  private inFlight: Promise<void>[] = [];
  private lastDone = 0;
  private readonly least: number;
  /** Of the next submits; those in flight go on tuning the one that they were made at. */
  pace: SubmitWork;

  /**
   * @param work  Particle-steps of the first submit.
   * @param milliseconds  Time one submit is tuned to.
   */
  constructor(
    work: number,
    private readonly milliseconds: number,
  ) {
    this.least = Math.min(work, LEAST_WORK);
    this.pace = { work };
  }

  /** Particle-steps of the next submit. */
  get work(): number {
    return this.pace.work;
  }

  /**
   * @param done Resolves when the device has finished the submit just made, of `work`
   * particle-steps.
   */
  async submitted(work: number, done: Promise<unknown>): Promise<void> {
    const { pace } = this;
    const started = performance.now();
    const finished = done.then(() => {
      const now = performance.now();
      const elapsed = Math.max(0.05, now - Math.max(started, this.lastDone));
      this.lastDone = now;
      const wanted = (work * this.milliseconds) / elapsed;
      pace.work = Math.max(this.least, pace.work / 2, Math.min(wanted, pace.work * 2));
    });
    // A device lost with two submits in flight fails both; the caller that awaits the first gets
    // the error.
    finished.catch(() => {});
    this.inFlight.push(finished);
    if (this.inFlight.length >= 2) await this.inFlight.shift();
  }

  /** Resolves when everything submitted is done. */
  async idle(): Promise<void> {
    const rest = this.inFlight;
    this.inFlight = [];
    await Promise.all(rest);
  }

  /** Drops what was in flight on a device that is gone. */
  forget(): void {
    this.inFlight = [];
  }
}
