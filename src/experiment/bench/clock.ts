/** Smallest step that the clock is seen to make, in milliseconds: browsers round it. */
export function timerResolution(now = () => performance.now()): number {
  let least = Number.POSITIVE_INFINITY;
  for (let change = 0; change < 20; change++) {
    const started = now();
    let later = started;
    while (later === started) later = now();
    least = Math.min(least, later - started);
  }
  return least;
}
