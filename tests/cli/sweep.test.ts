import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { type MapResult, sideOfCell } from '../../src/experiment/sweep/map-result';
import { parseSweep } from '../../src/spec/sweep-schema';
import { LONG } from '../support/long';
import { temporaryFolder } from '../support/temporary-folder';
import { BUILT, type Outcome, saddlescape, specFile } from './command';

/** Two sides, refined cells, and a shape that no number of shards divides. */
const SMALL = {
  base: { time: { dt: 0.01, steps: 50 }, escape: { radius: 2 }, ensemble: { seed: 'cli' } },
  x: { path: 'noise.sigma', from: 0, to: 3, count: 7 },
  y: { path: 'loss.a[0]', values: [0.05, 0.5, 1, 2, 4] },
  replicas: 128,
  compare: { optimizer: { batchSize: 4 } },
  halfWidth: 0.05,
  mostReplicas: 512,
};

/** Some seconds of work for one thread. */
const LENGTHY = {
  ...SMALL,
  base: { ...SMALL.base, time: { dt: 0.002, steps: 300 } },
  replicas: 1024,
  halfWidth: 0.012,
  mostReplicas: 4096,
};

/** Side B of the first column has a minibatch larger than its data set. */
const FAILING = {
  ...SMALL,
  x: { path: 'noise.samples', values: [8, 64] },
  y: { path: 'loss.a[0]', values: [2, 4] },
  compare: { noise: { law: 'dataset' }, optimizer: { batchSize: 16 } },
};

let smallOutcome: Promise<Outcome> | undefined;
/** What the command line makes of SMALL, once. */
function small(): Promise<Outcome> {
  smallOutcome ??= saddlescape(['sweep', specFile(SMALL), ...CPU]).then(done);
  return smallOutcome;
}
const smallMap = async () => (await small()).stdout;

let longMap: Promise<string> | undefined;
/** The map of LENGTHY, made once without a stop. */
function uninterrupted(): Promise<string> {
  longMap ??= mapOf(LENGTHY);
  return longMap;
}

const CPU = ['--engine', 'cpu', '--threads', '1'];

function done(outcome: Outcome): Outcome {
  expect(outcome.code, outcome.stderr).toBe(0);
  return outcome;
}

/** The map of a sweep on standard output. */
async function mapOf(sweep: unknown, ...args: string[]): Promise<string> {
  return done(await saddlescape(['sweep', '-', ...CPU, ...args], { input: JSON.stringify(sweep) }))
    .stdout;
}

/** The sweep in a file, and where its map goes. */
function places(sweep: unknown, name = 'map.json') {
  const out = join(temporaryFolder(), name);
  return {
    out,
    checkpoint: `${out}.checkpoint`,
    args: ['sweep', specFile(sweep), ...CPU, '--out', out],
  };
}

const read = (path: string) => readFileSync(path, 'utf8');

/** Starts the command line and does not wait for it. */
function start(args: string[]) {
  const child = spawn(process.execPath, [BUILT, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, stderr })),
  );
  return { child, ended };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function appears(path: string, child: ChildProcess): Promise<void> {
  while (!existsSync(path)) {
    expect(child.exitCode, 'it ended before it was stopped').toBeNull();
    await pause(10);
  }
}

