import { holdLifeLine } from './life-line';

/**
 * A rejection that nobody handles is an error of this worker: whoever started it hears of it, and
 * of its end.
 */
export function tellOfRejections(): void {
  holdLifeLine();
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    reportError(event.reason);
  });
}
