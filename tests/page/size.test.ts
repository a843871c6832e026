import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const ASSETS = 'dist/page/assets';
/**
 * Of these a fifth is theory: every slider asks it for thresholds, laws and verdicts of six methods. Some three belong to maps and come with
 * the kernels they share.
 */
const LIMIT = 88_000;

/** Scripts that are fetched only when something is asked for: a drawer, a table, a landscape, an export, a result. */
const LATER = /^(all-parameters|exports|gpu-escapes|landscape|presets|run|spec-editor|table-view)-/;

/** Scripts of the Verify page and of the Map page. */
const OTHER_PAGE = /^(verify|map|theory|cpu)(-worker)?-|^(save-picture|sweep-editor|no-gpu)-/;

test('the first load is at most 88 kB of gzipped JavaScript: page, worker and both engines', () => {
  const sizes = Object.fromEntries(
    readdirSync(ASSETS)
      .filter((name) => name.endsWith('.js') && !LATER.test(name) && !OTHER_PAGE.test(name))
      .map((name) => [name, gzipSync(readFileSync(join(ASSETS, name))).length]),
  );
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  expect(
    Object.keys(sizes).some((name) => name.startsWith('live-worker')),
    'the worker is counted',
  ).toBe(true);
  expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(LIMIT);
});

test('lil-gui, landscapes, drawers, results and exports come later', () => {
  const parts = readdirSync(ASSETS).flatMap((name) => LATER.exec(name)?.[1] ?? []);
  expect(new Set(parts).size).toBe(8);
});

test.each(['index', 'map', 'verify'])(
  '%s.html allows no other host, no inline script and no inline style',
  (name) => {
    const page = readFileSync(`dist/page/${name}.html`, 'utf8');
    const policy = /Content-Security-Policy"\s+content="([^"]+)"/.exec(page)![1];
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(page).not.toMatch(/<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=/);
  },
);
