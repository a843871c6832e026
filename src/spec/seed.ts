import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 of a text's UTF-8, in hexadecimal. The same on every platform, secure page or not. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/**
 * The key of a seed text: the first 64 bits of SHA-256 of its UTF-8 with its length in front.
 * Different texts have different keys: tests/unit/spec/seed.test.ts.
 *
 * @returns Two u32, the first 32 bits first.
 */
export function seedKey(seed: string): [number, number] {
  if (last?.seed !== seed) {
    const digest = seedDigest('noise', seed);
    const word = (at: number) => Number.parseInt(digest.slice(at, at + 8), 16);
    last = { seed, key: [word(0), word(8)] };
  }
  return last.key;
}

/** The cells of a map have one seed. */
let last: { seed: string; key: [number, number] } | null = null;

/**
 * What a seed text stands for where the host makes random choices.
 *
 * @param purpose  What is chosen: two purposes share nothing.
 * @returns 64 hexadecimal digits.
 */
export function seedDigest(purpose: 'noise' | 'data', seed: string): string {
  return sha256Hex(`${purpose} ${utf8ToBytes(seed).length} ${seed}`);
}

/** Longest seed in UTF-16 units, as the schema has it. */
export const LONGEST_SEED = 200;

/** Another seed: the number that this one ends with, plus 1; a text without one gets a number. */
export function nextSeed(seed: string): string {
  const [, text, digits] = /^(.*?)(\d{1,15})$/su.exec(seed) ?? [];
  const room = (end: string) => LONGEST_SEED - end.length;
  if (digits === undefined) {
    // A letter of two units is not cut in half.
    return `${seed.slice(0, room(' 2')).replace(/\p{Surrogate}$/u, '')} 2`;
  }
  const next = String(Number(digits) + 1).padStart(digits.length, '0');
  return `${text.slice(0, room(next)).replace(/\p{Surrogate}$/u, '')}${next}`;
}
