// Box and Muller's transform in polynomials of our own: shaders/normal.wgsl.

import {
  COS,
  EXPONENT,
  HALF,
  LOG,
  LOW_31,
  MANTISSA,
  MINUS_TWO_LN_2,
  ONE,
  SIGN,
  SIN,
  SQRT_HALF,
  SQRT_HALF_31,
  UNIT,
  c,
  k,
} from './constants';
import { word } from './parameters';
import { sum } from './vectors';

// The radius of Box and Muller's transform, of the low 31 bits of a word.
// @ts-ignore: decorator
@inline
export function radiusOf(bits: v128): v128 {
  const open = f32x4.add(f32x4.convert_i32x4_s(v128.and(bits, k(LOW_31))), c(HALF));
  const shifted = i32x4.sub(open, k(SQRT_HALF_31));
  const exponent = f32x4.convert_i32x4_s(v128.and(shifted, k(EXPONENT)));
  const s = f32x4.sub(i32x4.add(v128.and(shifted, k(MANTISSA)), k(SQRT_HALF)), c(ONE));
  const s2 = f32x4.mul(s, s);
  const s4 = f32x4.mul(s2, s2);
  const p01 = sum(c(LOG), s, c(LOG + 1));
  const p23 = sum(c(LOG + 2), s, c(LOG + 3));
  const p45 = sum(c(LOG + 4), s, c(LOG + 5));
  const p67 = sum(c(LOG + 6), s, c(LOG + 7));
  const p = sum(sum(p01, s2, p23), s4, sum(p45, s2, p67));
  return f32x4.sqrt(sum(exponent, c(MINUS_TWO_LN_2), f32x4.mul(s, p)));
}

// The angle in [-1/2, 1/2], in units of pi.
// @ts-ignore: decorator
@inline
export function angleOf(bits: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(bits), c(UNIT));
}

// The cosine of the angle with the square w, with the sign of the word that made the radius.
// @ts-ignore: decorator
@inline
export function cosineOf(w: v128, bits: v128): v128 {
  let p = sum(c(COS), w, c(COS + 1));
  p = sum(p, w, c(COS + 2));
  p = sum(p, w, c(COS + 3));
  p = sum(p, w, c(COS + 4));
  return v128.xor(p, v128.and(bits, k(SIGN)));
}

// @ts-ignore: decorator
@inline
export function sineOf(v: v128, w: v128): v128 {
  let p = sum(c(SIN), w, c(SIN + 1));
  p = sum(p, w, c(SIN + 2));
  p = sum(p, w, c(SIN + 3));
  p = sum(p, w, c(SIN + 4));
  return f32x4.mul(v, p);
}
