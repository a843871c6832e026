import program from './bench-worker.ts?worker&url';

/** The worker's own files, imported by the page: nothing is built twice. */
export function importBenchWorker(): Promise<unknown> {
  return import(/* @vite-ignore */ program);
}
