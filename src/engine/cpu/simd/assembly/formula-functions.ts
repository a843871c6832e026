// Functions of formulas, of four numbers at once: those of shaders/formula.wgsl, where each is
// explained, with products and sums rounded one by one. A module of their own, which formulas alone
// load: src/engine/cpu/simd/formulas.ts.

import { signOf, sum } from './vectors';

// Numbers lie in memory: engines make those in the code anew at every use.
const N: usize = memory.data<f32>([
  // exp: the least and the largest argument, 1 / ln 2, ln 2 in two parts, from the highest power
  -104, 89, 1.4426950408889634, -0.693115234375, -3.194618329871446e-5,
  0.0013814609264954925, 0.008368710987269878, 0.04166838899254799, 0.1666652113199234, 0.4999999403953552,
  // log, from the highest power, and ln 2 in two parts
  -0.07634507119655609, 0.1276158094406128, -0.13160179555416107, 0.14201757311820984,
  -0.16623356938362122, 0.20001226663589478, -0.2500081956386566, 0.3333333134651184, -0.5,
  0.693115234375, 3.194618329871446e-5,
  // quarter turns: 2 / pi, pi / 2 in four parts, what is left of one at most
  0.6366197723675814, -1.5703125, -4.837512969970703e-4, -7.549533620476723e-8, -2.5633440682570896e-12,
  -0.7854, 0.7854,
  // sine and cosine, from the highest power
  -0.0001951463200384751, 0.008332155644893646, -0.16666655242443085,
  2.443773155391682e-5, -0.001388736185617745, 0.04166664555668831,
  // sinh and tanh of small numbers, from the highest power
  0.00020372193830553442, 0.008330283686518669, 0.1666671633720398,
  -0.005704989191144705, 0.02063908986747265, -0.05373971536755562, 0.13331441581249237, -0.3333328068256378,
], 16);
const EXP: usize = 0;
const LOG: usize = 10;
const TURN: usize = 21;
const SIN: usize = 28;
const COS: usize = 31;
const SINH: usize = 34;
const TANH: usize = 37;

const SQRT_HALF_BITS: i32 = 0x3f3504f3;
const SMALLEST_NORMAL: i32 = 0x00800000;
const INFINITY_BITS: i32 = 0x7f800000;

// @ts-ignore: decorator
@inline
function n(i: usize): v128 {
  return v128.load_splat<f32>(N + (i << 2));
}

// @ts-ignore: decorator
@inline
function one(x: f32): v128 {
  return f32x4.splat(x);
}

// 2^k.
// @ts-ignore: decorator
@inline
function powerOfTwo(k: v128): v128 {
  return i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(k), i32x4.splat(127)), 23);
}

export function exp(x: v128): v128 {
  const y = f32x4.pmin(f32x4.pmax(x, n(EXP)), n(EXP + 1));
  const k = f32x4.nearest(f32x4.mul(y, n(EXP + 2)));
  const r = sum(k, n(EXP + 4), sum(k, n(EXP + 3), y));
  let p = sum(n(EXP + 5), r, n(EXP + 6));
  p = sum(p, r, n(EXP + 7));
  p = sum(p, r, n(EXP + 8));
  p = sum(p, r, n(EXP + 9));
  // Two factors for 2^k, which has more exponents than float32.
  const low = f32x4.floor(f32x4.mul(k, one(0.5)));
  const value = f32x4.add(sum(f32x4.mul(r, r), p, r), one(1));
  return f32x4.mul(f32x4.mul(value, powerOfTwo(low)), powerOfTwo(f32x4.sub(k, low)));
}

export function log(x: v128): v128 {
  const bits = i32x4.sub(x, i32x4.splat(SQRT_HALF_BITS));
  const exponent = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23));
  const middle = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(SQRT_HALF_BITS));
  const s = f32x4.sub(middle, one(1));
  let p = sum(n(LOG), s, n(LOG + 1));
  p = sum(p, s, n(LOG + 2));
  p = sum(p, s, n(LOG + 3));
  p = sum(p, s, n(LOG + 4));
  p = sum(p, s, n(LOG + 5));
  p = sum(p, s, n(LOG + 6));
  p = sum(p, s, n(LOG + 7));
  p = sum(p, s, n(LOG + 8));
  const rest = sum(exponent, n(LOG + 10), sum(f32x4.mul(s, s), p, s));
  const value = sum(exponent, n(LOG + 9), rest);
  // Of infinity that, of 0 minus it, below 0 and of what is no number none.
  const isTiny = i32x4.lt_s(v128.and(x, i32x4.splat(0x7fffffff)), i32x4.splat(SMALLEST_NORMAL));
  const isNormal = v128.and(
    i32x4.ge_s(x, i32x4.splat(SMALLEST_NORMAL)),
    i32x4.lt_s(x, i32x4.splat(INFINITY_BITS)),
  );
  const beyond = v128.bitselect(x, one(NaN), i32x4.eq(x, i32x4.splat(INFINITY_BITS)));
  return v128.bitselect(value, v128.bitselect(one(-Infinity), beyond, isTiny), isNormal);
}

// What is left of an angle after whole quarter turns, and their number.
const REST: usize = memory.data(16, 16);
const QUARTERS: usize = memory.data(16, 16);

