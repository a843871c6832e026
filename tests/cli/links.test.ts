import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import sweepSchema from '../../schemas/sweep.schema.json';
import { SWEEP_FIELDS } from '../../src/cli/link';
import { fragmentToSpec } from '../../src/spec/link-reader';
import { parseSpec } from '../../src/spec/schema';
import { readSweepLink } from '../../src/spec/sweep-permalink';
import { parseSweep } from '../../src/spec/sweep-schema';
import { temporaryFolder } from '../support/temporary-folder';
import { type CommandOptions, type Outcome, SMALL, saddlescape, specFile } from './command';

const folder = temporaryFolder();
const fine = async (args: string[], options?: CommandOptions): Promise<Outcome> => {
  const outcome = await saddlescape(args, options);
  expect(outcome.code, outcome.stderr).toBe(0);
  return outcome;
};
const SWEEP = { base: SMALL, replicas: 32 };

describe('saddlescape link', () => {
  test('prints the link of a run, as changed, and of a map', async () => {
    const { stdout } = await fine(['link', specFile(SMALL), '--set', 'noise.sigma=1.5']);
    expect(fragmentToSpec(stdout.trimEnd())).toEqual(
      parseSpec({ ...SMALL, noise: { sigma: 1.5 } }),
    );
    const map = await fine(['link', specFile(SWEEP), '--page', 'https://a.test/b/']);
    expect(map.stdout).toMatch(/^https:\/\/a\.test\/b\/map\.html#map\?.*\n$/);
    expect(readSweepLink(map.stdout.trimEnd()).asked).toEqual(parseSweep(SWEEP));
  });

  test('a field that a sweep has makes a sweep of a document', () => {
    const fields = Object.keys(sweepSchema.properties).filter((name) => name !== 'version');
    expect([...SWEEP_FIELDS].sort()).toEqual(fields.filter((name) => name !== '$schema').sort());
  });

  test.each([
    [
      ['link', specFile(SWEEP), '--seed', '2'],
      /^--seed changes a spec, and the file holds a sweep/,
    ],
    [['link', specFile(SMALL), '--page', 'localhost:4173'], /^--page: "localhost:4173" is not/],
  ])('%j is refused', async (args, sentence) => {
    const outcome = await saddlescape(args);
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toMatch(sentence);
  });
});

describe('saddlescape open', () => {
  const server = createServer((_, response) => response.end());
  const opened = join(folder, 'opened');
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}` };
  let page = '';
  beforeAll(async () => {
    const opener = join(folder, process.platform === 'darwin' ? 'open' : 'xdg-open');
    writeFileSync(
      opener,
      `#!/bin/sh\nprintf %s "$1" > "${opened}.new"\nmv "${opened}.new" "${opened}"\n`,
    );
    chmodSync(opener, 0o755);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    page = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => new Promise((done) => server.close(done)));

  test('prints the address, and gives it to the browser', async () => {
    const { stdout } = await fine(['open', specFile(SMALL), '--page', page], { env });
    expect(stdout.startsWith(`${page}#watch?`)).toBe(true);
    await expect.poll(() => existsSync(opened), { timeout: 30_000 }).toBe(true);
    expect(readFileSync(opened, 'utf8')).toBe(stdout.trimEnd());
  });

  test('refuses where no page answers, or no browser opens', async () => {
    const closed = await saddlescape(['open', specFile(SMALL), '--page', 'http://127.0.0.1:9/a/']);
    expect(closed).toMatchObject({ code: 2, stdout: '' });
    expect(closed.stderr).toBe(
      'No page answers at http://127.0.0.1:9/a/; start it with npm start, or give --page the address of one.\n',
    );
    const bare = await saddlescape(['open', specFile(SMALL), '--page', page], {
      env: { PATH: join(folder, 'nothing') },
    });
    expect(bare.code).toBe(2);
    expect(bare.stderr).toMatch(/^No browser could be opened, because .*open does not start;/);
  });
});

const ran = { path: specFile(SMALL), out: join(folder, 'result.json') };
let done: Promise<unknown> | undefined;
/** The result of SMALL, made once. */
async function resultOfSmall() {
  done ??= fine(['run', ran.path, '--engine', 'cpu', '--out', ran.out]);
  await done;
  return JSON.parse(readFileSync(ran.out, 'utf8'));
}

describe('saddlescape cite', () => {
  test('a result and its spec give one BibTeX, which the result holds', async () => {
    const { citation, digest } = await resultOfSmall();
    expect(citation).toContain(digest);
    expect((await fine(['cite', ran.out])).stdout).toBe(`${citation}\n`);
    const counted = await fine([
      'cite',
      specFile(SMALL),
      '--engine',
      'cpu',
      '--page',
      'https://a.test/',
    ]);
    expect(counted.stdout).toContain(digest);
    expect(counted.stdout).toContain('  url = {https://a.test/#watch?');
  });

  test('what is no result is refused', async () => {
    const path = specFile({ spec: {}, digest: 'x' });
    const { code, stderr } = await saddlescape(['cite', path]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^The result in .* has no digest and engine as saddlescape run writes/);
  });
});

test('saddlescape theory says what the result of a run says', async () => {
  const { path } = ran;
  const known = JSON.parse((await fine(['theory', path])).stdout);
  const result = await resultOfSmall();
  expect(known.theory).toEqual(result.theory);
  expect(known.spec).toEqual(result.spec);
  expect(known.thresholds.sde).toBeCloseTo(Math.SQRT2, 12);
  const { low, high } = result.escape;
  expect(known.escape.probability).toBeGreaterThan(0);
  expect(known.escape.probability).toBeLessThan(high + (high - low));
  const { stderr, code } = await saddlescape(['theory', path, '--step', '101']);
  expect(code).toBe(2);
  expect(stderr).toBe('--step: "101" is not accepted; give a whole number from 1 to 100.\n');
});
