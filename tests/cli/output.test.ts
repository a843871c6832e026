import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { LONG, some } from '../support/long';
import { temporaryFolder } from '../support/temporary-folder';
import { BUILT, NO_VULKAN, type Outcome, SMALL, saddlescape, specFile } from './command';

const SWEEP = {
  base: { time: { dt: 0.01, steps: 20 } },
  x: { path: 'noise.sigma', from: 0, to: 3, count: 12 },
  y: { path: 'loss.a[0]', from: 0.05, to: 2, count: 12 },
  replicas: 64,
};
const CPU = ['--engine', 'cpu'];
const QUICK_BENCH = [
  '--parts',
  'headline',
  '--particles',
  '1024',
  '--samples',
  '1',
  '--milliseconds',
  '1',
];

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const read = (path: string) => readFileSync(path, 'utf8');

/** Every command that writes a result. */
const WRITERS: Record<string, { args: () => string[]; out: boolean }> = {
  run: { args: () => ['run', at('spec.json'), ...CPU], out: true },
  sweep: { args: () => ['sweep', at('sweep.json'), ...CPU, '--threads', '1'], out: true },
  merge: { args: () => ['merge', at('whole.json')], out: true },
  verify: {
    args: () => ['verify', ...CPU, '--claim', 'coin-tree', '--particles', '64', '--json'],
    out: true,
  },
  bench: { args: () => ['bench', ...QUICK_BENCH, '--warmup', '1', '--json'], out: true },
  doctor: { args: () => ['doctor', '--json'], out: false },
  help: { args: () => ['help'], out: false },
  'run --help': { args: () => ['run', '--help'], out: false },
  '--version': { args: () => ['--version'], out: false },
};
/** A benchmark and a doctor's look take seconds, and are written as the others are. */
const SLOW = LONG ? null : /bench|doctor/;
const QUICK = Object.entries(WRITERS).filter(([name]) => !SLOW?.test(name));
const WITH_OUT = QUICK.filter(([, { out }]) => out);

beforeAll(async () => {
  writeFileSync(at('spec.json'), JSON.stringify(SMALL));
  writeFileSync(at('sweep.json'), JSON.stringify(SWEEP));
  const made = await saddlescape([...WRITERS.sweep.args(), '--out', at('whole.json')]);
  expect(made.code, made.stderr).toBe(0);
});

