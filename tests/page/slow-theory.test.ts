import { afterAll, beforeAll, expect, test } from 'vitest';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { type Site, startSite, text } from './open-page';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

/** Signs that lead past 0: theory takes seconds. */
const slow = (sigma: number) =>
  parseSpec({
    loss: { a: [-0.3] },
    noise: { law: 'two-point', sigma, tau: 0 },
    optimizer: { kind: 'svrg', epochLength: 40, learningRate: 1, batchSize: 60 },
    time: { dt: 1, steps: 100 },
    ensemble: { particles: 256 },
  });

test('theory that takes seconds leaves the page free, and ends when another spec comes', async () => {
  const { page, problems, close } = await site.open({
    hash: specToFragment(slow(7)),
    paused: true,
    before: () => {
      const longest = { task: 0, said: new Set<string>() };
      Object.assign(window, { longest });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries())
          longest.task = Math.max(longest.task, duration);
      }).observe({ type: 'longtask', buffered: true });
      setInterval(() => {
        const said = (id: string) => document.getElementById(id)?.textContent;
        longest.said.add(`${said('verdict-word')}: ${said('verdict-why')}`);
      }, 5);
    },
  });
  const why = () => text(page, '#verdict-why');
  await expect.poll(why, { timeout: 30_000 }).toMatch(/^On average an epoch/);
  const seen = await page.evaluate(() => {
    const { longest } = window as unknown as { longest: { task: number; said: Set<string> } };
    return { task: longest.task, said: [...longest.said], time: performance.now() };
  });
  expect(seen.said).toContain('COMPUTING …: Theory is being computed.');
  expect(seen.said.filter((words) => words.startsWith('NOT KNOWN'))).toEqual([]);
  expect(seen.task).toBeLessThan(seen.time / 3);
  // Another one that is as slow gives way to one that is not.
  const opens = (hash: string) =>
    page.evaluate((own) => {
      location.hash = own;
    }, hash);
  await opens(specToFragment(slow(7.1)));
  await expect.poll(why).toBe('Theory is being computed.');
  await opens(
    specToFragment(parseSpec({ ...slow(7), optimizer: { kind: 'svrg', epochLength: 2 } })),
  );
  await expect.poll(why, { timeout: 1500 }).toMatch(/epoch ends/);
  expect(problems).toEqual([]);
  await close();
});

test('theory of a chain whose density takes a second comes later too', async () => {
  const spec = parseSpec({
    loss: { a: [-0.3] },
    noise: { law: 'student-t', nu: 1.3, sigma: 0.4, tau: 0 },
    optimizer: { learningRate: 1, batchSize: 63 },
    time: { dt: 1, steps: 100 },
    ensemble: { particles: 256 },
  });
  const { page, problems, close } = await site.open({
    hash: specToFragment(spec),
    paused: true,
    before: () => {
      const said = new Set<string>();
      Object.assign(window, { said });
      setInterval(() => said.add(`${document.getElementById('verdict-why')?.textContent}`), 5);
    },
  });
  const word = () => text(page, '#verdict-word');
  await expect.poll(word, { timeout: 30_000 }).toBe('TRAPPED');
  const said = await page.evaluate(() => [...(window as unknown as { said: Set<string> }).said]);
  expect(said).toContain('Theory is being computed.');
  expect(problems).toEqual([]);
  await close();
});
