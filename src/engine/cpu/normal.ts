/**
 * Two random words to two independent standard normals (Box and Muller 1958), with the shader's
 * polynomials in float64. Mirrors shaders/normal.wgsl, where each function is explained. Error: |z
 * - exact| <= 1.3e-6, held by tests/unit/engine/normal.test.ts.
 */
const floatView = new Float32Array(1);
const bitsView = new Int32Array(floatView.buffer);
const MINUS_TWO_LN_2 = -1.3862943611198906;
const SQRT_HALF_BITS = 0x3f3504f3;

/** The low 31 bits as an integer plus a half, exact in float32: 0.5 to 2^31 - 128. */
export function openInteger(word: number): number {
  const k = word & 0x7fffffff;
  return k < 8388608 ? k + 0.5 : (k & -256) | 128;
}

/** The same without the cut, rounded to float32: 0.5 to 2^31. */
export function roundedInteger(word: number): number {
  return Math.fround(Math.fround(word & 0x7fffffff) + 0.5);
}

/** -2 ln(1 + s) / s. */
function logPolynomial(s: number): number {
  let p = 0.20757439732551575 * s - 0.32676303386688232;
  p = p * s + 0.34424853324890137;
  p = p * s - 0.3976846933364868;
  p = p * s + 0.49943119287490845;
  p = p * s - 0.6667121648788452;
  p = p * s + 1.000006914138794;
  return p * s - 1.9999998807907104;
}

/** sin(pi v) / v in w = v^2. */
export function sinPolynomial(w: number): number {
  return (
    (((0.07765940576791763 * w - 0.5982921719551086) * w + 2.5500776767730713) * w -
      5.167710304260254) *
      w +
    3.1415927410125732
  );
}

/** cos(pi v) in w = v^2. */
export function cosPolynomial(w: number): number {
  return (
    (((0.2196968048810959 * w - 1.3318802118301392) * w + 4.058412075042725) * w -
      4.934792995452881) *
      w +
    0.9999999403953552
  );
}

/** -2 ln(f / 2^31) for f from `openInteger` or `roundedInteger`. */
export function minusTwoLog(f: number): number {
  floatView[0] = f;
  const bits = (bitsView[0] - SQRT_HALF_BITS - 31 * 0x00800000) | 0;
  const exponent = bits >> 23;
  bitsView[0] = (bits & 0x007fffff) + SQRT_HALF_BITS;
  const s = floatView[0] - 1;
  return exponent * MINUS_TWO_LN_2 + s * logPolynomial(s);
}

/**
 * Pairs of normals from pairs of words: words 2i and 2i + 1 give first[i] and second[i], for i from
 * `from` to `end`.
 *
 * @param words  Shape: i32[>= 2 end].
 * @param first, second  Receive the normals, |z| <= 6.66. Shape: f64[>= end].
 */
export function normalPairs(
  words: Int32Array,
  from: number,
  end: number,
  first: Float64Array,
  second: Float64Array,
): void {
  for (let i = from; i < end; i++) {
    const radiusWord = words[2 * i];
    const radius = Math.sqrt(minusTwoLog(roundedInteger(radiusWord)));
    const v = Math.fround(words[2 * i + 1]) * 2.3283064365386963e-10;
    const w = v * v;
    const cosine = cosPolynomial(w);
    first[i] = radius * (radiusWord < 0 ? -cosine : cosine);
    second[i] = radius * v * sinPolynomial(w);
  }
}
