// Words of the four particles of a vector: sfc32 of a block, seeded by Philox4x32-10 of a place.

import { INTEGER_ONE, k } from './constants';
import { CELL, KEY } from './layout';
import { splat, word } from './parameters';
import { folded, multiplyHigh, ninefold } from './vectors';

// State of sfc32 in the four lanes, one vector for each of its words.
export const STREAM: usize = memory.data(64, 16);

// Sets STREAM to the block of a stream whose seed is four vectors at `seed`: pcg4d in three rounds.
export function startStream(seed: usize, block: v128): void {
  let x = v128.load(seed);
  let y = i32x4.add(v128.load(seed, 16), i32x4.mul(block, i32x4.splat(0x9e3779b9)));
  let z = v128.load(seed, 32);
  let w = v128.load(seed, 48);
  for (let round = 0; round < 3; round++) {
    if (round > 0) {
      x = v128.xor(x, i32x4.shr_u(x, 16));
      y = v128.xor(y, i32x4.shr_u(y, 16));
      z = v128.xor(z, i32x4.shr_u(z, 16));
      w = v128.xor(w, i32x4.shr_u(w, 16));
    }
    x = i32x4.add(x, i32x4.mul(y, w));
    y = i32x4.add(y, i32x4.mul(z, x));
    z = i32x4.add(z, i32x4.mul(x, y));
    w = i32x4.add(w, i32x4.mul(y, z));
  }
  v128.store(STREAM, x);
  v128.store(STREAM, y, 16);
  v128.store(STREAM, z, 32);
  v128.store(STREAM, w, 48);
}

// The seed of the streams of all blocks at a place, to four vectors at `out`.
export function seedOf(particle: v128, place: u32, out: usize): void {
  philox(particle, i32x4.splat(0), place, out);
}

// Philox4x32-10 of (particle, block, place, cell) in each lane, to four vectors at `out`.
export function philox(particle: v128, block: v128, place: u32, out: usize): void {
  const a = i32x4.splat(0xcd9e8d57);
  const b = i32x4.splat(0xd2511f53);
  let c0 = particle;
  let c1 = block;
  let c2 = i32x4.splat(place);
  let c3 = splat(CELL);
  let k0 = word(KEY);
  let k1 = word(KEY + 1);
  for (let round = 0; round < 10; round++) {
    const high2 = multiplyHigh(a, c2);
    const low2 = i32x4.mul(a, c2);
    const high0 = multiplyHigh(b, c0);
    const low0 = i32x4.mul(b, c0);
    c0 = v128.xor(v128.xor(high2, c1), i32x4.splat(k0));
    c1 = low2;
    c2 = v128.xor(v128.xor(high0, c3), i32x4.splat(k1));
    c3 = low0;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  v128.store(out, c0);
  v128.store(out, c1, 16);
  v128.store(out, c2, 32);
  v128.store(out, c3, 48);
}

// @ts-ignore: decorator
@inline
export function rotated(v: v128): v128 {
  return v128.or(i32x4.shl(v, 21), i32x4.shr_u(v, 11));
}

// Goes over so many words of STREAM.
export function skip(words: u32): void {
  let a = v128.load(STREAM);
  let b = v128.load(STREAM, 16);
  let d = v128.load(STREAM, 32);
  let counter = v128.load(STREAM, 48);
  for (let i: u32 = 0; i < words; i++) {
    const next = i32x4.add(i32x4.add(a, b), counter);
    counter = i32x4.add(counter, k(INTEGER_ONE));
    a = folded(b);
    b = ninefold(d);
    d = i32x4.add(rotated(d), next);
  }
  v128.store(STREAM, a);
  v128.store(STREAM, b, 16);
  v128.store(STREAM, d, 32);
  v128.store(STREAM, counter, 48);
}

// Writes the next words from `from` to `end`, an even number.
export function writeWords(from: usize, end: usize): void {
  const one = k(INTEGER_ONE);
  let a = v128.load(STREAM);
  let b = v128.load(STREAM, 16);
  let d = v128.load(STREAM, 32);
  let counter = v128.load(STREAM, 48);
  for (let at = from; at < end; at += 32) {
    const first = i32x4.add(i32x4.add(a, b), counter);
    counter = i32x4.add(counter, one);
    a = folded(b);
    b = ninefold(d);
    d = i32x4.add(rotated(d), first);
    const second = i32x4.add(i32x4.add(a, b), counter);
    counter = i32x4.add(counter, one);
    a = folded(b);
    b = ninefold(d);
    d = i32x4.add(rotated(d), second);
    v128.store(at, first);
    v128.store(at, second, 16);
  }
  v128.store(STREAM, a);
  v128.store(STREAM, b, 16);
  v128.store(STREAM, d, 32);
  v128.store(STREAM, counter, 48);
}

// The next word of each lane's stream, where few are wanted.
export function nextWords(): v128 {
  const words = i32x4.add(i32x4.add(v128.load(STREAM), v128.load(STREAM, 16)), v128.load(STREAM, 48));
  skip(1);
  return words;
}