/** Runs the command line in a shell, for what only a shell can set up; `"$@"` is the command. */
function inShell(script: string, args: string[]): Promise<Outcome> {
  const env = { ...process.env, ...NO_VULKAN };
  const child = spawn('bash', ['-c', script, 'bash', process.execPath, BUILT, ...args], { env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.end();
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);

describe.concurrent('standard output that cannot be written', () => {
  test.each(some(QUICK, 3))('%s: a full disk is a sentence and exit 6', async (_, { args }) => {
    const { code, stderr } = await inShell('"$@" > /dev/full', args());
    expect(lastLine(stderr)).toMatch(
      /^Standard output could not be written: there is no space left\./,
    );
    expect(stderr).not.toContain('    at ');
    expect(code).toBe(6);
  });

  test.each(
    some(
      QUICK.filter(([name]) => !/bench|doctor|--/.test(name)),
      2,
    ),
  )('%s: a pipe that nobody reads is exit 141, without a word', async (_, { args }) => {
    const { stdout, stderr } = await inShell('("$@"; echo "exit $?" >&2) | true', args());
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(/could not|went wrong|EPIPE| {4}at /);
    expect(lastLine(stderr)).toBe('exit 141');
  });

  test('a file that may not grow', async () => {
    const out = at('cut.json');
    const { code, stderr } = await inShell(`ulimit -f 1; "$@" > ${out}`, WRITERS.run.args());
    expect(lastLine(stderr)).toBe(
      'Standard output could not be written: it would exceed the file size limit (see "ulimit -f").',
    );
    expect(code).toBe(6);
  });
});

describe.concurrent('standard error that cannot be written does not end the work', () => {
  test.each(some(WITH_OUT, 2))('%s', async (name, { args }) => {
    const sinks = ['2> >(true)', '2> /dev/full', '2>&-'];
    const all = LONG && name === 'sweep';
    const first = WITH_OUT.findIndex(([other]) => other === name) % sinks.length;
    for (const [k, sink] of (all ? sinks : [sinks[first]]).entries()) {
      const out = at(`silent-${name}-${k}.json`);
      const { code } = await inShell(`"$@" ${sink}`, [...args(), '--out', out]);
      expect(code, sink).toBe(0);
      JSON.parse(read(out));
    }
  });
});

describe.concurrent('--out', () => {
  test.each(some(WITH_OUT, 2))(
    '%s: a file that cannot be written stays as it was',
    async (name, { args }) => {
      const place = join(temporaryFolder(), 'old.json');
      writeFileSync(place, 'old and good');
      const { code, stderr } = await inShell('ulimit -f 0; "$@"', [...args(), '--out', place]);
      expect(lastLine(stderr)).toMatch(/could not be written: it would exceed the file size limit/);
      expect(stderr).not.toContain('    at ');
      expect(code).toBe(6);
      expect(read(place)).toBe('old and good');
      expect(readdirSync(join(place, '..')), name).toEqual(['old.json']);
    },
  );

  test.each(some(WITH_OUT, 1))(
    '%s: a device without room is a sentence and exit 6',
    async (_, { args }) => {
      const { code, stderr } = await inShell('"$@"', [...args(), '--out', '/dev/full']);
      expect(lastLine(stderr)).toMatch(
        /could not be written to \/dev\/full: there is no space left\./,
      );
      expect(code).toBe(6);
    },
  );

  test('a name without an ending holds JSON, and - and /dev/stdout are standard output', async () => {
    const args = WRITERS.sweep.args();
    const map = read(at('whole.json'));
    expect((await saddlescape([...args, '--out', at('no-ending')])).code).toBe(0);
    expect(read(at('no-ending'))).toBe(map);
    // The shell's /dev/stdout follows.
    for (const out of LONG ? ['-', '/dev/stdout'] : ['-'])
      expect((await saddlescape([...args, '--out', out])).stdout).toBe(map);
    // Neither cut nor replaced: what was in it is the shell's matter.
    writeFileSync(at('log'), 'before\n');
    await inShell(`"$@" >> ${at('log')}`, [...args, '--out', '/dev/stdout']);
    expect(read(at('log'))).toBe(`before\n${map}`);
  });

  test('several at once write one file, and each writes it whole', async () => {
    // A folder of its own: tests beside this one are writing, too.
    const own = temporaryFolder();
    const out = join(own, 'many.json');
    const all = await Promise.all(
      Array.from({ length: LONG ? 4 : 2 }, () =>
        saddlescape([...WRITERS.merge.args(), '--out', out]),
      ),
    );
    for (const { code, stderr } of all) expect(code, stderr).toBe(0);
    expect(read(out)).toBe(read(at('whole.json')));
    expect(readdirSync(own)).toEqual(['many.json']);
  });

  test('the rights of the old file are kept, and a long name fits', async () => {
    const out = at(`${'x'.repeat(240)}.json`);
    writeFileSync(out, '', { mode: 0o640 });
    expect((await saddlescape([...WRITERS.run.args(), '--out', out])).code).toBe(0);
    expect(statSync(out).mode & 0o777).toBe(0o640);
  });
});

describe('--out that is a file which is read', () => {
  test.each(['run', 'sweep', 'merge'])('%s', async (name) => {
    const input = WRITERS[name].args()[1];
    const before = read(input);
    const link = join(temporaryFolder(), 'link.json');
    symlinkSync(input, link);
    const ways = [
      ['"$@"', input, '--out', link],
      [`"$@" < ${input}`, '-', '--out', input],
      [`"$@" >> ${input}`, input],
      ...(name === 'merge' ? [['"$@"', at('other.json'), input, '--out', input]] : []),
    ];
    // Each way with one command, each command in one way or two.
    const own = ['run', 'sweep', 'merge'].indexOf(name);
    for (const [script, ...args] of LONG ? ways : ways.filter((_, i) => i === own || i > 2)) {
      const outcome = await inShell(script, [name, ...args]);
      expect(outcome.stderr).toMatch(
        /(is an input and would be overwritten|which is an input); give another --out\.\n$/,
      );
      expect(outcome).toMatchObject({ code: 2, stdout: '' });
      expect(read(input)).toBe(before);
    }
  });

  test.each(['checkpoint', 'lock'])('the %s beside --out', async (ending) => {
    const input = at(`m.json.${ending}`);
    writeFileSync(input, JSON.stringify(SWEEP));
    const { code, stderr } = await saddlescape(['sweep', input, ...CPU, '--out', at('m.json')]);
    expect(stderr).toBe(`${input} is an input and would be overwritten; give another --out.\n`);
    expect(code).toBe(2);
  });
});

describe('one sweep writes a file at a time', () => {
  const ENDLESS = { ...SWEEP, base: { time: { dt: 0.002, steps: 2000 } }, replicas: 2 ** 16 };
  const begin = async (name: string) => {
    const out = join(temporaryFolder(), name);
    const args = ['sweep', specFile(ENDLESS), ...CPU, '--threads', '1', '--out', out];
    const child = spawn(process.execPath, [BUILT, ...args], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('close', resolve));
    while (!existsSync(`${out}.checkpoint`))
      await new Promise((resolve) => setTimeout(resolve, 20));
    return { out, args, child, ended };
  };

  test('a second one is refused, the first goes on, and one that was killed is replaced', async () => {
    const { out, args, child, ended } = await begin('map.json');
    symlinkSync(out, `${out}-link.json`);
    for (const more of LONG ? [[], ['--resume']] : [['--resume']]) {
      const second = await saddlescape([...args, ...more]);
      expect(second.stderr).toBe(
        `Process ${child.pid} is writing ${out}; wait for it, stop it, or give another --out.\n`,
      );
      expect(second.code).toBe(2);
    }
    expect(child.exitCode).toBeNull();
    for (let k = 0; k < (LONG ? 30 : 10); k++) {
      JSON.parse(read(`${out}.checkpoint`));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    writeFileSync(join(out, '..', `.map.json.checkpoint.${child.pid}-0123456789ab.tmp`), 'half');
    child.kill('SIGKILL');
    await ended;
    expect(existsSync(`${out}.lock`)).toBe(true);
    // Several at once: one of them takes the place.
    const many = await Promise.all(
      Array.from({ length: LONG ? 4 : 2 }, () =>
        saddlescape([...args, '--resume'], { signalsOnce: [/at most/, 'SIGINT'] }),
      ),
    );
    // One that comes when the first has stopped and gone may go on from there.
    const codes = many.map(({ code }) => code);
    expect(codes).toContain(130);
    expect(codes.filter((code) => code !== 130 && code !== 2)).toEqual([]);
    const taken = many.filter(({ stderr }) =>
      stderr.includes(`Process ${child.pid}, which was writing ${out}, is gone;`),
    );
    expect(taken).toHaveLength(1);
    expect(readdirSync(join(out, '..')).sort()).toEqual([
      'map.json',
      'map.json-link.json',
      'map.json.checkpoint',
    ]);
  });

  test('a lock of another machine is refused, one that says nothing too, and one of a process that is gone is not', async () => {
    const out = join(temporaryFolder(), 'map.json');
    const args = [...WRITERS.sweep.args(), '--out', out];
    const lock = `${out}.lock`;
    writeFileSync(lock, JSON.stringify({ pid: 7, host: 'node-17' }));
    expect(await saddlescape(args)).toEqual({
      code: 2,
      stdout: '',
      stderr: `Process 7 on the machine "node-17" is writing ${out}; wait for it, give another --out, or, if that process is gone, remove ${lock}.\n`,
    });
    writeFileSync(lock, 'half a');
    expect((await saddlescape(args)).stderr).toBe(
      `${lock} does not say which process writes ${out}; remove it if none does, and start again.\n`,
    );
    // Its number is that of a process that runs, and began at another time.
    for (const holder of [
      { pid: 2 ** 22 + 1, host: hostname() },
      { pid: process.pid, host: hostname(), start: '1' },
    ]) {
      writeFileSync(lock, JSON.stringify(holder));
      const outcome = await saddlescape(args);
      expect(outcome.code, outcome.stderr).toBe(0);
      expect(existsSync(lock)).toBe(false);
    }
  });

  test('a long name has room for the lock and the checkpoint, or is refused before the work', async () => {
    const place = temporaryFolder();
    const sweep = (name: string) =>
      saddlescape([...WRITERS.sweep.args(), '--out', join(place, name)]);
    const fits = `${'y'.repeat(239)}.json`;
    const lock = join(place, `${fits}.lock`);
    writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
    const outcome = await sweep(fits);
    expect(outcome.code, outcome.stderr).toBe(0);
    const { code, stderr } = await sweep(`${'y'.repeat(240)}.json`);
    expect(stderr).toMatch(/\.json\.checkpoint could not be written: its name is too long\.\n$/);
    expect(code).toBe(2);
    expect(readdirSync(place)).toEqual([fits]);
  });

  test('one whose lock was taken away stops before it writes', async () => {
    const { out, child, ended } = await begin('map.json');
    writeFileSync(`${out}.lock`, JSON.stringify({ pid: 1, host: 'another', token: 'x' }));
    expect(await ended).toBe(6);
    expect(existsSync(out)).toBe(false);
    expect(existsSync(`${out}.lock`)).toBe(true);
    expect(child.exitCode).toBe(6);
  });
});

describe('a disk that is full', () => {
  const room = (kib: number) => {
    const place = temporaryFolder();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', place], {
        stdio: 'ignore',
      });
      return { place, done: () => execFileSync('umount', [place]) };
    } catch {
      return null;
    }
  };

  test('keeps the last good checkpoint, says where it is, and goes on from there', async () => {
    // Where nothing may be mounted, a file may not grow instead: the checkpoint fits and the map
    // does not.
    const disk = room(28);
    const place = disk?.place ?? temporaryFolder();
    try {
      const out = join(place, 'map.json');
      const args = ['sweep', at('sweep.json'), ...CPU, '--threads', '1', '--out', out];
      const { code, stderr } = await inShell(disk ? '"$@"' : 'ulimit -f 8; "$@"', args);
      expect(lastLine(stderr)).toMatch(
        /^The file .*map\.json could not be written: (there is no space left|it would be larger than .*)\. All that is counted is kept in .*map\.json\.checkpoint; fix that, then run the same command with --resume\.$/,
      );
      expect(code).toBe(6);
      expect(readdirSync(place)).toEqual(['map.json.checkpoint']);
      if (disk) execFileSync('mount', ['-o', 'remount,size=1m', place]);
      const resumed = await saddlescape([...args, '--resume']);
      expect(resumed.stderr).toMatch(/^The sweep is already finished\.$/m);
      expect(read(out)).toBe(read(at('whole.json')));
      expect(readdirSync(place)).toEqual(['map.json']);
    } finally {
      disk?.done();
    }
  });

  test('from the start ends the sweep before anything could be lost', async () => {
    const place = temporaryFolder();
    const args = [...WRITERS.sweep.args(), '--out', join(place, 'map.json')];
    const { code, stderr } = await inShell('ulimit -f 1; "$@"', args);
    expect(lastLine(stderr)).toMatch(
      /map\.json\.checkpoint could not be written: it would exceed .* The sweep ends, because nothing would be kept\.$/,
    );
    expect(code).toBe(6);
    expect(readdirSync(place)).toEqual([]);
  });
});

