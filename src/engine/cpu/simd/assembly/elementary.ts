// Elementary functions in polynomials of our own: shaders/normal.wgsl and exponential.wgsl.

import {
  EXPONENT_BITS,
  HALF,
  LOG,
  LOW_31,
  MINUS_ONE,
  MINUS_TWO_LN_2,
  SIN,
  SQRT_HALF_31,
  UNIT_31,
  c,
  k,
} from './constants';
import { sum } from './vectors';

// Makes -2 ln(f / 2^31) of numbers f, in their places, or its root. Of `words` f is their low 31
// bits and a half, and what becomes of them has their sign. Loops this short have several turns
// under way. Constants are loaded before a loop: V8 moves loads to the beginning of a turn, where
// they do not fit into the registers.
// @ts-ignore: decorator
@inline
export function makeLogs(words: bool, root: bool, pitch: usize, from: usize, end: usize): void {
  const low31 = k(LOW_31);
  const half = c(HALF);
  const middle = k(SQRT_HALF_31);
  const exponentBits = k(EXPONENT_BITS);
  const unit = c(UNIT_31);
  const minusOne = c(MINUS_ONE);
  const p0 = c(LOG);
  const p1 = c(LOG + 1);
  const p2 = c(LOG + 2);
  const p3 = c(LOG + 3);
  const p4 = c(LOG + 4);
  const p5 = c(LOG + 5);
  const p6 = c(LOG + 6);
  const p7 = c(LOG + 7);
  const minusTwoLn2 = c(MINUS_TWO_LN_2);
  for (let at = from; at < end; at += pitch) {
    const bits = v128.load(at);
    const f = words ? f32x4.add(f32x4.convert_i32x4_s(v128.and(bits, low31)), half) : bits;
    const exponent = v128.and(i32x4.sub(f, middle), exponentBits);
    // Without the exponent it is 2^31 times a number from sqrt(1/2) to sqrt(2).
    const s = sum(i32x4.sub(f, exponent), unit, minusOne);
    const s2 = f32x4.mul(s, s);
    const s4 = f32x4.mul(s2, s2);
    const upper = sum(sum(p0, s, p1), s2, sum(p2, s, p3));
    const lower = sum(sum(p4, s, p5), s2, sum(p6, s, p7));
    const p = f32x4.mul(s, sum(upper, s4, lower));
    let log = sum(f32x4.convert_i32x4_s(exponent), minusTwoLn2, p);
    if (root) log = f32x4.sqrt(log);
    v128.store(at, words ? v128.xor(log, v128.andnot(bits, low31)) : log);
  }
}

/** Makes -2 ln(f / 2^31) of numbers that are `pitch` apart, in their places. */
export function makeNumberLogs(pitch: usize, from: usize, end: usize): void {
  makeLogs(false, false, pitch, from, end);
}

// A polynomial of degree 4, its highest coefficient first.
// @ts-ignore: decorator
@inline
export function quartic(w: v128, c0: v128, c1: v128, c2: v128, c3: v128, c4: v128): v128 {
  return sum(sum(sum(sum(c0, w, c1), w, c2), w, c3), w, c4);
}

/** sin(pi v) for |v| <= 1/2. */
export function sine(v: v128): v128 {
  const w = f32x4.mul(v, v);
  return f32x4.mul(v, quartic(w, c(SIN), c(SIN + 1), c(SIN + 2), c(SIN + 3), c(SIN + 4)));
}

// ln 2 in two parts, both less than 0, of which whole multiples of the first are exact; 1 / ln 2; the
// smallest and the largest argument; coefficients of (e^r - 1) / r.
// @ts-ignore: decorator
@lazy
const E: usize = memory.data<f32>([
  -0.693359375, 0.00021219444170128554, 1.4426950216293335, -69, 87,
  0.0013946450781077147, 0.008366583846509457, 0.04166628047823906, 0.1666654348373413,
], 16);

// @ts-ignore: decorator
@inline
function e(i: i32): v128 {
  return v128.load_splat<f32>(E + ((<usize>i) << 2));
}

/** e^x - less, of which less is 0 or 1; x below -69 and above 87 counts as that. */
export function exponentialLess(less: f32, x: v128): v128 {
  const inside = f32x4.pmin(f32x4.pmax(x, e(3)), e(4));
  const n = f32x4.floor(sum(inside, e(2), c(HALF)));
  const r = sum(n, e(1), sum(n, e(0), inside));
  const p = quartic(r, e(5), e(6), e(7), e(8), c(HALF));
  const rest = f32x4.mul(r, sum(p, r, f32x4.splat(1)));
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return sum(scale, rest, f32x4.sub(scale, f32x4.splat(less)));
}
