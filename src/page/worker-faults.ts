/** A rejection that nobody handles is an error of this worker: whoever started it hears of it. */
export function tellOfRejections(): void {
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    reportError(event.reason);
  });
}
