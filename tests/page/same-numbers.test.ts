import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { chromium } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assemblyScript } from '../../scripts/assemblyscript.js';
import { PRESETS } from '../../src/spec/presets';
import { parseSweep } from '../../src/spec/sweep-schema';
import type { Entry, Questions } from '../support/all-numbers';
import { everyChromium } from '../support/find-chromium';
import { LONG, some } from '../support/long';
import { anySpec } from '../unit/spec/any-spec';

// One bundle, so that the very same code answers everywhere.

/** Random specs beside the presets. */
const RANDOM = LONG ? 100 : 20;

const folder = mkdtempSync(join(tmpdir(), 'saddlescape-numbers-'));
const bundle = join(folder, 'all-numbers.mjs');
const questions: Questions = {
  specs: [
    ...some(PRESETS, 20).map(({ spec }) => spec),
    ...fc.sample(anySpec, { seed: 7, numRuns: RANDOM }),
  ],
  escapes: PRESETS.slice(0, 6).map(({ spec }) => ({ ...spec, time: { ...spec.time, steps: 4 } })),
  runs: PRESETS.slice(0, 4).map(({ spec }) => ({
    ...spec,
    ensemble: { ...spec.ensemble, particles: 256 },
    time: { ...spec.time, steps: Math.min(spec.time.steps, 128) },
  })),
  sweeps: [
    parseSweep({
      base: {
        loss: { a: [0.5] },
        noise: { sigma: 4, tau: 0.5 },
        time: { dt: 1, steps: 60 },
        optimizer: { learningRate: 0.1 },
        escape: { radius: 3 },
      },
      x: { path: 'noise.sigma', from: 1, to: 8, count: 8, scale: 'log' },
      y: { path: 'loss.a[0]', from: 0.1, to: 1, count: 4 },
      replicas: 100,
      compare: { optimizer: { kind: 'svrg', epochLength: 20 } },
    }),
  ],
};
let reference: Entry[];

async function answerHere(): Promise<Entry[]> {
  await import(bundle);
  return (globalThis as unknown as { allNumbers(q: Questions): Promise<Entry[]> }).allNumbers(
    questions,
  );
}

/** The first number that is another one, by name. */
function expectSame(found: Entry[]): void {
  const at = found.findIndex(
    ([name, text], i) => name !== reference[i]?.[0] || text !== reference[i][1],
  );
  expect(at < 0 ? null : { name: found[at][0], text: found[at][1] }).toEqual(
    at < 0 ? null : { name: reference[at]?.[0], text: reference[at]?.[1] },
  );
  expect(found.length).toBe(reference.length);
}

beforeAll(async () => {
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [assemblyScript()],
    resolve: { alias: { seedrandom: 'seedrandom/seedrandom.js' } },
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: 'tests/support/all-numbers.ts', formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput[];
  writeFileSync(bundle, built[0].output[0].code);
  reference = await answerHere();
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

test('there is much to compare', () => {
  // Seven numbers of a spec, more than three of them with many digits.
  expect(reference.length).toBeGreaterThan(6 * questions.specs.length);
  expect(reference.filter(([, text]) => /\d\.\d{12}/.test(text)).length).toBeGreaterThan(
    2.8 * questions.specs.length,
  );
});

test.each(everyChromium())(
  'Chromium, $source, gives the same bytes as Node',
  async (found) => {
    const browser = await chromium.launch({
      executablePath: found.executablePath,
      env: found.env,
      args: ['--no-sandbox'],
    });
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ path: bundle, type: 'module' });
      await page.waitForFunction(() => 'allNumbers' in globalThis);
      expectSame(
        await page.evaluate(
          (asked) =>
            (
              globalThis as unknown as { allNumbers(q: unknown): Promise<[string, string][]> }
            ).allNumbers(asked),
          questions as unknown,
        ),
      );
    } finally {
      await browser.close();
    }
  },
  120_000,
);

/**
 * Deno's own program: of its npm package, whose wrapper needs an install script, or where it is
 * installed.
 */
function findDeno(): string | undefined {
  const packages = 'node_modules/@deno';
  const own = existsSync(packages)
    ? readdirSync(packages).map((name) => join(packages, name, 'deno'))
    : [];
  const installed = (process.env.PATH ?? '').split(delimiter).map((path) => join(path, 'deno'));
  return [...own, ...installed].find((path) => existsSync(path));
}

const deno = findDeno();
test.skipIf(!deno)(
  'Deno gives the same bytes as Node',
  async () => {
    const asked = join(folder, 'questions.json');
    writeFileSync(asked, JSON.stringify(questions));
    const runner = join(folder, 'deno.mjs');
    writeFileSync(
      runner,
      `await import('./all-numbers.mjs');
console.log(JSON.stringify(await allNumbers(JSON.parse(Deno.readTextFileSync(${JSON.stringify(asked)})))));`,
    );
    const { stdout } = await promisify(execFile)(
      realpathSync(deno!),
      ['run', '--no-remote', '--no-npm', '--no-config', `--allow-read=${folder}`, runner],
      {
        maxBuffer: 2 ** 28,
        env: { ...process.env, DENO_DIR: join(folder, 'deno'), NO_COLOR: '1' },
      },
    );
    expectSame(JSON.parse(stdout));
  },
  120_000,
);
