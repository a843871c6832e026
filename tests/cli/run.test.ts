import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { version } from '../../package.json';
import type { RunResult } from '../../src/experiment/run';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { LONG } from '../support/long';
import { temporaryFolder } from '../support/temporary-folder';
import { NO_VULKAN, type Outcome, SMALL, saddlescape, specFile } from './command';

const resultOf = (outcome: Outcome): RunResult => {
  expect(outcome.code, outcome.stderr).toBe(0);
  return JSON.parse(outcome.stdout);
};
const run = async (args: string[], input: unknown = SMALL) =>
  resultOf(await saddlescape(['run', '-', ...args], { input: JSON.stringify(input) }));

type Kind = 'cpu' | 'gpu';
type Written = Record<'result' | 'escapes' | 'particles', string> & { outcome: Outcome };
const written = new Map<Kind, Promise<Written>>();

/** SMALL on an engine, once: its result, its escapes and its particles in files. */
function filesOf(engine: Kind): Promise<Written> {
  const known = written.get(engine) ?? writeFiles(engine);
  written.set(engine, known);
  return known;
}

async function writeFiles(engine: Kind): Promise<Written> {
  const folder = temporaryFolder();
  const [result, escapes, particles] = ['r.json', 'e.csv', 'x.npy'].map((name) =>
    join(folder, name),
  );
  const outcome = await saddlescape([
    ...['run', specFile(SMALL), '--engine', engine, '--out', result],
    ...['--escapes-out', escapes, '--particles-out', particles],
  ]);
  expect(outcome.code, outcome.stderr).toBe(0);
  return { outcome, result, escapes, particles };
}

const small = async (engine: Kind): Promise<RunResult> =>
  JSON.parse(readFileSync((await filesOf(engine)).result, 'utf8'));

let otherSeed: Promise<RunResult> | undefined;
/** On the CPU. */
function withOtherSeed(): Promise<RunResult> {
  const other = { ...SMALL, ensemble: { ...SMALL.ensemble, seed: 'another' } };
  otherSeed ??= run(['--engine', 'cpu'], other);
  return otherSeed;
}

