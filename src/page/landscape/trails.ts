/** Moments kept of a run; beyond, every second one is dropped. */
const MOST_MOMENTS = 240;

export interface Moment {
  step: number;
  x: Float32Array;
  y: Float32Array;
}

/** Where the sample paths have been in the plane, from the start of the run to now. */
export class Trails {
  moments: Moment[] = [];
  private every = 1;
  private received = 0;

  /** A new run. */
  begin(): void {
    this.moments = [];
    this.every = 1;
    this.received = 0;
  }

  add(moment: Moment): void {
    const last = this.moments[this.moments.length - 1];
    // An ensemble that comes after another takes its place from the start.
    if (last && moment.step < last.step)
      this.moments = this.moments.filter(({ step }) => step < moment.step);
    else if (last && moment.step === last.step) this.moments.pop();
    // The newest moment is always there; whether it stays is known when the next one comes.
    else if (last && (this.received - 1) % this.every !== 0) this.moments.pop();
    this.moments.push(moment);
    this.received++;
    if (this.moments.length <= MOST_MOMENTS) return;
    this.moments = this.moments.filter((_, i) => i % 2 === 0);
    this.every *= 2;
  }
}
