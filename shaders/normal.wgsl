// Two random words to two independent standard normals: Box and Muller (1958) in our own
// arithmetic, because WGSL promises cos only to 2^-11. Error against the exact transform:
// docs/numerics.md, "Uniforms and normals". CPU twin: engine/cpu/normal.ts.

const MINUS_TWO_LN_2 = -1.3862943611198906f;
const SQRT_HALF_BITS = 0x3f3504f3u;

// The low 31 bits of the word as an integer plus a half, exact in float32: 0.5 to 2^31 - 128.
// Integers from 2^23 up keep their 23 highest bits and sit in the middle of what was cut, so that
// 2^31 is never reached.
fn open_integer(word: u32) -> f32 {
  let k = bitcast<i32>(word & 0x7fffffffu);
  return f32(select((k & -256) | 128, k, k < 8388608)) + 0.5;
}

// The same without the cut, which costs a tenth of a step: float32 rounds to the nearest, so that
// one word in 2^25 gives 2^31, whose normals are 0. For what divides by a logarithm it will not do.
fn rounded_integer(word: Word) -> Number {
  return Number(bitcast<Integer>(word & Word(0x7fffffffu))) + 0.5;
}

// Bounds of errors are absolute: first of the polynomial with these coefficients, then of its value
// in float32, with or without fused multiply-add. Held by tests/unit/engine/normal.test.ts.

// -2 ln(1 + s) / s on sqrt(1/2) - 1 <= s < sqrt(2) - 1: minimax, degree 7, error 3.95e-7, 5.5e-7.
fn log_polynomial(s: Number) -> Number {
  var p = fma(Number(0.20757439732551575), s, Number(-0.32676303386688232));
  p = fma(p, s, Number(0.34424853324890137));
  p = fma(p, s, Number(-0.3976846933364868));
  p = fma(p, s, Number(0.49943119287490845));
  p = fma(p, s, Number(-0.6667121648788452));
  p = fma(p, s, Number(1.000006914138794));
  return fma(p, s, Number(-1.9999998807907104));
}

// sin(pi v) / v in w = v^2, |v| <= 1/2: minimax, degree 4, error 1.1e-7, 3.3e-7.
fn sin_polynomial(w: Number) -> Number {
  var p = fma(Number(0.07765940576791763), w, Number(-0.5982921719551086));
  p = fma(p, w, Number(2.5500776767730713));
  p = fma(p, w, Number(-5.167710304260254));
  return fma(p, w, Number(3.1415927410125732));
}

// cos(pi v) in w = v^2, |v| <= 1/2: minimax, degree 4, error 8.3e-8, 2.1e-7.
fn cos_polynomial(w: Number) -> Number {
  var p = fma(Number(0.2196968048810959), w, Number(-1.3318802118301392));
  p = fma(p, w, Number(4.058412075042725));
  p = fma(p, w, Number(-4.934792995452881));
  return fma(p, w, Number(0.9999999403953552));
}

// -2 ln(f / 2^31) for 0.5 <= f <= 2^31, where f = 2^(31 + exponent) (1 + s); exactly -2 ln(1 + s)
// for exponent 0.
fn minus_two_log(f: Number) -> Number {
  let bits = bitcast<Word>(f) - Word(SQRT_HALF_BITS + 31u * 0x00800000u);
  let exponent = Number(bitcast<Integer>(bits & Word(0xff800000u))); // times 2^23
  let s = bitcast<Number>((bits & Word(0x007fffffu)) + Word(SQRT_HALF_BITS)) - 1.0;
  return fma(exponent, Number(MINUS_TWO_LN_2 * 1.1920928955078125e-7), s * log_polynomial(s));
}

// The point of the right half of the unit circle that the second word says; the highest bit of the
// first one turns it to the left.
fn direction(radius_word: Word, angle_word: Word) -> Pair {
  let v = Number(bitcast<Integer>(angle_word)) * 2.3283064365386963e-10; // -1/2 to 1/2, in units of pi
  let w = v * v;
  let cosine = bitcast<Number>(bitcast<Word>(cos_polynomial(w)) ^ (radius_word & Word(0x80000000u)));
  return Pair(cosine, v * sin_polynomial(w));
}

// The radius takes the low 31 bits of the first word. |z| <= 6.66.
fn normal_pair(radius_word: Word, angle_word: Word) -> Pair {
  let radius = sqrt(minus_two_log(rounded_integer(radius_word)));
  let way = direction(radius_word, angle_word);
  return Pair(radius * way.x, radius * way.y);
}
