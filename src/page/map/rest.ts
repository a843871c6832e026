/**
 * Tells when something has stood still for a while: once after the wait, and again at most once a
 * wait as long as it is looked at. Looking at the same place does not begin the wait anew, however
 * often it is done.
 */
export class Rest {
  private place: number | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onRest  Told after each wait. */
  constructor(
    private readonly milliseconds: number,
    private readonly onRest: () => void,
  ) {}

  at(place: number): void {
    if (place !== this.place) this.leave();
    this.place = place;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.onRest();
    }, this.milliseconds);
  }

  /** Nothing is looked at until the next place. */
  leave(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.place = null;
  }
}
