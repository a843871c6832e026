import { sha256OfBytes } from '../../spec/sha256';

/**
 * What a spec calls pairs in `noise.data`: the SHA-256 of their numbers as little-endian float64,
 * in 64 hexadecimal digits. The same pairs have one name, whatever file they are from.
 */
export function dataName(pairs: Float64Array): string {
  const bytes = new Uint8Array(8 * pairs.length);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < pairs.length; at++) view.setFloat64(8 * at, pairs[at], true);
  return Array.from(sha256OfBytes(bytes), (word) => word.toString(16).padStart(8, '0')).join('');
}
