/**
 * Whether anybody can see the page: nothing runs in a hidden tab, nor in a frame that is scrolled
 * out of view.
 */
export class Visibility {
  private onScreen = true;
  private visible = !document.hidden;

  /** @param onChange  Told when that changes. */
  constructor(private readonly onChange: (visible: boolean) => void) {
    document.addEventListener('visibilitychange', () => this.look());
    if (self === top) return;
    // A frame's window is all that it knows; what its page shows of it, the browser does.
    new IntersectionObserver((entries) => {
      this.onScreen = entries.at(-1)?.isIntersecting ?? true;
      this.look();
    }).observe(document.body);
  }

  private look(): void {
    const visible = this.onScreen && !document.hidden;
    if (visible === this.visible) return;
    this.visible = visible;
    this.onChange(visible);
  }
}
