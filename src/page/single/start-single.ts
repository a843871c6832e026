/**
 * The entry of the page in one file (`npm run build:single`): page and workers are one program, each
 * of them runs its own part of it. scripts/single-file.ts makes workers of its name.
 */
const PARTS: Record<string, () => Promise<unknown>> = {
  page: () => import('./single-page'),
  'live-worker': () => import('../watch/live/live-worker'),
  'cpu-worker': () => import('../../host/web/cpu-worker'),
};

export {};

declare global {
  /** Where a worker finds this program: a blob of its text, since a file has no other address. */
  var saddlescapeProgram: string;
}

const inPage = typeof document !== 'undefined';
globalThis.saddlescapeProgram = inPage
  ? URL.createObjectURL(
      new Blob([document.currentScript?.textContent ?? ''], { type: 'text/javascript' }),
    )
  : location.href;

void PARTS[inPage ? 'page' : self.name]();
