/** In one file the worker's program is there. */
export function importLiveWorker(): Promise<unknown> {
  return import('../watch/live/live-worker');
}
