import program from './story-worker.ts?worker&url';

/** Where the worker's program is. */
export const STORY_PROGRAM: string = program;

/** The worker's own files, imported by the page: nothing is built twice. */
export function importStoryWorker(): Promise<unknown> {
  return import(/* @vite-ignore */ program);
}