describe('saddlescape sweep', () => {
  test('--exact adds exact probabilities and z, and says how the counts agree with them', async () => {
    const sweep = { ...SMALL, base: { ...SMALL.base, time: { dt: 1, steps: 20 } } };
    const { stdout, stderr } = done(
      await saddlescape(['sweep', '-', ...CPU, '--exact'], { input: JSON.stringify(sweep) }),
    );
    const map: MapResult = JSON.parse(stdout);
    for (const [side, found] of map.agreement!.entries()) {
      expect(found!.cells).toBe(35);
      // Counts of a right program leave `most` with probability 1e-5.
      expect(found!.outside).toBeLessThanOrEqual(found!.most);
      expect(stderr).toContain(
        `Side ${'ab'[side]}: ${found!.outside} of 35 cells outside their 99 % interval; 0.35 expected`,
      );
    }
    expect(map.cells.some((cell) => sideOfCell(cell, 1).z)).toBe(true);
  });

  // Steps of 1/n take some 0.1 s a cell and more.
  test('--exact ends with a signal, keeps the counts, and goes on with --resume', async () => {
    const base = { noise: { tau: 0 }, time: { dt: 1, steps: 150 }, start: { x: [0.1] } };
    const optimizer = { schedule: 'inverse-time', learningRate: 1 };
    const axes = { x: { ...SMALL.x, path: 'noise.sigma' }, y: { path: 'loss.a[0]', values: [1] } };
    const { out, checkpoint, args } = places({
      base: { ...base, optimizer },
      ...axes,
      replicas: 8,
    });
    const signalsOnce: [RegExp, NodeJS.Signals] = [
      /exact probabilities of 7 cells follow/,
      'SIGINT',
    ];
    const stopped = await saddlescape([...args, '--exact'], { signalsOnce });
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/^The exact probabilities were stopped: .* --resume computes/m);
    const counted: MapResult = JSON.parse(read(out));
    expect(counted.partial).toBeUndefined();
    expect(counted.agreement).toBeUndefined();
    expect(existsSync(checkpoint)).toBe(true);
    done(await saddlescape([...args, '--resume']));
    expect(JSON.parse(read(out)).digest).toBe(counted.digest);
    expect(existsSync(checkpoint)).toBe(false);
  });

  test('writes the document of the map, and it adds up', async () => {
    const outcome = await small();
    const map: MapResult = JSON.parse(outcome.stdout);
    expect(map.sweep).toEqual(parseSweep(SMALL));
    expect(map).toMatchObject({
      engine: { kind: 'cpu' },
      confidence: 0.95,
      seconds: null,
      particleStepsPerSecond: null,
    });
    expect(map.partial).toBeUndefined();
    expect(map.shard).toBeUndefined();
    expect(map.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(map.cells.length).toBe(35);
    for (const [n, cell] of map.cells.entries()) {
      expect([cell.i, cell.j]).toEqual([n % 7, Math.floor(n / 7)]);
      expect(cell).toMatchObject({
        y: SMALL.y.values[cell.j],
        b: { particles: expect.any(Number) },
      });
      if (!('escaped' in cell)) throw new Error('a cell failed');
      expect([128, 256, 512]).toContain(cell.particles);
      expect(cell.probability).toBe(cell.escaped / cell.particles);
    }
    const escaped = map.cells.map((cell) => ('escaped' in cell ? cell.escaped : 0));
    expect(Math.max(...escaped)).toBeGreaterThan(0);
    expect(new Set(escaped).size).toBeGreaterThan(10);
    expect(outcome.stderr).toMatch(
      /^35 cells x 2 sides x 128 replicas: at most 4\.48e\+5 particle-steps, and more/m,
    );
    expect(outcome.stderr).toMatch(/^35 cells in [\d.e-]+ s, [\d.]+e\+\d+ particle-steps\/s\.$/m);
  });

  test('a cell is the run of its spec', async () => {
    const map: MapResult = JSON.parse(await smallMap());
    const cell = map.cells[23];
    if (!('escaped' in cell)) throw new Error('the cell failed');
    const spec = {
      ...SMALL.base,
      noise: { sigma: cell.x },
      loss: { a: [cell.y] },
      ensemble: { seed: 'cli', particles: cell.particles, cell: 23 },
    };
    const run = done(
      await saddlescape(['run', '-', '--engine', 'cpu'], { input: JSON.stringify(spec) }),
    );
    expect(JSON.parse(run.stdout).escape.count).toBe(cell.escaped);
  });

  test('shards merge to the very bytes of the map made in one piece', async () => {
    const whole = await smallMap();
    const folder = temporaryFolder();
    const count = LONG ? 3 : 2;
    const parts = Array.from({ length: count }, (_, i) => join(folder, `part-${i}.json`));
    for (const [i, out] of parts.entries())
      done(
        await saddlescape([
          'sweep',
          specFile(SMALL),
          ...CPU,
          '--shard',
          `${i}/${count}`,
          '--out',
          out,
        ]),
      );
    expect(JSON.parse(read(parts[1]))).toMatchObject({ shard: { index: 1, count } });
    if (LONG) expect(done(await saddlescape(['merge', ...parts])).stdout).toBe(whole);
    const merged = join(folder, 'map.json');
    expect(done(await saddlescape(['merge', ...parts.toReversed(), '--out', merged])).stdout).toBe(
      '',
    );
    expect(read(merged)).toBe(whole);
    expect(done(await saddlescape(['merge', '-'], { input: whole })).stdout).toBe(whole);
  });

  test('writes a table or arrays by the ending of --out, and merge makes the same of a map', async () => {
    const folder = temporaryFolder();
    const at = (name: string) => join(folder, name);
    writeFileSync(at('map.json'), await smallMap());
    const endings = LONG ? ['json', 'csv', 'npz'] : ['csv'];
    for (const name of endings.map((ending) => `map.${ending}`))
      expect(
        done(await saddlescape(['sweep', specFile(SMALL), ...CPU, '--out', at(name)])).stdout,
      ).toBe('');
    expect(read(at('map.json'))).toBe(await smallMap());
    const rows = read(at('map.csv')).trimEnd().split('\n');
    expect(rows.length).toBe(1 + 2 * 35);
    expect(rows[0]).toMatch(
      /^i,j,side,noise\.sigma,loss\.a\[0\],particles,escaped,probability,low,high,/,
    );
    for (const ending of ['csv', 'npz']) {
      done(await saddlescape(['merge', at('map.json'), '--out', at(`converted.${ending}`)]));
      if (!endings.includes(ending)) continue;
      const same = readFileSync(at(`converted.${ending}`)).equals(
        readFileSync(at(`map.${ending}`)),
      );
      expect(same, ending).toBe(true);
    }
    const arrays = unzipSync(readFileSync(at('converted.npz')));
    expect(Object.keys(arrays)).toContain('probability.npy');
    expect(readdirSync(folder).sort()).toEqual(
      [
        ...['converted.csv', 'converted.npz', 'map.json'],
        ...endings.filter((ending) => ending !== 'json').map((ending) => `map.${ending}`),
      ].sort(),
    );
  });

  test('threads change nothing', async () => {
    const command = ['sweep', specFile(SMALL), '--engine', 'cpu'];
    const whole = await smallMap();
    for (const threads of LONG ? [['--threads', '3'], []] : [['--threads', '2']])
      expect(done(await saddlescape([...command, ...threads])).stdout).toBe(whole);
  });

  test('a failed cell is data, and said; with --timings the document says how long it took', async () => {
    const outcome = done(
      await saddlescape(['sweep', '-', ...CPU, '--timings'], { input: JSON.stringify(FAILING) }),
    );
    const { cells, seconds, particleStepsPerSecond } = JSON.parse(outcome.stdout);
    expect(seconds).toBeGreaterThan(0);
    expect(particleStepsPerSecond).toBeGreaterThan(0);
    expect(cells[0].b).toEqual({
      failed: expect.stringContaining('optimizer.batchSize: 16 is not accepted'),
    });
    expect(cells[0].escaped).toBeGreaterThan(0);
    expect(cells[1].b.escaped).toBeGreaterThan(0);
    expect(cells[1].b.failed).toBeUndefined();
    expect(outcome.stderr).toMatch(
      /^2 of 4 cells failed; the first, \(0, 0\) on side b: optimizer\.batchSize: 16 is not accepted;/m,
    );
  });

  test('--out may be a pipe, or a link to a file, which stays a link', async () => {
    const folder = temporaryFolder();
    const at = (name: string) => join(folder, name);
    execFileSync('mkfifo', [at('pipe')]);
    const reader = spawn('cat', [at('pipe')], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    reader.stdout.on('data', (chunk) => {
      text += chunk;
    });
    const closed = new Promise((resolve) => reader.on('close', resolve));
    done(await saddlescape(['sweep', specFile(SMALL), ...CPU, '--out', at('pipe')]));
    await closed;
    expect(text).toBe(await smallMap());
    writeFileSync(at('file'), 'old');
    symlinkSync(at('file'), at('link'));
    done(await saddlescape(['sweep', specFile(SMALL), ...CPU, '--out', at('link')]));
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(read(at('file'))).toBe(text);
    expect(readdirSync(folder).sort()).toEqual(['file', 'link', 'pipe']);
  });
});

describe('a sweep that is stopped goes on to the very bytes of one that was not', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s keeps what is counted', async (signal, exit) => {
    const { out, checkpoint, args } = places(LENGTHY);
    const { child, ended } = start(args);
    await appears(checkpoint, child);
    child.kill(signal);
    const { code, stderr } = await ended;
    expect(stderr).toMatch(
      /^The sweep was stopped with \d+ of 35 cells done; the map so far was written to .*map\.json, and the same command with --resume continues it\.$/m,
    );
    expect(code).toBe(exit);
    const partial: MapResult = JSON.parse(read(out));
    expect(partial.partial).toBe(true);
    expect(partial.cells.length).toBeGreaterThan(0);
    if (!LONG && signal !== 'SIGTERM') return;
    const whole = await uninterrupted();
    expect(partial.digest).not.toBe(JSON.parse(whole).digest);
    // The stopped map holds all that the checkpoint does.
    if (signal === 'SIGTERM') rmSync(checkpoint);
    const resumed = done(await saddlescape([...args, '--resume']));
    expect(resumed.stderr).toMatch(/^Resuming after [1-9]\d* counted replicas\.$/m);
    expect(read(out)).toBe(whole);
    expect(existsSync(checkpoint)).toBe(false);
  });

  test('without --out the stopped map goes to standard output', async () => {
    const outcome = await saddlescape(['sweep', '-', ...CPU], {
      input: JSON.stringify({ ...LENGTHY, replicas: 2 ** 20, mostReplicas: 2 ** 20 }),
      interruptAfter: 500,
    });
    expect(outcome.code, outcome.stderr).toBe(130);
    expect(JSON.parse(outcome.stdout).partial).toBe(true);
    expect(outcome.stderr).toMatch(
      /written to standard output, and a sweep with --out could be resumed\.$/m,
    );
  });
});