describe('saddlescape run', () => {
  test('writes the result document, and it adds up', async () => {
    const { outcome } = await filesOf('cpu');
    const result = await small('cpu');
    expect(outcome.stderr).toContain('Engine: CPU, as requested.');
    expect(result.spec).toEqual(parseSpec(SMALL));
    expect(result.engine).toMatchObject({ kind: 'cpu', fallback: false });
    expect(result).toMatchObject({ steps: 100, particles: 16_384, escape: { confidence: 0.95 } });
    const { counts, below, above, nonFinite, edges } = result.histogram;
    expect(edges.length).toBe(65);
    expect(counts.reduce((sum, count) => sum + count, below + above + nonFinite)).toBe(16_384);
    expect(nonFinite).toBe(0);
    const { count, probability, low, high } = result.escape;
    expect(probability).toBe(count / 16_384);
    expect(low).toBeLessThan(probability);
    expect(high).toBeGreaterThan(probability);
    const quantiles = Object.values(result.quantiles);
    expect([...quantiles].sort((a, b) => a - b)).toEqual(quantiles);
    expect(result.theory).toMatchObject({ verdict: 'trapped', sdeGrowthRate: -1 });
    expect(result.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(result.particleStepsPerSecond).toBeCloseTo((100 * 16_384) / result.seconds, 3);
  });

  test('takes the spec from standard input, a link or a preset, and gives the same digest again', async () => {
    const first = await small('cpu');
    const again = await run(['--engine', 'cpu']);
    const link = `https://example.org/${specToFragment(parseSpec(SMALL))}`;
    const linked = resultOf(await saddlescape(['run', '--link', link, '--engine', 'cpu']));
    expect(again.digest).toBe(first.digest);
    expect(linked.digest).toBe(first.digest);
    expect((await withOtherSeed()).digest).not.toBe(first.digest);
    const few = LONG ? [] : ['--particles', '4096'];
    const preset = resultOf(
      await saddlescape(['run', '--preset', 'coin-4', '--engine', 'cpu', ...few]),
    );
    expect(preset.distance?.ks).toBeLessThan(preset.distance?.band ?? 0);
    expect(preset.theory).toMatchObject({ law: 'coin-tree', exact: true });
  });

  test('changes fields of a spec, a preset or a link, and refuses what is none', async () => {
    const options = ['--engine', 'cpu', '--set', 'noise.sigma=0.5', '--set', 'noise.law=two-point'];
    const { spec } = await run([...options, '--seed', '7', '--particles', '512']);
    expect(spec).toEqual(
      parseSpec({
        ...SMALL,
        noise: { law: 'two-point', sigma: 0.5 },
        ensemble: { ...SMALL.ensemble, seed: '7', particles: 512 },
      }),
    );
    const refused = await saddlescape(['run', '--preset', 'coin-4', '--set', 'noise.sgima=1']);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/^noise\.sgima: an unknown field is not accepted; .*\.\n$/);
  });

  test('writes to --out and then nothing to standard output', async () => {
    expect((await filesOf('cpu')).outcome).toMatchObject({ code: 0, stdout: '' });
    expect((await small('cpu')).steps).toBe(100);
  });

  test('writes when particles left to a table, and says it', async () => {
    const { outcome, escapes } = await filesOf('cpu');
    const { escape: found } = await small('cpu');
    expect(outcome.stderr).toContain(`${found.count} of 16384 particles escaped by step 100`);
    const { inside, share, low, high } = found.times.survival;
    expect(inside.at(-1)).toBe(16_384 - found.count);
    expect(readFileSync(escapes, 'utf8')).toContain(
      `survival,100,${share.at(-1)},${low.at(-1)},${high.at(-1)},,\n`,
    );
  });

  test('writes all particles as a NumPy array, on both engines', async () => {
    for (const engine of ['cpu', 'gpu'] as const) {
      const result = await small(engine);
      const bytes = readFileSync((await filesOf(engine)).particles);
      const start = 10 + bytes.readUInt16LE(8);
      expect(bytes.length).toBe(start + 8 * 16_384);
      const x = Array.from({ length: 16_384 }, (_, k) => bytes.readFloatLE(start + 8 * k));
      const steps = x.map((_, k) => bytes.readUInt32LE(start + 8 * k + 4));
      expect(steps.filter((step) => step > 0).length).toBe(result.escape.count);
      expect(x.sort((a, b) => a - b)[8191]).toBe(result.quantiles['0.5']);
    }
  });

  test('a file is written once, and ends as it should', async () => {
    const out = join(temporaryFolder(), 'r.json');
    const args = ['run', specFile(SMALL), '--engine', 'cpu', '--escapes-out'];
    const sentence = async (...more: string[]) => {
      const { code, stderr } = await saddlescape([...args, ...more]);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await sentence(out)).toBe(
      '--escapes-out: "r.json" is not accepted; --escapes-out writes files that end in .csv, and CSV where a name has no ending.\n',
    );
    expect(await sentence('-')).toBe(
      '--escapes-out: standard output is where --out goes; give another.\n',
    );
    expect(await sentence('')).toBe('The option --escapes-out needs the path of a file.\n');
  });

  test('a long result goes through a slow pipe whole', async () => {
    const spec = { ...SMALL, time: { dt: 0.01, steps: 1 }, histogram: { bins: 4090 } };
    const command = `"$0" dist/cli/saddlescape.js run - --engine cpu | (sleep 1; cat)`;
    const child = spawn('sh', ['-c', command, process.execPath]);
    child.stdin.end(JSON.stringify(spec));
    let text = '';
    for await (const chunk of child.stdout) text += chunk;
    expect(JSON.parse(text).histogram.counts.length).toBe(4090);
  });

  test('stops at Ctrl+C, says how far it came, and writes nothing', async () => {
    // On one thread; its first step is taken when it tells of it.
    const endless = { time: { dt: 0.001, steps: 1_000_000_000 }, ensemble: { particles: 64 } };
    const outcome = await saddlescape(['run', '-', '--engine', 'cpu'], {
      input: JSON.stringify(endless),
      signalsOnce: [/^step [1-9]\d* of /m, 'SIGINT'],
    });
    expect(outcome.stderr).toMatch(/^The run was stopped at step [1-9]\d* of 1000000000\.$/m);
    expect(outcome).toMatchObject({ code: 130, stdout: '' });
  });
});

