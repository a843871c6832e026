import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { UsageError } from '../exit';
import { atExit } from './at-exit';
import { isSystemError, OutputError, reasonOf } from './reasons';
import { stem, temporaryName } from './whole-file';
import { type FileContent, writeAll } from './write-all';

/** Who holds a lock. */
export interface Holder {
  pid: number;
  host: string;
  /** Of this lock and no other. */
  token: string;
  /**
   * Of Linux, where numbers of processes come again: since when the machine and the process run.
   */
  boot: string | null;
  start: string | null;
}

/**
 * A holder says so often that it is there, and one of another machine that was silent for so long
 * is gone.
 */
const SECONDS_BETWEEN_SIGNS = 30;
const SECONDS_OF_SILENCE = 600;

/**
 * A file that says which process writes another file. It is made whole under its name or not at
 * all. One whose process is gone is taken over, by one process only, however many try at the same
 * moment.
 */
export class Lock {
  private readonly signs: NodeJS.Timeout;
  private readonly forget: () => void;

  private constructor(
    readonly path: string,
    private readonly holder: Holder,
    /** Whose lock was taken over. */
    readonly former: Holder | null,
  ) {
    this.forget = atExit(() => this.remove());
    this.signs = setInterval(() => this.sign(), 1000 * SECONDS_BETWEEN_SIGNS).unref();
  }

  /**
   * @param file  What is written by whoever has the lock, for the sentence.
   * @throws UsageError where another process has it, OutputError where no file can be made there.
   */
  static take(path: string, file: string): Lock {
    const holder: Holder = {
      pid: process.pid,
      host: hostname(),
      token: randomBytes(8).toString('hex'),
      boot: bootOf(),
      start: startOf(process.pid),
    };
    return new Lock(path, holder, acquire(path, holder, file));
  }

  /**
   * Whether it is still ours: it may have been removed by hand, or taken over while this process
   * was stopped.
   */
  get held(): boolean {
    return readHolder(this.path)?.token === this.holder.token;
  }

  release(): void {
    clearInterval(this.signs);
    this.remove();
    this.forget();
  }

  private remove(): void {
    if (this.held) rmSync(this.path, { force: true });
  }

  private sign(): void {
    try {
      if (this.held) utimesSync(this.path, new Date(), new Date());
    } catch {
      // A sign that does not get through; the next may.
    }
  }
}

/** Puts a holder's lock at a path. Returns whose it was before, where that one is gone. */
function acquire(path: string, holder: Holder, file: string): Holder | null {
  const made = temporaryName(path);
  const remove = () => rmSync(made, { force: true });
  const forget = atExit(remove);
  try {
    writeNew(made, `${JSON.stringify(holder)}\n`);
    for (let tries = 1; ; tries++) {
      if (putNew(made, path)) return null;
      const former = readHolder(path);
      if (former === undefined) continue;
      if (former === null)
        throw new UsageError(
          `${path} does not say which process writes ${file}; remove it if none does, and start again.`,
        );
      if (tries > MOST_TRIES || !isGone(former, path))
        throw new UsageError(refusal(former, path, file));
      if (takeOver(made, path, holder, former, file)) return former;
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new OutputError(`The file ${path} could not be written: ${reasonOf(error)}.`);
  } finally {
    remove();
    forget();
  }
}

/** Makes a file that is not there, whole or not at all. */
function writeNew(path: string, content: FileContent): void {
  const file = openSync(path, 'wx');
  try {
    writeAll(file, content);
    fsyncSync(file);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

/** Gives a file a second name that nobody has: of several that try, one succeeds. */
function putNew(made: string, path: string): boolean {
  try {
    linkSync(made, path);
    return true;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EEXIST') return false;
    // File systems without second names.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code ?? '')) throw error;
  }
  try {
    writeNew(path, readFileSync(made));
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Replaces the lock of a process that is gone. Only whoever has the lock of that very lock may, so
 * that a slower one does not replace the lock of a faster one.
 */
function takeOver(
  made: string,
  path: string,
  holder: Holder,
  former: Holder,
  file: string,
): boolean {
  const guard = join(dirname(path), `.${stem(path)}.${former.token}.lock`);
  try {
    acquire(guard, holder, file);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // Another process is about it.
    Atomics.wait(PAUSE, 0, 0, PAUSE_MILLISECONDS);
    return false;
  }
  try {
    if (readHolder(path)?.token !== former.token) return false;
    renameSync(made, path);
    return true;
  } finally {
    rmSync(guard, { force: true });
  }
}

const PAUSE = new Int32Array(new SharedArrayBuffer(4));
const PAUSE_MILLISECONDS = 10;
/** Taking over is a matter of milliseconds. */
const MOST_TRIES = 300;

/** Undefined where there is none, null where the file says nothing that can be understood. */
function readHolder(path: string): Holder | null | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { pid, host, token, boot, start } = JSON.parse(text);
    const known = Number.isInteger(pid) && pid > 0 && typeof host === 'string';
    if (!known) return null;
    const word = (value: unknown) => (typeof value === 'string' ? value : null);
    return {
      pid,
      host,
      token: /^\w{1,64}$/.test(token) ? token : 'unnamed',
      boot: word(boot),
      start: word(start),
    };
  } catch {
    return null;
  }
}

function isGone({ pid, host, boot, start }: Holder, path: string): boolean {
  if (host !== hostname()) {
    const last = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return Date.now() - last > 1000 * SECONDS_OF_SILENCE;
  }
  if (boot !== null && bootOf() !== null && boot !== bootOf()) return true;
  const now = startOf(pid);
  return !isAlive(pid) || (start !== null && now !== null && start !== now);
}

function isAlive(pid: number): boolean {
  // A process that has ended and whose parent has not looked yet.
  if (/^[ZX]$/.test(statusOf(pid)?.[0] ?? '')) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

/** Which start of the machine this is. */
function bootOf(): string | null {
  return contentOf('/proc/sys/kernel/random/boot_id')?.trim() ?? null;
}

/** When a process started, in ticks since the machine did. */
function startOf(pid: number): string | null {
  return statusOf(pid)?.[19] ?? null;
}

/**
 * What Linux says of a process, from its state on: before that is its name in brackets, which may
 * hold anything.
 */
function statusOf(pid: number): string[] | null {
  return (
    contentOf(`/proc/${pid}/stat`)
      ?.replace(/^.*\) /s, '')
      .split(' ') ?? null
  );
}

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function refusal({ pid, host }: Holder, path: string, file: string): string {
  const name = JSON.stringify(host.slice(0, 60));
  return host === hostname()
    ? `Process ${pid} is writing ${file}; wait for it, stop it, or give another --out.`
    : `Process ${pid} on the machine ${name} is writing ${file}; wait for it, give another --out, or, if that process is gone, remove ${path}.`;
}
