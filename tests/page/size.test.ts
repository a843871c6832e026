import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const ASSETS = 'dist/page/assets';
/**
 * Of these a fifth is theory: every slider asks it for thresholds, laws and verdicts of six
 * methods.
 */
const LIMIT = 88_000;

/**
 * Parts that are fetched only when something is asked for: a drawer, a table, a landscape, an
 * export, a result.
 */
const LATER = [
  'all-methods',
  'all-models',
  'all-parameters',
  'exports',
  'gpu-escapes',
  'history-chart',
  'landscape-view',
  'level-places',
  'later-shaders',
  'later-theory',
  'link-reader',
  'other-runs',
  'preset-gallery',
  'presets',
  'recording',
  'run',
  'shortcuts',
  'spec-editor',
  'speed-panel',
  'story-offer',
  'table-view',
];

const built = readdirSync(ASSETS).filter((name) => name.endsWith('.js'));
const sources = new Map(built.map((name) => [name, readFileSync(join(ASSETS, name), 'utf8')]));
const source = (name: string) => sources.get(name) ?? '';
const partOf = (name: string) => name.replace(/-[\w-]{8}\.js$/, '');

/** These scripts and all that they import before they run. */
function withImports(names: readonly string[]): Set<string> {
  const all = new Set(names);
  for (const name of all)
    for (const [, other] of source(name).matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
      all.add(other);
  return all;
}

/** Scripts that a page asks for at once. */
function askedBy(page: string): string[] {
  const html = readFileSync(`dist/page/${page}.html`, 'utf8');
  return [...html.matchAll(/(?:src|href)="\.\/assets\/([^"]+\.js)"/g)].map(([, name]) => name);
}

/** Most JavaScript of the story before it is scrolled: page, worker, engine and the first figure. */
const STORY_LIMIT = 120_000;

/**
 * What index.html asks for at once, and what the page opens by itself: the worker, and in it the
 * CPU's kernels and the engine of the GPU.
 */
function firstLoad(): Set<string> {
  const asked = askedBy('index');
  const worker = built.find((name) => partOf(name) === 'live-worker')!;
  // Each worker of each page has parts of these names: those of this one.
  const kernels = built.filter(
    (name) => ['simd', 'gpu-engine'].includes(partOf(name)) && source(worker).includes(name),
  );
  return withImports([...asked, worker, ...kernels]);
}

test('the first load is at most 88 kB of gzipped JavaScript: page, worker and both engines', () => {
  const names = [...firstLoad()];
  const sizes = Object.fromEntries(names.map((name) => [name, gzipSync(source(name)).length]));
  // What says why a page does not start is no module, and has a file of its own.
  sizes.boot = gzipSync(readFileSync('dist/page/boot.js', 'utf8')).length;
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  expect(names.map(partOf)).toEqual(
    expect.arrayContaining(['index', 'live-worker', 'gpu-engine', 'simd']),
  );
  expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(LIMIT);
});

test('the story takes at most 120 kB of gzipped JavaScript before it is scrolled', () => {
  const worker = built.find((name) => partOf(name) === 'story-worker');
  const page = askedBy('story');
  const first = built.find((name) => partOf(name) === 'downhill');
  expect(worker).toBeDefined();
  expect(first).toBeDefined();
  const own = [...page, ...[worker, first].filter((name) => name !== undefined)];
  const engines = built.filter(
    (name) =>
      ['simd', 'kernel', 'gpu-engine', 'later-shaders'].includes(partOf(name)) &&
      source(worker ?? '').includes(name),
  );
  const names = [...withImports([...own, ...engines])];
  const sizes = Object.fromEntries(names.map((name) => [name, gzipSync(source(name)).length]));
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(STORY_LIMIT);
});

test('every script is loaded by a page or a worker, now or later', () => {
  const pages = ['index', 'story', 'map', 'verify', 'bench'].map((name) =>
    readFileSync(`dist/page/${name}.html`, 'utf8'),
  );
  const loaded = new Set(built.filter((name) => pages.some((page) => page.includes(name))));
  for (const name of loaded)
    for (const other of built) if (source(name).includes(other)) loaded.add(other);
  // One that is not has its imports in the first load for nothing.
  expect(built.filter((name) => !loaded.has(name))).toEqual([]);
});

test('lil-gui, landscapes, drawers, charts of the speed, results and exports come later', () => {
  const parts = built.map(partOf);
  const first = [...firstLoad()].map(partOf);
  for (const part of LATER) {
    expect(parts, `${part} is a file of its own`).toContain(part);
    expect(first).not.toContain(part);
  }
});

test.each(['index', 'story', 'map', 'verify', 'bench'])(
  '%s.html allows no other host, no inline script and no inline style',
  (name) => {
    const page = readFileSync(`dist/page/${name}.html`, 'utf8');
    const policy = /Content-Security-Policy"\s+content="([^"]+)"/.exec(page)![1];
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(page).not.toMatch(/<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=/);
  },
);
