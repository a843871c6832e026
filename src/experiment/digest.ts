import type { EngineIdentity } from '../engine/engine';
import { STREAM_VERSION } from '../engine/open';
import { sha256Hex } from '../spec/sha256';
import { canonicalJson } from './canonical';

/**
 * SHA-256, in hexadecimal, of a document, of the kind of engine that counted it and of the version
 * of the random stream.
 *
 * @param engine  A document of version 0.1.0 has the digest that 0.1.0 gave it: its stream had no version yet, and its numbers no exponent below 1e21.
 */
export function digestOfDocument(
  { kind, version }: Pick<EngineIdentity, 'kind' | 'version'>,
  document: Record<string, unknown>,
): string {
  const parts = { kind, ...document };
  if (version === '0.1.0') return sha256Hex(canonicalJson(parts, 0, String));
  return sha256Hex(canonicalJson({ stream: STREAM_VERSION, ...parts }));
}
