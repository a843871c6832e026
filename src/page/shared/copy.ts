/** Puts a text on the clipboard; nothing happens where the browser does not let the page. */
export function copy(text: string): void {
  navigator.clipboard?.writeText(text).catch(() => {});
}
