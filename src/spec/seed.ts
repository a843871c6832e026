import { sha256, sha256Hex } from './sha256';

/**
 * The key of a seed text: the first 64 bits of SHA-256 of its UTF-8 with its length in front.
 * Different texts have different keys: tests/unit/spec/seed.test.ts.
 *
 * @returns Two u32, the first 32 bits first.
 */
export function seedKey(seed: string): [number, number] {
  if (last?.seed !== seed) {
    const [first, second] = sha256(purposed('noise', seed));
    last = { seed, key: [first, second] };
  }
  return last.key;
}

/** The cells of a map have one seed. */
let last: { seed: string; key: [number, number] } | null = null;

/** What a spec's stored data set is made from: 64 hexadecimal digits. */
export function dataSeed(seed: string): string {
  return sha256Hex(purposed('data', seed));
}

/** Two purposes share nothing, and no text is the start of another. */
function purposed(purpose: string, seed: string): string {
  return `${purpose} ${new TextEncoder().encode(seed).length} ${seed}`;
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
