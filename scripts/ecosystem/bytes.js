import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { runnerImport } from 'vite';
import { buildIfStale } from '../build-if-stale.js';
import { createSite } from '../site.js';
import { BUN, denoOf, run } from './tools.js';

const SWEEP = {
  base: { time: { dt: 0.5, steps: 60 }, ensemble: { seed: 'bytes' } },
  x: { path: 'noise.sigma', scale: 'log', from: 0.3, to: 5, count: 9 },
  y: { path: 'loss.a[0]', from: -0.4, to: 1.5, count: 7 },
  replicas: 200,
  compare: [{ optimizer: { kind: 'heavy-ball' } }, { noise: { law: 'two-point' } }],
  responses: ['escapeTime:0.5', 'absX:0.5', 'tailIndex'],
};
/** The exponents of momentum take a page a while before it saves. */
const PATIENCE_MILLISECONDS = 300_000;
const FORMATS = /** @type {const} */ (['json', 'csv', 'npz']);

/**
 * Equal maps are equal files: JSON, table and arrays of one sweep, made by the command line on
 * Node, Deno and Bun and by the Map page; and merged of three shards, one of each runtime.
 *
 * @param {import('./tools.js').Place} place
 */
export async function checkBytes(place) {
  const { folder, command } = place;
  const sweep = join(folder, 'sweep.json');
  writeFileSync(sweep, JSON.stringify(SWEEP));
  const runtimes = { Node: [process.execPath], Deno: denoOf(place), Bun: BUN };
  /** @type {Record<string, Record<string, Buffer>>} */
  const files = {};
  for (const [name, program] of Object.entries(runtimes)) {
    files[name] = {};
    for (const format of FORMATS) {
      const out = join(folder, `${name}.${format}`);
      const words = ['sweep', sweep, '--engine', 'cpu', '--threads', '1', '--out', out];
      run([...program, command, ...words], { cwd: folder });
      files[name][format] = readFileSync(out);
    }
  }
  files.shards = mergedShards(place, sweep, Object.values(runtimes));
  const link = run([process.execPath, command, 'link', sweep], { cwd: folder, show: false });
  files.page = await savedByPage(place, link.trim());
  const expected = files.Node;
  const lines = [];
  for (const [name, made] of Object.entries(files)) {
    for (const format of FORMATS)
      if (!made[format].equals(expected[format]))
        throw new Error(
          `${name} makes another map.${format} than Node: ${firstDifference(made[format], expected[format])}`,
        );
    const hashes = FORMATS.map((format) => `${format} ${sha256(made[format]).slice(0, 16)}`);
    lines.push(`  ${name.padEnd(8)}${hashes.join('  ')}`);
  }
  process.stderr.write(`${lines.join('\n')}\n`);
}

/**
 * What `merge` makes of shards that different programs counted.
 *
 * @param {import('./tools.js').Place} place
 * @param {string} sweep
 * @param {string[][]} programs
 */
function mergedShards({ folder, command }, sweep, programs) {
  const parts = programs.map((program, i) => {
    const part = join(folder, `part-${i}.json`);
    const words = ['--engine', 'cpu', '--shard', `${i}/${programs.length}`, '--out', part];
    run([...program, command, 'sweep', sweep, ...words], { cwd: folder });
    return part;
  });
  /** @type {Record<string, Buffer>} */
  const made = {};
  for (const format of FORMATS) {
    const out = join(folder, `shards.${format}`);
    run([process.execPath, command, 'merge', ...parts, '--out', out], { cwd: folder });
    made[format] = readFileSync(out);
  }
  return made;
}

/** @param {Buffer} data */
const sha256 = (data) => createHash('sha256').update(data).digest('hex');

/**
 * @param {Buffer} one
 * @param {Buffer} other
 */
function firstDifference(one, other) {
  const at = one.findIndex((byte, i) => byte !== other[i]);
  const around = (/** @type {Buffer} */ data) =>
    JSON.stringify(data.subarray(Math.max(0, at - 60), at + 40).toString('latin1'));
  return `from byte ${at} on ${around(one)} is not ${around(other)}`;
}

/**
 * What the Map page saves, on its CPU engine.
 *
 * @param {import('./tools.js').Place} place
 * @param {string} link
 * @returns {Promise<Record<string, Buffer>>}
 */
async function savedByPage({ root }, link) {
  buildIfStale(['page']);
  const { module } = await runnerImport(join(root, 'tests/support/find-chromium.ts'), {
    root,
    configFile: false,
    logLevel: 'error',
  });
  const { executablePath, env } = module.findChromium();
  const site = createSite(join(root, 'dist/page'));
  await new Promise((done) => site.listen(0, 'localhost', () => done(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (site.address());
  const browser = await chromium.launch({ executablePath, env, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${port}/map.html?engine=cpu${link}`);
    await page.waitForSelector('main[data-state="done"]', { timeout: PATIENCE_MILLISECONDS });
    /** @type {Record<string, Buffer>} */
    const made = {};
    for (const format of FORMATS) {
      const waiting = page.waitForEvent('download', { timeout: PATIENCE_MILLISECONDS });
      await page.selectOption('#save-select', format);
      const path = await (await waiting).path();
      if (!existsSync(path)) throw new Error(`The page saved no map.${format}.`);
      made[format] = readFileSync(path);
    }
    return made;
  } finally {
    await browser.close();
    site.close();
  }
}
