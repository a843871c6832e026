import program from './live-worker.ts?worker&url';

/** The worker's own files, imported by the page: nothing is built twice. */
export function importLiveWorker(): Promise<unknown> {
  return import(/* @vite-ignore */ program);
}
