// Box and Muller's transform in polynomials of our own: shaders/normal.wgsl. Radii and angles have a
// loop each: of loops this short a processor has several turns under way. Constants are loaded before
// a loop. V8 moves loads to the beginning of a turn, where they do not fit into the registers.

import {
  COS,
  EXPONENT,
  HALF,
  LOG,
  LOW_31,
  MINUS_ONE,
  MINUS_TWO_LN_2,
  SIN,
  SQRT_HALF_31,
  UNIT,
  UNIT_31,
  c,
  k,
} from './constants';
import { RHO, RHO_COMPLEMENT } from './layout';
import { splat } from './parameters';
import { sum } from './vectors';
import { WHOLE } from './whole';

/** Bytes of a pair: two words or two normals, of four particles each. */
export const PAIR_BYTES = 32;

/**
 * Makes normals of the words from `from` to `end`, in their places: xi and eta, which share rho where
 * they are `mixed`.
 */
export function transform(mixed: bool, from: usize, end: usize): void {
  makeRadii(from, end);
  if (WHOLE && mixed) makeNormals(true, from, end);
  else makeNormals(false, from, end);
}

// The first word of each pair becomes a radius, of its low 31 bits, with the sign of the word.
function makeRadii(from: usize, end: usize): void {
  const low31 = k(LOW_31);
  const half = c(HALF);
  const middle = k(SQRT_HALF_31);
  const exponentBits = k(EXPONENT);
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
  for (let at = from; at < end; at += PAIR_BYTES) {
    const bits = v128.load(at);
    const open = f32x4.add(f32x4.convert_i32x4_s(v128.and(bits, low31)), half);
    const exponent = v128.and(i32x4.sub(open, middle), exponentBits);
    // Without the exponent it is 2^31 times a number from sqrt(1/2) to sqrt(2).
    const s = sum(i32x4.sub(open, exponent), unit, minusOne);
    const s2 = f32x4.mul(s, s);
    const s4 = f32x4.mul(s2, s2);
    const upper = sum(sum(p0, s, p1), s2, sum(p2, s, p3));
    const lower = sum(sum(p4, s, p5), s2, sum(p6, s, p7));
    const p = f32x4.mul(s, sum(upper, s4, lower));
    const r = f32x4.sqrt(sum(f32x4.convert_i32x4_s(exponent), minusTwoLn2, p));
    v128.store(at, v128.xor(r, v128.andnot(bits, low31)));
  }
}

// A radius and the word of an angle in [-1/2, 1/2], in units of pi, become normals. The sign of the
// radius is that of the cosine alone.
// @ts-ignore: decorator
@inline
function makeNormals(mixed: bool, from: usize, end: usize): void {
  const low31 = k(LOW_31);
  const unit = c(UNIT);
  const c0 = c(COS);
  const c1 = c(COS + 1);
  const c2 = c(COS + 2);
  const c3 = c(COS + 3);
  const c4 = c(COS + 4);
  const s0 = c(SIN);
  const s1 = c(SIN + 1);
  const s2 = c(SIN + 2);
  const s3 = c(SIN + 3);
  const s4 = c(SIN + 4);
  const rho = splat(RHO);
  const rhoComplement = splat(RHO_COMPLEMENT);
  for (let at = from; at < end; at += PAIR_BYTES) {
    const r = v128.load(at);
    const v = f32x4.mul(f32x4.convert_i32x4_s(v128.load(at, 16)), unit);
    const w = f32x4.mul(v, v);
    const cosine = sum(sum(sum(sum(c0, w, c1), w, c2), w, c3), w, c4);
    const sine = f32x4.mul(v, sum(sum(sum(sum(s0, w, s1), w, s2), w, s3), w, s4));
    const first = f32x4.mul(r, cosine);
    const second = f32x4.mul(v128.and(r, low31), sine);
    v128.store(at, first);
    v128.store(at, mixed ? sum(rho, first, f32x4.mul(rhoComplement, second)) : second, 16);
  }
}
