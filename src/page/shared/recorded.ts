import { VERSION } from '../../version';
import { load } from './boot';
import { remember, storedChoice } from './storage';

/** A run that an empty page shows: the reader's last one, or one that comes with the page. */
export interface Recorded<Report> {
  /** Of Saddlescape. */
  version: string;
  /** When it ended, ISO 8601. */
  date: string;
  /** Processor and system; null: this browser. */
  machine: string | null;
  /** Other work ran on that machine when it began. */
  busy: boolean;
  report: Report;
}

/** Keeps a run of this browser for the next visit. */
export function keepLastRun(key: string, report: unknown): void {
  const kept: Recorded<unknown> = {
    version: VERSION,
    date: new Date().toISOString(),
    machine: null,
    busy: false,
    report,
  };
  remember(`saddlescape.${key}`, JSON.stringify(kept));
}

/**
 * @param shipped  The run that comes with the page; `npm run recorded` writes it.
 * @returns null where it cannot be loaded, which the reader is told.
 */
export async function recordedRun<Report>(
  key: string,
  shipped: () => Promise<{ default: unknown }>,
): Promise<Recorded<Report> | null> {
  const own = lastRun(key);
  const recorded = own ?? (await load(shipped))?.default ?? null;
  return recorded as Recorded<Report> | null;
}

/** The last run of this browser; null where there is none, or of another version. */
function lastRun(key: string): unknown {
  try {
    const kept = JSON.parse(storedChoice(`saddlescape.${key}`) ?? 'null');
    return kept?.version === VERSION ? kept : null;
  } catch {
    return null;
  }
}

/**
 * What a recorded run is, so that nobody takes it for one of this machine.
 * @param again  How to get one.
 */
export function recordedWords(
  { version, date, machine, busy }: Recorded<unknown>,
  again: string,
): string {
  const day = date.slice(0, 10);
  if (machine === null) return `Your last run, of ${day}. ${again}`;
  const beside = busy ? ', while other work shared that machine' : '';
  return `An example, not this machine: recorded on ${day} with version ${version} on ${machine}${beside}. ${again}`;
}
