import { existsSync, readFileSync } from 'node:fs';
import type { ElementHandle, Page } from 'playwright-core';
import seedrandom from 'seedrandom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LONG as ALL } from '../support/long';
import { type Site, startSite } from './open-page';

/**
 * Seeded random actions on every page: clicks, keys, entries, drags. No error, no rejection that
 * nobody handles, and memory that does not grow. SADDLESCAPE_ACTION_SECONDS says for how long on
 * each page, in place of a few seconds, and has the memory written out.
 */
const LONG = Number(process.env.SADDLESCAPE_ACTION_SECONDS ?? 0);
const SECONDS = LONG || (ALL ? 2 : 1);
/** Actions that are tried on each page, however slow the machine. */
const FEWEST = ALL ? 20 : 12;
const SEED = process.env.SADDLESCAPE_ACTION_SEED ?? '1';

let site: Site;
beforeAll(async () => {
  // It reads the memory of the browser's processes.
  site = await startSite({ gpu: true, own: true });
});
afterAll(() => site.close());

const TEXTS = ['0,5', '0x10', '', '1e99', '-1', '3', '12', 'abc', '0.01', '1,234', 'Infinity'];
const KEYS = [
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Enter',
  'Escape',
  ' ',
  'Tab',
  'Home',
  '.',
  'b',
  's',
  'v',
  'h',
  'l',
];

/** One action on something that is in sight; what cannot be done at the moment is left. */
async function act(page: Page, random: () => number): Promise<string> {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const kind = random();
  if (kind < 0.15) {
    const key = pick(KEYS);
    await page.keyboard.press(key);
    return `key ${key}`;
  }
  // One handle, which is given back: whoever holds a node keeps all that it was part of.
  const handle = await page.evaluateHandle((at) => {
    const all = document.querySelectorAll<HTMLInputElement>(
      'button, select, input, summary, .map-cells, canvas, textarea',
    );
    const inSight = [...all].filter((node) => node.checkVisibility({ visibilityProperty: true }));
    return inSight[Math.floor(at * inSight.length)];
  }, random());
  const element = handle.asElement();
  if (!element) return 'nothing';
  try {
    return await actOn(element, pick, random);
  } finally {
    await handle.dispose();
  }
}

async function actOn(
  element: ElementHandle<HTMLInputElement>,
  pick: <T>(list: readonly T[]) => T,
  random: () => number,
): Promise<string> {
  const [tag, type, name, options] = await element.evaluate(
    (node) =>
      [
        node.tagName,
        node.type ?? '',
        node.id || node.textContent?.trim().slice(0, 30) || node.className,
        (node as Element) instanceof HTMLSelectElement
          ? [...(node as unknown as HTMLSelectElement).options]
              .filter((o) => !o.disabled && !o.hidden)
              .map((o) => o.value)
          : [],
      ] as const,
  );
  const quick = { timeout: 500 };
  // Benchmarks and all claims take minutes of both cores.
  if (/^(run-all|open-button|open-file)$/.test(name)) return 'left out';
  if (tag === 'SELECT') await element.selectOption(pick(options), quick);
  else if (type === 'range')
    await element
      .fill(
        String(
          await element.evaluate((node, share) => {
            const { min, max, step } = node as HTMLInputElement;
            return (
              Number(min) +
              Math.round((share * (Number(max) - Number(min))) / Number(step)) * Number(step)
            );
          }, random()),
        ),
        quick,
      )
      .catch(() => {});
  else if (type === 'text' || tag === 'TEXTAREA') {
    await element.fill(pick(TEXTS), quick);
    await element.press('Enter', quick);
  } else {
    const box = await element.boundingBox();
    if (!box) return 'gone';
    await element.click({
      ...quick,
      position: { x: box.width * random(), y: box.height * random() },
    });
  }
  return `${tag} ${name}`;
}

/** Megabytes of the page after a collection: JavaScript, nodes of the document, listeners. */
async function memory(page: Page) {
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.collectGarbage');
  await client.send('Performance.enable');
  const { metrics } = await client.send('Performance.getMetrics');
  await client.detach();
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  const browser = await site.browser.newBrowserCDPSession();
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  await browser.detach();
  // Only Linux tells what a process holds.
  const resident = processInfo.map(({ type, id }) => {
    const status = existsSync(`/proc/${id}/status`)
      ? readFileSync(`/proc/${id}/status`, 'utf8')
      : '';
    return `${type} ${Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)}`;
  });
  return {
    resident: resident.join(', '),
    heap: of('JSHeapUsedSize') / 2 ** 20,
    nodes: of('Nodes'),
    listeners: of('JSEventListeners'),
  };
}

test.each(ALL ? ['index', 'map', 'verify', 'bench'] : ['index', 'map'])(
  'random actions on %s',
  { timeout: 60_000 + 2000 * SECONDS },
  async (name) => {
    const { page, problems, close } = await site.open({ hash: `${name}.html`, early: true });
    page.on('dialog', (dialog) => dialog.dismiss());
    page.on('download', (download) => download.cancel());
    await page.waitForTimeout(1500);
    const random = seedrandom(`${SEED} ${name}`);
    const done: string[] = [];
    const readings: Awaited<ReturnType<typeof memory>>[] = [];
    const started = Date.now();
    let read = started;
    let actions = 0;
    while (Date.now() - started < 1000 * SECONDS || done.length < FEWEST) {
      // A cell opens in Watch, and links lead to other pages: back to the one under test.
      if (!page.url().includes(`/${name}.html`)) await page.goto(`${site.url}${name}.html`);
      try {
        done.push(await act(page, random));
        actions++;
      } catch (error) {
        // Something else is in front of it, or it went away while it was looked at.
        done.push(`not done: ${String(error).slice(0, 80)}`);
      }
      if (LONG && Date.now() - read > 15_000) {
        read = Date.now();
        readings.push(await memory(page));
      }
    }
    if (LONG) {
      console.log(`${name}: ${actions} actions in ${SECONDS} s`);
      for (const { heap, nodes, listeners, resident } of readings)
        console.log(
          `  ${heap.toFixed(1)} MB, ${nodes} nodes, ${listeners} listeners; resident MB: ${resident}`,
        );
    }
    expect(actions).toBeGreaterThan(0);
    expect(problems, done.slice(-5).join('; ')).toEqual([]);
    const boot = await page.locator('.notice[data-topic="boot"] p').allInnerTexts();
    expect(boot, done.slice(-5).join('; ')).toEqual([]);
    await close();
  },
);
