import { createStore, delMany, entries, get, set, type UseStore } from 'idb-keyval';

/** A database that has not answered for so long never will. */
const PATIENCE_MILLISECONDS = 3000;

/**
 * Records of one kind in the browser's database. Each call rejects where the browser keeps nothing,
 * and none throws or waits for ever.
 */
export class Database<T> {
  private readonly store: UseStore;
  private silent = false;

  constructor(name: string, records: string) {
    this.store = createStore(name, records);
  }

  get(key: string): Promise<T | undefined> {
    return this.patiently(() => get<T>(key, this.store));
  }

  set(key: string, value: T): Promise<void> {
    return this.patiently(() => set(key, value, this.store));
  }

  entries(): Promise<[string, T][]> {
    return this.patiently(() => entries<string, T>(this.store));
  }

  delete(keys: string[]): Promise<void> {
    return this.patiently(() => delMany(keys, this.store));
  }

  private async patiently<R>(work: () => Promise<R>): Promise<R> {
    const gone = new Error('The database of this browser does not respond.');
    if (this.silent) throw gone;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.silent = true;
        reject(gone);
      }, PATIENCE_MILLISECONDS);
    });
    try {
      return await Promise.race([work(), patience]);
    } finally {
      clearTimeout(timer);
    }
  }
}
