import program from './comparison-worker.ts?worker&url';

/** The worker's own files, imported by the page: nothing is built twice. */
export function importComparisonWorker(): Promise<unknown> {
  return import(/* @vite-ignore */ program);
}
