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
  timeout = 60_000,
): Promise<void> {
  const states = [wanted].flat();
  const selector = states.map((state) => `main[data-state="${state}"]`).join(', ');
  await page
    .waitForSelector(selector, { timeout })
    .catch((error) => sayWhatPassed(page, `is not ${states.join(' or ')}`, error));
}

/**
 * Waits until a notice says something.
 *
 * @throws Error with the states that the page went through and its notices.
 */
export async function saidInNotices(page: Page, sentence: string, timeout = 60_000): Promise<void> {
  const isSaid = (wanted: string) =>
    document.querySelector('#notices')!.textContent!.includes(wanted);
  await holds(page, `the notice "${sentence}"`, isSaid, sentence, timeout);
}

async function sayWhatPassed(page: Page, missing: string, cause: unknown): Promise<never> {
  const passed = await page.evaluate(() => ({
    states: window.states?.map(([time, state]) => `${state} at ${time} ms`).join(', '),
    now: Math.round(performance.now()),
    notices: [...document.querySelectorAll('.notice')].map(({ textContent }) => textContent),
  }));
  throw new Error(
    `After ${passed.now} ms the page ${missing}: it was ${passed.states}. ` +
      `Notices: ${passed.notices.join(' | ') || 'none'}.`,
    { cause },
  );
}

/**
 * Waits until something holds in the page, looked at every 50 ms: frames may be late on a busy
 * machine.
 *
 * @throws Error with the states that the page went through and its notices.
 */
export async function holds<T>(
  page: Page,
  what: string,
  condition: (given: T) => boolean,
  given: T,
  timeout = 60_000,
): Promise<void> {
  await page
    .waitForFunction(condition as (given: unknown) => boolean, given, { timeout, polling: 50 })
    .catch((error) => sayWhatPassed(page, `does not reach: ${what}`, error));
}

/** Waits until the page has begun its work: a wait for `running` alone can come too late. */
export const begun = (page: Page): Promise<void> => inState(page, ['running', 'done']);

/**
 * Does something, and waits until the page has since taken a state anew: a short work's `running`
 * can be over before anybody looks, and its `done` is that of the work before.
 *
 * @throws Error with the states that the page went through and its notices.
 */
export async function takesAnew(
  page: Page,
  act: () => Promise<unknown>,
  state: string,
): Promise<void> {
  const before = await page.evaluate(() => window.states!.length);
  await act();
  await holds(
    page,
    `${state}, anew`,
    (given) => window.states!.slice(given.before).some(([, taken]) => taken === given.state),
    { before, state },
  );
}
