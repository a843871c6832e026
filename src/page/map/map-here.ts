import counting from './map-worker.ts?worker&url';
import theory from './theory-worker.ts?worker&url';

/** The worker's own files, imported by the page: nothing is built twice. */
export function importMapWorker(): Promise<unknown> {
  return import(/* @vite-ignore */ counting);
}

/** The same of the worker that knows the theory. */
export function importTheoryWorker(): Promise<unknown> {
  return import(/* @vite-ignore */ theory);
}
