import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import seedrandom from 'seedrandom';

/** What can happen to a sweep from outside. */
export const DISTURBANCES = [
  'kill -9',
  'SIGTERM',
  'SIGHUP',
  'full disk',
  'closed pipes',
  'two writers',
] as const;
export type Disturbance = (typeof DISTURBANCES)[number];

export interface KillsOptions {
  /** The built command line. */
  script: string;
  sweep: unknown;
  /** The map that the sweep makes where nothing happens, and how long that takes. */
  whole: string;
  milliseconds: number;
  count: number;
  seed: string;
}

export interface KillsReport {
  /** How often each happened, and to how many of them the sweep had something to go on from. */
  happened: Record<Disturbance, number>;
  resumed: number;
  /** How the processes ended: by a signal, or with a code. */
  ends: Record<string, number>;
  /** Maps that were finished on the way, each the same to the byte. */
  finished: number;
}

/**
 * Disturbs a sweep again and again at random moments and lets it go on with --resume. After each
 * disturbance it has ended with a sentence or been killed, what lies there is whole, and a map that
 * is finished is that of the sweep to which nothing happened.
 *
 * @throws Error where that is not so.
 */
export async function disturb(options: KillsOptions): Promise<KillsReport> {
  const random = seedrandom(options.seed);
  const place = disk();
  const report: KillsReport = {
    happened: Object.fromEntries(DISTURBANCES.map((name) => [name, 0])) as Record<
      Disturbance,
      number
    >,
    resumed: 0,
    ends: {},
    finished: 0,
  };
  const input = join(mkdtempSync(join(tmpdir(), 'saddlescape-kills-')), 'sweep.json');
  writeFileSync(input, JSON.stringify(options.sweep));
  const out = join(place.folder, 'map.json');
  const args = ['sweep', input, '--engine', 'cpu', '--threads', '1', '--out', out, '--resume'];
  try {
    for (let k = 0; k < options.count; k++) {
      const kind = DISTURBANCES[k % DISTURBANCES.length];
      const moment = random() * options.milliseconds;
      const ended = await happen(kind, moment, options.script, args, place, random);
      report.happened[kind]++;
      for (const end of ended) {
        const name = `${kind}: ${end.signal ?? end.code}`;
        report.ends[name] = (report.ends[name] ?? 0) + 1;
        if (/^Resuming after [1-9]/m.test(end.stderr)) report.resumed++;
        const problem = problemOf(end, kind, out, options.whole);
        if (problem)
          throw new Error(
            `${kind} no. ${k} after ${Math.round(moment)} ms: ${problem}\n${end.stderr}`,
          );
        if (end.code === 0) report.finished++;
      }
      if (existsSync(out) && readFileSync(out, 'utf8') === options.whole) rmSync(out);
    }
    const last = await started(options.script, args).ended;
    const same = existsSync(out) && readFileSync(out, 'utf8') === options.whole;
    const left = readdirSync(place.folder).filter((name) => name !== 'map.json');
    if (!same || last.code !== 0 || left.length > 0)
      throw new Error(`The last one ended with ${last.code} and left ${left}: ${last.stderr}`);
    return report;
  } finally {
    place.remove();
    rmSync(join(input, '..'), { recursive: true });
  }
}

interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
}

interface Disk {
  folder: string;
  /** Whether it is one of its own, that can be filled. */
  own: boolean;
  remove(): void;
}

/** A small disk of its own where one may be mounted, else a folder. */
function disk(): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'saddlescape-kills-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return { folder, own: false, remove: () => rmSync(folder, { recursive: true }) };
  }
  return {
    folder,
    own: true,
    remove: () => {
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

async function happen(
  kind: Disturbance,
  moment: number,
  script: string,
  args: string[],
  place: Disk,
  random: () => number,
): Promise<End[]> {
  if (kind === 'full disk') {
    // Sooner or later a file is larger than it may be, or the disk is filled at that moment.
    if (!place.own) return [await started(script, args, Math.floor(random() * 20)).ended];
    const { ended } = started(script, args);
    await Promise.race([ended, pause(moment)]);
    const filler = join(place.folder, 'filler');
    fill(filler, place.folder, random);
    const end = await ended;
    rmSync(filler);
    return [end];
  }
  const { child, ended } = started(script, args);
  await Promise.race([ended, pause(moment)]);
  if (kind === 'closed pipes') {
    child.stdout?.destroy();
    child.stderr?.destroy();
    return [await ended];
  }
  if (kind === 'two writers') {
    const others = [started(script, args).ended, started(script, args).ended];
    await Promise.race([ended, pause(random() * 500)]);
    child.kill(random() < 0.5 ? 'SIGKILL' : 'SIGTERM');
    return Promise.all([ended, ...others]);
  }
  child.kill(kind === 'kill -9' ? 'SIGKILL' : kind);
  return [await ended];
}

/** Fills a disk but for some blocks. */
function fill(filler: string, folder: string, random: () => number): void {
  const { bavail, bsize } = statfsSync(folder);
  const blocks = Math.max(0, bavail - Math.floor(random() * 4));
  try {
    writeFileSync(filler, Buffer.alloc(blocks * bsize));
  } catch {
    // The sweep was faster, and the disk is as full.
  }
}

/** @param limit  Most blocks of 1 KiB of a file. */
function started(
  script: string,
  args: string[],
  limit?: number,
): { child: ChildProcess; ended: Promise<End> } {
  const command = [process.execPath, script, ...args];
  const child =
    limit === undefined
      ? spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] })
      : spawn('bash', ['-c', `ulimit -f ${limit}; exec "$@"`, 'bash', ...command]);
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdout?.resume();
  const ended = new Promise<End>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, stderr })),
  );
  return { child, ended };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Null where an end is as it should be. */
function problemOf(
  { code, signal, stderr }: End,
  kind: Disturbance,
  out: string,
  whole: string,
): string | null {
  if (stderr.includes('    at ')) return 'it threw';
  const last = stderr.trimEnd().split('\n').at(-1) ?? '';
  const allowed: Record<Disturbance, (number | null)[]> = {
    'kill -9': [],
    SIGTERM: [143],
    SIGHUP: [129],
    'full disk': [6],
    'closed pipes': [],
    'two writers': [143, 2],
  };
  const told = code !== null && allowed[kind].includes(code) && /\.$/.test(last);
  // A signal that comes before the command line listens ends it at once.
  const killed = code === null && signal !== null;
  const early =
    (code === 143 || code === 129) && allowed[kind].includes(code) && !/at most/.test(stderr);
  if (code !== 0 && !told && !killed && !early) return `it ended with ${code} and said "${last}"`;
  for (const path of [out, `${out}.checkpoint`])
    if (existsSync(path))
      try {
        JSON.parse(readFileSync(path, 'utf8'));
      } catch {
        return `${path} is not whole`;
      }
  if (code === 0 && existsSync(out) && readFileSync(out, 'utf8') !== whole)
    return 'the map is another';
  if (code !== null && kind !== 'two writers') {
    const left = readdirSync(join(out, '..')).filter((name) => /\.(tmp|lock)$/.test(name));
    if (left.length > 0) return `it left ${left}`;
  }
  return null;
}
