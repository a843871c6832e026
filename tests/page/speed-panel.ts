import type { Page } from 'playwright-core';

/** The numbers of the panel as they are written. */
export async function readPanel(page: Page) {
  const [speed, frame, compute, engine] = await page.locator('#speed-panel dl div').allInnerTexts();
  const [, amount, unit] = /([\d.,]+) (million|thousand)/.exec(speed) ?? [];
  return {
    speed: Number(amount?.replaceAll(',', '')) * (unit === 'million' ? 1e6 : 1e3),
    p50: Number(/([\d.]+) ms\s+p50/.exec(frame)?.[1]),
    p99: Number(/p99: ([\d.]+) ms/.exec(frame)?.[1]),
    share: Number(/([\d.]+) %/.exec(compute)?.[1]) / 100,
    seconds: Number(/last ([\d.]+) s/.exec(speed)?.[1]),
    frames: Number(/([\d,]+) frames/.exec(compute)?.[1].replaceAll(',', '')),
    engine,
  };
}
