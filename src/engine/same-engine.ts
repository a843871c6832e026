import { plain } from '../spec/plain-text';
import type { EngineIdentity } from './engine';

/**
 * Whether two engines count the same integers: the same kind, adapter and version. Adapters differ
 * in how they round, and the CPU's two sets of kernels are adapters too.
 */
export function isSameEngine(a: EngineIdentity, b: EngineIdentity): boolean {
  return a.kind === b.kind && a.adapter === b.adapter && a.version === b.version;
}

/** An engine for sentences: "the GPU engine of version 1.0 (SwiftShader)". */
export function engineName({ kind, adapter, version }: EngineIdentity): string {
  return `the ${kind.toUpperCase()} engine of version ${version} (${plain(adapter)})`;
}

/** Counts of one engine cannot be added to those of another. */
export class OtherEngineError extends Error {
  override name = 'OtherEngineError';

  constructor(counted: EngineIdentity, given: EngineIdentity) {
    super(
      `The counts are those of ${engineName(counted)}, and ${engineName(given)} counts other integers: the count has to start again.`,
    );
  }
}
