import type { EngineIdentity } from '../../engine/engine';

/** What the particles run on, for people. */
export function engineSummary({ kind, adapter, fallback }: EngineIdentity): string {
  if (kind === 'cpu') return 'on the CPU';
  return fallback ? `software GPU: ${adapter}` : `GPU: ${adapter}`;
}

/** What to think of the speed of a software adapter. */
export const SOFTWARE_GPU =
  'The browser provides a software GPU: results are correct, but the CPU computes them, so this is not the speed of a GPU.';
