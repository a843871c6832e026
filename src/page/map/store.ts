import type { Checkpoint } from '../../experiment/sweep/checkpoint';
import { Database } from '../../host/web/database';

/** A sweep in the store. */
export interface Kept {
  checkpoint: Checkpoint;
  /** When it was committed, in milliseconds since 1970. */
  time: number;
}

/** Sweeps that are kept; the oldest give way. */
const MOST_KEPT = 8;

/**
 * Sweeps as far as they are counted, in the browser's database: a closed tab, a reload or a crash
 * loses at most what came after the last commit. There is one record for each sweep and engine.
 */
export class SweepStore {
  private readonly database = new Database<Kept>('saddlescape', 'sweeps');
  private writing: Promise<void> = Promise.resolve();
  /** Keys of commits that are not written yet. */
  private readonly pending = new Set<string>();
  private troubled = false;

  /** @param onTrouble  Told once when the browser keeps nothing: private windows, full disks. */
  constructor(private readonly onTrouble: (sentence: string) => void) {}

  /** All that earlier visits left, the latest first; nothing where it cannot be read. */
  async all(): Promise<Kept[]> {
    try {
      const found = (await this.database.entries()).map(([, kept]) => kept);
      return found.sort((p, q) => q.time - p.time);
    } catch {
      return [];
    }
  }

  /** What was committed under a key; null where there is none, or it cannot be read. */
  async get(key: string): Promise<Kept | null> {
    try {
      if (this.pending.has(key)) await this.writing;
      return (await this.database.get(key)) ?? null;
    } catch {
      return null;
    }
  }

  /**
   * Commits a checkpoint; its lists are copied before this returns. One commit is written after the
   * other.
   */
  write(key: string, checkpoint: Checkpoint): Promise<void> {
    const kept: Kept = { checkpoint: structuredClone(checkpoint), time: Date.now() };
    this.pending.add(key);
    return this.after(async () => {
      await this.database.set(key, kept);
      this.pending.delete(key);
    });
  }

  remove(key: string): Promise<void> {
    return this.after(() => this.database.delete([key]));
  }

  /** Forgets the oldest beyond MOST_KEPT. */
  prune(): Promise<void> {
    return this.after(async () => {
      const found = await this.database.entries();
      const old = found.sort(([, p], [, q]) => q.time - p.time).slice(MOST_KEPT);
      await this.database.delete(old.map(([key]) => key));
    });
  }

  private after(work: () => Promise<void>): Promise<void> {
    this.writing = this.writing.then(work).catch(() => {
      if (!this.troubled)
        this.onTrouble(
          'This browser has no database: an unfinished map is lost when its tab closes.',
        );
      this.troubled = true;
    });
    return this.writing;
  }
}