// @ts-ignore: decorator
@inline
function turn(x: v128): void {
  const quarters = f32x4.nearest(f32x4.mul(x, n(TURN)));
  const near = sum(quarters, n(TURN + 2), sum(quarters, n(TURN + 1), x));
  const left = sum(quarters, n(TURN + 4), sum(quarters, n(TURN + 3), near));
  v128.store(REST, f32x4.pmin(f32x4.pmax(left, n(TURN + 5)), n(TURN + 6)));
  v128.store(QUARTERS, i32x4.trunc_sat_f32x4_s(quarters));
}

// @ts-ignore: decorator
@inline
function sineOfRest(): v128 {
  const r = v128.load(REST);
  const w = f32x4.mul(r, r);
  const p = sum(sum(n(SIN), w, n(SIN + 1)), w, n(SIN + 2));
  return sum(f32x4.mul(r, w), p, r);
}

// @ts-ignore: decorator
@inline
function cosineOfRest(): v128 {
  const r = v128.load(REST);
  const w = f32x4.mul(r, r);
  const p = sum(sum(n(COS), w, n(COS + 1)), w, n(COS + 2));
  return sum(f32x4.mul(w, w), p, sum(one(-0.5), w, one(1)));
}

// Whether bits of the number of quarter turns are set.
// @ts-ignore: decorator
@inline
function has(quarters: v128, bit: i32): v128 {
  return i32x4.ne(v128.and(quarters, i32x4.splat(bit)), i32x4.splat(0));
}

// @ts-ignore: decorator
@inline
function negativeWhere(x: v128, lanes: v128): v128 {
  return v128.xor(x, v128.and(lanes, i32x4.splat(0x80000000)));
}

export function sin(x: v128): v128 {
  turn(x);
  const quarters = v128.load(QUARTERS);
  const value = v128.bitselect(cosineOfRest(), sineOfRest(), has(quarters, 1));
  return negativeWhere(value, has(quarters, 2));
}

export function cos(x: v128): v128 {
  turn(x);
  const quarters = v128.load(QUARTERS);
  const value = v128.bitselect(sineOfRest(), cosineOfRest(), has(quarters, 1));
  return negativeWhere(value, has(i32x4.add(quarters, i32x4.splat(1)), 2));
}

export function tan(x: v128): v128 {
  turn(x);
  const odd = has(v128.load(QUARTERS), 1);
  const sine = sineOfRest();
  const cosine = cosineOfRest();
  return f32x4.div(
    v128.bitselect(f32x4.neg(cosine), sine, odd),
    v128.bitselect(sine, cosine, odd),
  );
}

export function sinh(x: v128): v128 {
  const size = f32x4.abs(x);
  const w = f32x4.mul(x, x);
  const p = sum(sum(n(SINH), w, n(SINH + 1)), w, n(SINH + 2));
  const root = exp(f32x4.mul(one(0.5), size));
  const half = f32x4.mul(one(0.5), root);
  const large = f32x4.sub(f32x4.mul(half, root), f32x4.div(one(0.5), f32x4.mul(root, root)));
  return v128.bitselect(sum(f32x4.mul(x, w), p, x), withSign(large, x), f32x4.lt(size, one(1)));
}

export function cosh(x: v128): v128 {
  const root = exp(f32x4.mul(one(0.5), f32x4.abs(x)));
  const half = f32x4.mul(one(0.5), root);
  return sum(half, root, f32x4.div(one(0.5), f32x4.mul(root, root)));
}

export function tanh(x: v128): v128 {
  const size = f32x4.abs(x);
  const w = f32x4.mul(x, x);
  let p = sum(n(TANH), w, n(TANH + 1));
  p = sum(p, w, n(TANH + 2));
  p = sum(p, w, n(TANH + 3));
  p = sum(p, w, n(TANH + 4));
  const scale = f32x4.add(exp(f32x4.add(size, size)), one(1));
  const large = f32x4.sub(one(1), f32x4.div(one(2), scale));
  return v128.bitselect(sum(f32x4.mul(x, w), p, x), withSign(large, x), f32x4.lt(size, one(0.625)));
}

// A size with the sign of x.
// @ts-ignore: decorator
@inline
function withSign(size: v128, x: v128): v128 {
  return v128.xor(size, v128.and(x, i32x4.splat(0x80000000)));
}

export function sigmoid(x: v128): v128 {
  return f32x4.div(one(1), f32x4.add(one(1), exp(f32x4.neg(x))));
}

export function sign(x: v128): v128 {
  return v128.bitselect(x, signOf(x), f32x4.ne(x, x));
}

// x^y in the real numbers: of x < 0 only for whole y.
export function power(x: v128, y: v128): v128 {
  const whole = f32x4.eq(f32x4.floor(y), y);
  const half = f32x4.mul(y, one(0.5));
  const odd = v128.and(whole, f32x4.ne(f32x4.floor(half), half));
  const isNegative = f32x4.lt(x, one(0));
  const raised = exp(f32x4.mul(y, log(f32x4.abs(x))));
  const size = v128.bitselect(one(1), raised, f32x4.eq(y, one(0)));
  const value = negativeWhere(size, v128.and(isNegative, odd));
  return v128.bitselect(one(NaN), value, v128.andnot(isNegative, whole));
}
