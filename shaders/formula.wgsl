// Functions of formulas in our own arithmetic: WGSL promises sin and cos to 2^-11 on [-pi, pi]
// alone, log to 2^-21 near 1, and what is made of them to less. Errors against the exact functions:
// docs/numerics.md, "Formulas". CPU twin: numerics/elementary.ts and numerics/angles.ts.

const NOT_A_NUMBER_BITS = 0x7fc00000u;

// e^x = 2^k e^r, |r| <= ln 2 / 2: minimax, degree 4 behind 1 + r, error 4e-9. Two factors for 2^k,
// which has more exponents than float32.
fn formula_exp(x: f32) -> f32 {
  let y = clamp(x, -104.0, 89.0);
  let k = round(y * 1.4426950408889634);
  let r = fma(k, -3.194618329871446e-5, fma(k, -0.693115234375, y));
  var p = fma(0.0013814609264954925, r, 0.008368710987269878);
  p = fma(p, r, 0.04166838899254799);
  p = fma(p, r, 0.1666652113199234);
  p = fma(p, r, 0.4999999403953552);
  let low = floor(0.5 * k);
  let scale = vec2f(bitcast<f32>(u32(i32(low) + 127) * 0x00800000u), bitcast<f32>(u32(i32(k - low) + 127) * 0x00800000u));
  let value = fma(r * r, p, r) + 1.0;
  // Clamping would make a number of what is none.
  return select(value * scale.x * scale.y, x, (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u);
}

// ln of 2^exponent (1 + s), sqrt(1/2) - 1 <= s < sqrt(2) - 1: minimax, degree 7 behind s - s^2 / 2,
// error 6e-9. Numbers below 1.2e-38 count as 0.
fn formula_log(x: f32) -> f32 {
  let own = bitcast<u32>(x);
  let bits = own - SQRT_HALF_BITS;
  let exponent = f32(bitcast<i32>(bits & 0xff800000u)) * 1.1920928955078125e-7;
  let s = bitcast<f32>((bits & 0x007fffffu) + SQRT_HALF_BITS) - 1.0;
  var p = fma(-0.07634507119655609, s, 0.1276158094406128);
  p = fma(p, s, -0.13160179555416107);
  p = fma(p, s, 0.14201757311820984);
  p = fma(p, s, -0.16623356938362122);
  p = fma(p, s, 0.20001226663589478);
  p = fma(p, s, -0.2500081956386566);
  p = fma(p, s, 0.3333333134651184);
  p = fma(p, s, -0.5);
  let value = fma(exponent, 0.693115234375, fma(exponent, 3.194618329871446e-5, fma(s * s, p, s)));
  let beyond = select(NOT_A_NUMBER_BITS, own, own == 0x7f800000u);
  let special = select(beyond, 0xff800000u, (own & 0x7fffffffu) < 0x00800000u);
  return select(value, bitcast<f32>(special), own - 0x00800000u >= 0x7f000000u);
}

fn formula_sqrt(x: f32) -> f32 {
  return bitcast<f32>(select(bitcast<u32>(sqrt(abs(x))), NOT_A_NUMBER_BITS, x < 0.0));
}

// Sine and cosine of what is left after whole quarter turns, at most pi / 4, and their number.
// Reduction after Cody and Waite (1980): whole multiples of the first three parts of pi / 2 are
// exact up to |x| = 12,000.
struct Turned { sine: f32, cosine: f32, quarters: i32 }

fn formula_turned(x: f32) -> Turned {
  let n = round(x * 0.6366197723675814);
  let near = fma(n, -4.837512969970703e-4, fma(n, -1.5703125, x));
  let left = fma(n, -2.5633440682570896e-12, fma(n, -7.549533620476723e-8, near));
  // Of more quarter turns than float32 has digits nothing is left but rounding.
  let r = clamp(left, -0.7854, 0.7854);
  let w = r * r;
  let sine = fma(fma(-0.0001951463200384751, w, 0.008332155644893646), w, -0.16666655242443085);
  let cosine = fma(fma(2.443773155391682e-5, w, -0.001388736185617745), w, 0.04166664555668831);
  return Turned(fma(r * w, sine, r), fma(w * w, cosine, fma(-0.5, w, 1.0)), i32(n));
}

fn formula_sin(x: f32) -> f32 {
  let turned = formula_turned(x);
  let value = select(turned.sine, turned.cosine, (turned.quarters & 1) == 1);
  return select(value, -value, (turned.quarters & 2) == 2);
}

fn formula_cos(x: f32) -> f32 {
  let turned = formula_turned(x);
  let value = select(turned.cosine, turned.sine, (turned.quarters & 1) == 1);
  return select(value, -value, ((turned.quarters + 1) & 2) == 2);
}

fn formula_tan(x: f32) -> f32 {
  let turned = formula_turned(x);
  let odd = (turned.quarters & 1) == 1;
  return select(turned.sine, -turned.cosine, odd) / select(turned.cosine, turned.sine, odd);
}

// Below 1 minimax, degree 2 behind x, error 3e-8: the difference of exponentials has lost its
// digits there.
fn formula_sinh(x: f32) -> f32 {
  let w = x * x;
  let p = fma(fma(0.00020372193830553442, w, 0.008330283686518669), w, 0.1666671633720398);
  let root = formula_exp(0.5 * abs(x));
  let size = fma(0.5 * root, root, -0.5 / (root * root));
  return select(sign(x) * size, fma(x * w, p, x), abs(x) < 1.0);
}

fn formula_cosh(x: f32) -> f32 {
  let root = formula_exp(0.5 * abs(x));
  return fma(0.5 * root, root, 0.5 / (root * root));
}

// Below 0.625 minimax, degree 4 behind x, error 5e-9.
fn formula_tanh(x: f32) -> f32 {
  let w = x * x;
  var p = fma(-0.005704989191144705, w, 0.02063908986747265);
  p = fma(p, w, -0.05373971536755562);
  p = fma(p, w, 0.13331441581249237);
  p = fma(p, w, -0.3333328068256378);
  let size = 1.0 - 2.0 / (formula_exp(2.0 * abs(x)) + 1.0);
  return select(sign(x) * size, fma(x * w, p, x), abs(x) < 0.625);
}

fn formula_sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + formula_exp(-x)); }

// x^y in the real numbers: of x < 0 only for whole y.
fn formula_power(x: f32, y: f32) -> f32 {
  let size = select(formula_exp(y * formula_log(abs(x))), 1.0, y == 0.0);
  let odd = 2.0 * floor(0.5 * y) != y;
  let value = select(size, -size, (x < 0.0) & odd);
  return bitcast<f32>(select(bitcast<u32>(value), NOT_A_NUMBER_BITS, (x < 0.0) & (floor(y) != y)));
}
