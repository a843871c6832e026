/**
 * SHA-256 of a text's UTF-8: at once, and on pages without https too, where WebCrypto is neither.
 *
 * Source: NIST, FIPS 180-4 (2015), sections 4 to 6. Held against Node's own by
 * tests/unit/spec/sha256.test.ts.
 *
 * @param text  Well-formed: a lone surrogate would be replaced, and two texts would have one hash.
 * @returns Eight u32.
 */
export function sha256(text: string): Uint32Array {
  return sha256OfBytes(new TextEncoder().encode(text));
}

/** As `sha256`, of bytes. */
export function sha256OfBytes(message: Uint8Array): Uint32Array {
  // A bit, zeros and the length in 64 bits are added, up to whole blocks of 64 bytes.
  const padded = new DataView(new ArrayBuffer(64 * Math.ceil((message.length + 9) / 64)));
  new Uint8Array(padded.buffer).set(message);
  padded.setUint8(message.length, 0x80);
  padded.setBigUint64(padded.byteLength - 8, 8n * BigInt(message.length));

  const hash = fractionsOfRoots(8, 2n);
  const schedule = new Uint32Array(64);
  for (let block = 0; block < padded.byteLength; block += 64) {
    for (let t = 0; t < 64; t++)
      schedule[t] =
        t < 16
          ? padded.getUint32(block + 4 * t)
          : schedule[t - 16] +
            mix(schedule[t - 15], 7, 18, schedule[t - 15] >>> 3) +
            schedule[t - 7] +
            mix(schedule[t - 2], 17, 19, schedule[t - 2] >>> 10);
    let [a, b, c, d, e, f, g, h] = hash;
    for (let t = 0; t < 64; t++) {
      const first =
        h + mix(e, 6, 11, turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[t] + schedule[t];
      const second = mix(a, 2, 13, turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) hash[i] += word;
  }
  return hash;
}

/** SHA-256 in 64 hexadecimal digits. */
export function sha256Hex(text: string): string {
  return Array.from(sha256(text), (word) => word.toString(16).padStart(8, '0')).join('');
}

/** Turns the bits of a word to the right. */
function turned(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function mix(word: number, by: number, andBy: number, third: number): number {
  return (turned(word, by) ^ turned(word, andBy) ^ third) >>> 0;
}

/**
 * The first 32 bits after the point of the square or cube roots of the first primes, by Newton's
 * method on integers.
 */
function fractionsOfRoots(count: number, power: 2n | 3n): Uint32Array {
  const bits: bigint[] = [];
  for (let candidate = 2n; bits.length < count; candidate++) {
    let divisor = 2n;
    while (candidate % divisor) divisor++;
    if (divisor < candidate) continue;
    const scaled = candidate << (32n * power);
    let root = candidate << 32n;
    for (let next = root - 1n; next < root; ) {
      root = next;
      next = ((power - 1n) * root + scaled / (power === 3n ? root * root : root)) / power;
    }
    bits.push(root);
  }
  return Uint32Array.from(bits, (root) => Number(root & 0xffffffffn));
}

const ROUNDS = fractionsOfRoots(64, 3n);
