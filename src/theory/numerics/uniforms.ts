/**
 * Fixed pseudo-random numbers for theory that samples: sfc32 (Doty-Humphrey 2010), 128 bits of
 * state. The same on every machine; theory stays a pure function of what it is asked.
 */
export interface Uniforms {
  /** A whole number from 0 to below `count`, 1 <= count <= 2^20; off by at most count / 2^32. */
  below(count: number): number;
  /** A number from 0 to below 1. */
  next(): number;
}

export function uniforms(seed: number): Uniforms {
  let [a, b, c, count] = [0x9e3779b9, 0x243f6a88, seed | 0, 1];
  const word = () => {
    const sum = (((a + b) | 0) + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 16; i++) word();
  return {
    below: (most) => Math.floor((word() / 2 ** 32) * most),
    next: () => word() / 2 ** 32,
  };
}