describe('saddlescape run on the GPU', () => {
  test('agrees with the CPU on the same words, particle for particle but for rounding', async () => {
    const gpu = await small('gpu');
    const cpu = await small('cpu');
    expect(gpu.engine.kind).toBe('gpu');
    // Both engines draw the same words: rounding to float32 moves a particle only where it is at an
    // edge already.
    const moved = gpu.histogram.counts.reduce(
      (sum, count, i) => sum + Math.abs(count - cpu.histogram.counts[i]),
      0,
    );
    expect(moved).toBeLessThanOrEqual(20);
    expect(Math.abs(gpu.escape.count - cpu.escape.count)).toBeLessThanOrEqual(10);
    expect(gpu.spec).toEqual(cpu.spec);
    expect(gpu.digest).not.toBe(cpu.digest);
  });

  test('agrees with the CPU in distribution when the seeds differ', async () => {
    const gpu = await small('gpu');
    const cpu = await withOtherSeed();
    // Two binomial counts of one probability: |difference| <= 4.42 sqrt(2 n p (1 - p)) at alpha =
    // 1e-5.
    const n = SMALL.ensemble.particles;
    const p = (gpu.escape.count + cpu.escape.count) / (2 * n);
    expect(p).toBeGreaterThan(0.01);
    expect(Math.abs(gpu.escape.count - cpu.escape.count)).toBeLessThanOrEqual(
      4.42 * Math.sqrt(2 * n * p * (1 - p)),
    );
    expect(gpu.escape.count).not.toBe(cpu.escape.count);
  });

  test('gives the same digest again', async () => {
    expect((await run(['--engine', 'gpu'])).digest).toBe((await small('gpu')).digest);
  });

  test('auto takes a software adapter only where it is faster than the CPU, and says so', async () => {
    const cache = temporaryFolder();
    const auto = (spec: object = SMALL) =>
      saddlescape(['run', '-'], {
        input: JSON.stringify(spec),
        env: { XDG_CACHE_HOME: cache },
      });
    const outcome = await auto();
    const { engine } = resultOf(outcome);
    if (engine.kind === 'gpu' && !engine.fallback) return;
    // Measured once, and kept; a machine that does much else may not come to it, which is not said
    // to be a measurement.
    const name = `adapters-${version}-${availableParallelism()}.json`;
    const file = join(cache, 'saddlescape', name);
    const compared = engine.kind === 'gpu' || /CPU engine: /.test(outcome.stderr);
    expect(existsSync(file)).toBe(compared);
    const [, adapter] = compared
      ? /^\{"(.*), fastest":/.exec(readFileSync(file, 'utf8'))!
      : /is a software one \((.*)\); --engine gpu uses it anyway\.$/m.exec(outcome.stderr)!;
    if (compared) {
      const times = JSON.parse(readFileSync(file, 'utf8'))[`${adapter}, fastest`];
      expect(engine.kind).toBe(times >= 1 ? 'cpu' : 'gpu');
    }
    mkdirSync(dirname(file), { recursive: true });
    const keep = (fastest: number, float64: number) =>
      writeFileSync(
        file,
        JSON.stringify({ [`${adapter}, fastest`]: fastest, [`${adapter}, float64`]: float64 }),
      );
    keep(1.64, 0.5);
    const slower = await auto();
    expect(slower.stderr).toMatch(
      /^Engine: CPU, because the only adapter is a software one \(.*\)\. CPU engine: 1\.6 times this machine's software GPU; --engine gpu uses it anyway\.$/m,
    );
    // This one the float64 twin alone can do.
    const twin = { ...SMALL, loss: { a: [1, -1] }, escape: { region: 'loss', high: 4 } };
    expect(resultOf(await auto(twin)).engine).toMatchObject({ kind: 'gpu', fallback: true });
    if (!LONG) return;
    keep(0.5, 1.64);
    expect(resultOf(await auto()).engine).toMatchObject({ kind: 'gpu', fallback: true });
    expect(resultOf(await auto(twin)).engine.kind).toBe('cpu');
  });

  // tests/cli/start.test.ts holds its words.
  test('exits with 3 where there is no adapter, and auto takes the CPU', async () => {
    const input = JSON.stringify(SMALL);
    const demanded = await saddlescape(['run', '-', '--engine', 'gpu'], { input, env: NO_VULKAN });
    expect(demanded.stderr).toMatch(
      /^No GPU adapter was found; run "npx saddlescape doctor" for advice\.$/m,
    );
    expect(demanded).toMatchObject({ code: 3, stdout: '' });
    const auto = await saddlescape(['run', '-'], { input, env: NO_VULKAN });
    expect(auto.stderr).toMatch(/^Engine: CPU, because no GPU adapter was found/m);
    expect(resultOf(auto).engine.kind).toBe('cpu');
  });
});
