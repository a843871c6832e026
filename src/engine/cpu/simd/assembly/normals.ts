// Box and Muller's transform: shaders/normal.wgsl. Radii and angles have a loop each: elementary.ts
// says why.

import { COS, LOW_31, SIN, UNIT, c, k } from './constants';
import { makeLogs, quartic } from './elementary';
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
  else turnRadii(from, end);
}

/** Makes two normals, or numbers of another law, of a radius and the word of an angle each. */
export function turnRadii(from: usize, end: usize): void {
  makeNormals(false, from, end);
}

// The first word of each pair becomes a radius, with the sign of the word.
function makeRadii(from: usize, end: usize): void {
  makeLogs(true, true, PAIR_BYTES, from, end);
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
    const cosine = quartic(w, c0, c1, c2, c3, c4);
    const sine = f32x4.mul(v, quartic(w, s0, s1, s2, s3, s4));
    const first = f32x4.mul(r, cosine);
    const second = f32x4.mul(v128.and(r, low31), sine);
    v128.store(at, first);
    v128.store(at, mixed ? sum(rho, first, f32x4.mul(rhoComplement, second)) : second, 16);
  }
}
