import type { EngineIdentity } from '../../engine/engine';

/** What the particles run on, for people. */
export function engineSummary({ kind, adapter, fallback }: EngineIdentity): string {
  if (kind === 'cpu') return 'on the CPU';
  return fallback ? `software GPU: ${adapter}` : `GPU: ${adapter}`;
}
