import program from './verify-worker.ts?worker&url';

/** The worker's own files, imported by the page: nothing is built twice. */
export function importVerifyWorker(): Promise<unknown> {
  return import(/* @vite-ignore */ program);
}
