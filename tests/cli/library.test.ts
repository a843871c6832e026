import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSite } from '../page/open-page';
import { temporaryFolder } from '../support/temporary-folder';
import { saddlescape } from './command';

/**
 * The package as its users have it: packed, unpacked in an empty folder, and used by the blocks of
 * the README and by that of docs/library.md on each runtime.
 */

const ROOT = join(import.meta.dirname, '../..');
const folder = temporaryFolder();
const PACKAGE = join(folder, 'node_modules/saddlescape');
const BLOCK = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'docs/library.md'), 'utf8'))![1];
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
/** The README's blocks in one language, in order. */
const readmeBlocks = (language: string) =>
  [...README.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, text]) => text,
  );
const ENTRY_LIMIT = 40_000;
const MOST_FILES = 200;
let packed: string[] = [];

const sh = (command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build-if-stale.js', 'library'], { cwd: ROOT });
  const [{ filename, files }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: ROOT,
      encoding: 'utf8',
    }),
  );
  packed = files.map(({ path }: { path: string }) => path);
  mkdirSync(PACKAGE, { recursive: true });
  sh('tar', 'xzf', filename, '-C', PACKAGE, '--strip-components=1');
  mkdirSync(join(folder, 'node_modules/.bin'));
  const command = join(folder, 'node_modules/.bin/saddlescape');
  symlinkSync('../saddlescape/dist/cli/saddlescape.js', command);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'block.mjs'), BLOCK);
  writeFileSync(join(folder, 'block.ts'), BLOCK);
}, 120_000);

test('the package holds what is used and nothing else', () => {
  expect(packed.length).toBeLessThanOrEqual(MOST_FILES);
  for (const path of packed)
    expect(path).toMatch(
      /^(dist\/(cli|library)\/|schemas\/|package\.json|README\.md|CHANGELOG\.md|CITATION\.cff|codemeta\.json|LICENSE)/,
    );
});

test('what its entry loads at once is at most 40 kB of gzipped JavaScript', () => {
  const files = new Set([join(PACKAGE, 'dist/library/index.js')]);
  let total = 0;
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    total += gzipSync(text).length;
    for (const [, path] of text.matchAll(/(?:from|import)\s*["'](\.[^"']+\.js)["']/g))
      files.add(join(dirname(file), path));
  }
  expect(total).toBeLessThanOrEqual(ENTRY_LIMIT);
});

test('its types are found and strict', () => {
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'ES2022',
        module: 'nodenext',
        moduleResolution: 'nodenext',
        lib: ['ES2023', 'DOM'],
        types: [],
        strict: true,
        noEmit: true,
        skipLibCheck: false,
      },
      files: ['block.ts', 'wrong.ts'],
    }),
  );
  writeFileSync(
    join(folder, 'wrong.ts'),
    `import { type RunResult, theory } from 'saddlescape';
export const share = (result: RunResult): string => result.escape.probability.toFixed(2);
// @ts-expect-error: a step is a number.
theory({}, 'last');
`,
  );
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  expect(sh(process.execPath, tsc, '-p', folder)).toBe('');
});

/** What the block prints first, and last. */
const LINES =
  /^([\d.]+) [\d.]+ [\d.]+ ([0-9a-f]{64})\nescapes [\d.]+ [\d.]+\n[\s\S]*\n10 ([0-9a-f]{64})\n$/;

test('Node, Deno and the command line give one digest', async () => {
  const node = LINES.exec(sh(process.execPath, 'block.mjs'));
  expect(node).not.toBeNull();
  const deno = join(ROOT, 'node_modules/deno/bin.cjs');
  expect(LINES.exec(sh(process.execPath, deno, 'run', '--allow-read', 'block.mjs'))).toEqual(node);
  writeFileSync(
    join(folder, 'spec.json'),
    /const spec = (\{[\s\S]*?\n\});/.exec(BLOCK)![1].replace(/(\w+):/g, '"$1":'),
  );
  const { stdout } = await saddlescape(['run', join(folder, 'spec.json'), '--engine', 'cpu']);
  expect(JSON.parse(stdout).digest).toBe(node![2]);
});

/** Of a set that the library makes by the generator that it brings along. */
const SMALL_SET = `{
  noise: { law: 'dataset' }, ensemble: { particles: 512 }, time: { steps: 100 }
}`;
const site = startSite({ root: folder });
afterAll(async () => (await site).close());

test('the blocks of the README give one digest, and shards the bytes of one piece', async () => {
  const [onCommandLine, onCluster] = readmeBlocks('sh');
  const [inTypeScript] = readmeBlocks('ts');
  const [onPage] = readmeBlocks('html');
  sh('bash', '-euc', onCommandLine);
  const { digest } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
  writeFileSync(join(folder, 'readme.mjs'), inTypeScript);
  expect(sh(process.execPath, 'readme.mjs').trim().split(' ').at(-1)).toBe(digest);
  const { browser, url } = await site;
  const page = await browser.newPage();
  writeFileSync(join(folder, 'readme.html'), onPage);
  await page.goto(`${url}readme.html`);
  await page.waitForSelector('#result:not(:empty)');
  expect((await page.innerText('#result')).split(' ')[1]).toBe(digest);
  await page.close();
  sh('bash', '-euc', onCluster);
  sh('npx', 'saddlescape', 'sweep', 'sweep.json', '--engine', 'cpu', '--out', 'whole.json');
  expect(readFileSync(join(folder, 'map.json'), 'utf8')).toBe(
    readFileSync(join(folder, 'whole.json'), 'utf8'),
  );
});

test('a browser takes it by its address, stored sets too, and a signal stops it', async () => {
  const { browser, url } = await site;
  const page = await browser.newPage();
  writeFileSync(
    join(folder, 'index.html'),
    `<script type="module">
      import { run } from './node_modules/saddlescape/dist/library/index.js';
      const spec = ${SMALL_SET};
      const { digest } = await run(spec);
      const stop = new AbortController();
      stop.abort(new Error('enough'));
      const why = await run(spec, { signal: stop.signal }).catch(({ message }) => message);
      document.title = digest + ' ' + why;
    </script>`,
  );
  await page.goto(url);
  await page.waitForFunction(() => document.title.length > 64);
  const [digest, why] = (await page.title()).split(' ');
  writeFileSync(
    join(folder, 'small.mjs'),
    `import { run } from 'saddlescape';
const { digest } = await run(${SMALL_SET});
console.log(digest);`,
  );
  expect(sh(process.execPath, 'small.mjs').trim()).toBe(digest);
  expect(why).toBe('enough');
});
