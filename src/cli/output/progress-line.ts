import { say } from './streams';

/**
 * Between two rewritings on a terminal, before the first line elsewhere, and between two lines
 * there.
 */
const TERMINAL_MILLISECONDS = 100;
const FIRST_MILLISECONDS = 2000;
const LINE_MILLISECONDS = 10_000;

/** Cells of the bar on a terminal. */
const BAR = 20;

/**
 * One line on standard error that is rewritten in place on a terminal, and written seldom
 * elsewhere. On a terminal a bar stands before it where the share that is done is known. It comes by itself, so that work which says nothing for long is not silent.
 */
export class ProgressLine {
  private readonly terminal = process.stderr.isTTY === true;
  private readonly started = performance.now();
  private due = this.started + (this.terminal ? 0 : FIRST_MILLISECONDS);
  private readonly timer = setInterval(() => this.write(), 500).unref();
  private shown = false;
  private told = this.started;

  private share: number | null = null;

  /** @param text  Until there is something to tell. */
  constructor(private text: string) {}

  /** @param share  Of the work that is done, 0 to 1; null where nobody knows. */
  show(text: string, share: number | null = null): void {
    this.text = text;
    this.share = share;
    this.told = performance.now();
    this.write();
  }

  private write(): void {
    const now = performance.now();
    if (now < this.due) return;
    this.due = now + (this.terminal ? TERMINAL_MILLISECONDS : LINE_MILLISECONDS);
    const silent = Math.floor((now - this.told) / 1000);
    const line = silent < 2 ? this.text : `${this.text} (for ${silent} s)`;
    say(this.terminal ? `\r\x1b[K${fitted(bar(this.share) + line)}` : `${line}\n`);
    this.shown = this.terminal;
  }

  /** Takes the line away; the next text brings it back. */
  clear(): void {
    if (this.shown) say('\r\x1b[K');
    this.shown = false;
  }

  end(): void {
    clearInterval(this.timer);
    this.clear();
  }
}

/** `[#####---------------] `; nothing where the share is not known. */
function bar(share: number | null): string {
  if (share === null) return '';
  const full = Math.floor(BAR * Math.min(Math.max(share, 0), 1));
  return `[${'#'.repeat(full)}${'-'.repeat(BAR - full)}] `;
}

/** What fits on one line of the terminal: a line that wraps could not be rewritten in place. */
function fitted(line: string): string {
  const columns = process.stderr.columns || 80;
  return line.length < columns ? line : `${line.slice(0, columns - 4)}...`;
}