describe('--resume', () => {
  test('starts from the beginning where there is nothing, and is done at once where all is done', async () => {
    const { out, checkpoint, args } = places(SMALL);
    const first = done(await saddlescape([...args, '--resume']));
    expect(first.stderr).toContain(
      `There is no ${checkpoint} to resume from: the sweep starts from the beginning.\n`,
    );
    const { mtimeMs } = lstatSync(out);
    const again = done(await saddlescape([...args, '--resume']));
    expect(again.stderr).toMatch(/^The sweep is already finished\.$/m);
    expect(again.stderr).not.toContain('particle-steps');
    expect(lstatSync(out).mtimeMs).toBe(mtimeMs);
  });

  test('refuses what does not fit, and leaves it as it is', async () => {
    const { out, checkpoint, args } = places(LENGTHY);
    const { child, ended } = start(args);
    await appears(checkpoint, child);
    child.kill('SIGKILL');
    await ended;
    const kept = read(checkpoint);
    const refused = async (command: string[], sentence: string) => {
      const outcome = await saddlescape(command);
      expect(outcome.stderr.trimEnd().split('\n').at(-1)).toContain(sentence);
      expect(outcome.stdout).toBe('');
      expect(outcome.code).toBe(2);
      expect(read(checkpoint)).toBe(kept);
    };
    const other = [
      'sweep',
      specFile({ ...LENGTHY, replicas: 1023 }),
      ...CPU,
      '--out',
      out,
      '--resume',
    ];
    await refused(other, `${checkpoint} cannot be resumed: it is of another sweep.`);
    await refused([...args, '--resume', '--shard', '1/2'], 'it is of shard 0/1 and not of 1/2.');
    await refused(
      args,
      `${checkpoint} holds an unfinished sweep; give --resume to continue it, or remove`,
    );

    const damaged = async (text: string, sentence: string) => {
      writeFileSync(checkpoint, text);
      const outcome = await saddlescape([...args, '--resume']);
      expect(outcome.stderr).toContain(`\n${checkpoint} cannot be resumed: ${sentence}`);
      expect(outcome.code).toBe(2);
    };
    await damaged(kept.slice(0, kept.length / 2), 'the file is not JSON: line 1, column ');
    await damaged('{}', 'it is not a checkpoint of a sweep.');
    const edited = (fields: object) => JSON.stringify({ ...JSON.parse(kept), ...fields });
    await damaged(edited({ escaped: [] }), 'escaped: [] is not accepted; give a list of ');
    await damaged(
      edited({ failures: [[70, 'no such cell']] }),
      'failures[0][0]: 70 is not accepted; give a whole number from 0 to ',
    );
    await damaged(
      edited({ engine: { ...JSON.parse(kept).engine, kind: 'gpu' } }),
      'it is of the GPU engine of version ',
    );
    await damaged(
      edited({ engine: { kind: 'cpu', version: '0.0.1' } }),
      'it is of version 0.0.1 of Saddlescape; this is',
    );
  });

  test('refuses an --out that is another map, or none', async () => {
    const { out, args } = places({ ...SMALL, replicas: 127 });
    writeFileSync(out, await smallMap());
    const last = async () => {
      const outcome = await saddlescape([...args, '--resume']);
      expect(outcome.code).toBe(2);
      return outcome.stderr.trimEnd().split('\n').at(-1);
    };
    expect(await last()).toBe(`${out} cannot be resumed: it is of another sweep.`);
    writeFileSync(out, '{"cells": 7}');
    expect(await last()).toContain('cannot be resumed: it is not the result of a sweep');
    expect(read(out)).toBe('{"cells": 7}');
  });
});
