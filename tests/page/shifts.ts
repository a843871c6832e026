import type { Page } from 'playwright-core';

declare global {
  interface Window {
    /** What moved by itself since the page was loaded. */
    shifts: Shift[];
  }
}

/** A frame in which something moved that no input had moved. */
interface Shift {
  /** The browser's score. */
  value: number;
  /** Milliseconds after navigation. */
  time: number;
  /** What moved: its id, class or tag, and from where to where. */
  of: string[];
}

/** Runs in a page before its scripts: remembers what moves by itself. */
export function rememberShifts(): void {
  window.shifts = [];
  const place = ({ x, y, width, height }: DOMRectReadOnly) =>
    [x, y, width, height].map(Math.round).join(' ');
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
      sources: {
        node: Node | null;
        previousRect: DOMRectReadOnly;
        currentRect: DOMRectReadOnly;
      }[];
    })[])
      if (!entry.hadRecentInput)
        window.shifts.push({
          value: entry.value,
          time: Math.round(entry.startTime),
          of: entry.sources.map(({ node, previousRect, currentRect }) => {
            const element = node instanceof Element ? node : node?.parentElement;
            const name = element?.id || element?.getAttribute('class') || element?.tagName || '';
            return `${name}: ${place(previousRect)} -> ${place(currentRect)}`;
          }),
        });
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Sum of the browser's scores since the page was loaded, and what they are of. */
export async function shiftsOf(page: Page): Promise<{ sum: number; found: string }> {
  const shifts = await page.evaluate(() => window.shifts);
  return {
    sum: shifts.reduce((sum, { value }) => sum + value, 0),
    found: JSON.stringify(shifts),
  };
}