describe.concurrent('signals', () => {
  const ENDLESS = JSON.stringify({ ...SMALL, time: { dt: 0.001, steps: 1e9 } });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s stops run, bench and verify with a sentence', async (signal, code) => {
    const all = LONG || signal === 'SIGTERM';
    for (const [args, sign, sentence] of [
      [['run', '-', ...CPU], /Engine/, 'The run was stopped at step'],
      [['verify', ...CPU], /Engine/, 'The verification was stopped.'],
      [['bench'], /%/, 'The benchmark was stopped; the report holds what was measured.'],
    ] as [string[], RegExp, string][]) {
      // tests/cli/bench.test.ts stops one.
      if (args[0] === 'bench' && !(LONG && signal === 'SIGTERM')) continue;
      if (!all && args[0] !== (signal === 'SIGINT' ? 'verify' : 'run')) continue;
      const outcome = await saddlescape(args, {
        input: ENDLESS,
        env: NO_VULKAN,
        signalsOnce: [sign, signal],
      });
      expect(lastLine(outcome.stderr)).toContain(sentence);
      expect(outcome.code).toBe(code);
    }
  });

  test('the second one ends at once', async () => {
    const signalsOnce: [RegExp, ...NodeJS.Signals[]] = [/Engine/, 'SIGTERM', 'SIGHUP'];
    const { code, stderr } = await saddlescape(['run', '-', ...CPU], {
      input: ENDLESS,
      signalsOnce,
    });
    expect(stderr).toBe('Engine: CPU, as requested.\n');
    expect([129, 143]).toContain(code);
  });
});
