import type { EngineIdentity } from '../engine/engine';
import { STREAM_VERSION } from '../engine/open';
import { sha256Hex } from '../spec/sha256';
import { canonicalJson } from './canonical';

/**
 * SHA-256, in hexadecimal, of a document, of the kind of engine that counted it and of the version
 * of the random stream.
 *
 * @param engine  A document of an older version has the digest that its version gave it.
 */
export function digestOfDocument(
  { kind, version }: Pick<EngineIdentity, 'kind' | 'version'>,
  document: Record<string, unknown>,
): string {
  const parts = { kind, ...document };
  // Its stream had no version yet, and its numbers no exponent below 1e21.
  if (version === '0.1.0') return sha256Hex(canonicalJson(parts, 0, String));
  return sha256Hex(canonicalJson({ stream: streamOf(version), ...parts }));
}

/**
 * The version of the random stream that a version of Saddlescape counts by; null before streams had
 * versions.
 */
export function streamOf(version: string): number | null {
  const older = OLDER_STREAMS.get(version);
  return older === undefined ? STREAM_VERSION : older;
}
const OLDER_STREAMS: ReadonlyMap<string, number | null> = new Map([
  ['0.1.0', null],
  ['0.2.0', 3],
]);
