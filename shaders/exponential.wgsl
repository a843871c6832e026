// Exponentials and logarithms in our own arithmetic, because WGSL promises exp and log only
// loosely. CPU twin: engine/cpu/exponential.ts.

const LOG2_E = 1.4426950216293335;
const LN_2_HIGH = 0.693359375;            // exact times whole numbers below 2^15
const LN_2_LOW = -0.00021219444170128554; // ln 2 - LN_2_HIGH
const SMALLEST_EXPONENT = -69.0; // so that no part of a result is subnormal
const LARGEST_EXPONENT = 87.0;

// e^x = scale + scale * rest, scale a power of two.
struct Exponential { scale: f32, rest: f32 }

// (e^r - 1) / r on |r| <= ln 2 / 2: minimax, degree 5, relative error 1.6e-8. x below -69 and above
// 87 counts as that, so that all stays in the range of float32.
fn exponential_parts(x: f32) -> Exponential {
  let inside = clamp(x, SMALLEST_EXPONENT, LARGEST_EXPONENT);
  let k = floor(fma(inside, LOG2_E, 0.5));
  let r = fma(-k, LN_2_LOW, fma(-k, LN_2_HIGH, inside));
  var p = fma(0.0013946450781077147, r, 0.008366583846509457);
  p = fma(p, r, 0.04166628047823906);
  p = fma(p, r, 0.1666654348373413);
  p = fma(p, r, 0.5);
  return Exponential(bitcast<f32>(bitcast<u32>((i32(k) + 127) * 0x00800000)), r * fma(p, r, 1.0));
}

fn natural_exponential(x: f32) -> f32 {
  let parts = exponential_parts(x);
  return fma(parts.scale, parts.rest, parts.scale);
}

// e^x - 1, with a small relative error for small x too.
fn exponential_less_one(x: f32) -> f32 {
  let parts = exponential_parts(x);
  return fma(parts.scale, parts.rest, parts.scale - 1.0);
}

// ln x for 2^-150 < x < 2^96.
fn natural_log(x: f32) -> f32 { return -0.5 * minus_two_log(x * 2147483648.0); }
