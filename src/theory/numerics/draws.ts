/**
 * Numbers in [0, 1) for means that theory cannot add up, 32 bits each: the same from the same seed
 * on every machine. Source: Marsaglia (2003), Xorshift RNGs, xorshift128; the first words are those
 * of a splitmix of the seed, and the first 16 numbers are left out.
 */
export function drawsOf(seed: number): () => number {
  const words = new Uint32Array(4);
  for (let i = 0, state = seed; i < 4; i++) {
    state = (state + 0x9e3779b9) | 0;
    let word = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    words[i] = word ^ (word >>> 15);
  }
  let [a, b, c, d] = words;
  const draw = () => {
    const t = d ^ (d << 11);
    d = c;
    c = b;
    b = a;
    a = a ^ (a >>> 19) ^ t ^ (t >>> 8);
    return (a >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 16; i++) draw();
  return draw;
}
