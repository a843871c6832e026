import type { Page } from 'playwright-core';

declare global {
  interface Window {
    /** States of the page so far, each with its time in milliseconds after navigation. */
    states?: [time: number, state: string][];
  }
}

/** Runs in a page before its scripts: remembers the states that its `main` element takes. */
export function rememberStates(): void {
  const states: [number, string][] = [];
  window.states = states;
  document.addEventListener('DOMContentLoaded', () => {
    const main = document.querySelector('main');
    if (!main) return;
    const remember = () => {
      const state = main.dataset.state ?? 'none';
      if (states.at(-1)?.[1] !== state) states.push([Math.round(performance.now()), state]);
    };
    remember();
    new MutationObserver(remember).observe(main, {
      attributes: true,
      attributeFilter: ['data-state'],
    });
  });
}

/**
 * Waits until the page is in one of the states.
 *
 * @throws Error with the states that the page went through and its notices.
 */
export async function inState(
  page: Page,
  wanted: string | readonly string[],
  timeout = 30_000,
): Promise<void> {
  const states = [wanted].flat();
  const selector = states.map((state) => `main[data-state="${state}"]`).join(', ');
  try {
    await page.waitForSelector(selector, { timeout });
  } catch (error) {
    const passed = await page.evaluate(() => ({
      states: window.states?.map(([time, state]) => `${state} at ${time} ms`).join(', '),
      now: Math.round(performance.now()),
      notices: [...document.querySelectorAll('.notice')].map(({ textContent }) => textContent),
    }));
    throw new Error(
      `After ${passed.now} ms the page is not ${states.join(' or ')}: it was ${passed.states}. ` +
        `Notices: ${passed.notices.join(' | ') || 'none'}.`,
      { cause: error },
    );
  }
}

/** Waits until the page has begun its work: a wait for `running` alone can come too late. */
export const begun = (page: Page): Promise<void> => inState(page, ['running', 'done']);
