import { STREAM_VERSION } from '../engine/constants';
import type { EngineIdentity } from '../engine/engine';
import { sha256Hex } from '../spec/sha256';
import { canonicalJson } from './canonical';

/**
 * SHA-256, in hexadecimal, of a document, of the kind of engine that counted it and of the version of the random stream.
 *
 * @param engine  A document of version 0.1.0 has the digest that 0.1.0 gave it: its stream had no version yet.
 */
export function digestOfDocument(
  { kind, version }: Pick<EngineIdentity, 'kind' | 'version'>,
  document: Record<string, unknown>,
): string {
  const stream = version === '0.1.0' ? {} : { stream: STREAM_VERSION };
  return sha256Hex(canonicalJson({ ...stream, kind, ...document }));
}
