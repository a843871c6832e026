// Functions of vectors alone.

import { ONE_BITS, SIGN, k } from './constants';
import { FUSED } from './fused';

// High words of the products of the lanes.
// @ts-ignore: decorator
@inline
export function multiplyHigh(a: v128, b: v128): v128 {
  return v128.shuffle<u32>(i64x2.extmul_low_i32x4_u(a, b), i64x2.extmul_high_i32x4_u(a, b), 1, 3, 5, 7);
}

// @ts-ignore: decorator
@inline
export function ninefold(v: v128): v128 {
  return i32x4.add(v, i32x4.shl(v, 3));
}

// @ts-ignore: decorator
@inline
export function folded(v: v128): v128 {
  return v128.xor(v, i32x4.shr_u(v, 9));
}

// Subnormals to zero, as counting has them: processors take a hundred cycles over each.
// @ts-ignore: decorator
@inline
export function flushed(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), f32x4.splat(1.1754943508222875e-38)));
}

// Whole quotients of the lanes.
export function quotients(v: v128, divisor: u32): v128 {
  let result = i32x4.splat(<u32>i32x4.extract_lane(v, 0) / divisor);
  result = i32x4.replace_lane(result, 1, <u32>i32x4.extract_lane(v, 1) / divisor);
  result = i32x4.replace_lane(result, 2, <u32>i32x4.extract_lane(v, 2) / divisor);
  return i32x4.replace_lane(result, 3, <u32>i32x4.extract_lane(v, 3) / divisor);
}

// -1, 0 or 1.
// @ts-ignore: decorator
@inline
export function signOf(x: v128): v128 {
  return v128.andnot(v128.or(v128.and(x, k(SIGN)), k(ONE_BITS)), f32x4.eq(x, f32x4.splat(0)));
}

// a b + more, rounded twice, or once in the fused kernels.
// @ts-ignore: decorator
@inline
export function sum(a: v128, b: v128, more: v128): v128 {
  if (FUSED) return f32x4.relaxed_madd(a, b, more);
  return f32x4.add(f32x4.mul(a, b), more);
}

// The larger of two sizes, or what is no number: sizes have the order of their bits.
// @ts-ignore: decorator
@inline
export function largerSize(a: v128, b: v128): v128 {
  return i32x4.max_s(a, b);
}
