import { cos, sin } from '../../numerics/angles';

/**
 * Discrete Fourier transform of a length that is a power of two, in place. Relative error some 1e-15.
 * Source: Cooley and Tukey (1965).
 */
export class Fourier {
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;

  /** @param length  A power of two, 2 or more. */
  constructor(readonly length: number) {
    const half = length / 2;
    this.#cos = Float64Array.from({ length: half }, (_, k) => cos((2 * Math.PI * k) / length));
    this.#sin = Float64Array.from({ length: half }, (_, k) => sin((2 * Math.PI * k) / length));
  }

  /** X_k = sum of x_j exp(-2 pi i j k / length). Shapes: f64[length]. Changed. */
  transform(re: Float64Array, im: Float64Array): void {
    const { length } = this;
    for (let i = 1, j = 0; i < length; i++) {
      let bit = length >> 1;
      for (; j & bit; bit >>= 1) j ^= bit;
      j ^= bit;
      if (i < j) {
        [re[i], re[j]] = [re[j], re[i]];
        [im[i], im[j]] = [im[j], im[i]];
      }
    }
    for (let size = 2; size <= length; size *= 2) {
      const half = size / 2;
      const stride = length / size;
      for (let first = 0; first < length; first += size)
        for (let k = 0; k < half; k++) {
          const [a, b] = [first + k, first + k + half];
          const [c, s] = [this.#cos[k * stride], this.#sin[k * stride]];
          const x = re[b] * c + im[b] * s;
          const y = im[b] * c - re[b] * s;
          re[b] = re[a] - x;
          im[b] = im[a] - y;
          re[a] += x;
          im[a] += y;
        }
    }
  }
}
