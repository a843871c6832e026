// The noise of a block of steps, drawn at once.

import { drawCoinBatches } from './coin-batches';
import { INTEGER_ONE, ONE_BITS, SIGN, k } from './constants';
import { STREAM, nextWords, rotated, seedOf, skip, startStream } from './generator';
import {
  FAIR,
  FLIP,
  FOLLOW,
  LAW,
  LAW_DATASET,
  LAW_GAUSSIAN,
  LAW_NONE,
  LAW_ONE_NORMAL,
  LAW_TWO_POINT,
  LAW_TWO_POINT_BATCH,
  OPTIMIZER,
  OPTIMIZER_PERTURBED,
  POINT_SIZE,
  PURPOSE_KICK,
  PURPOSE_NOISE,
  RHO,
  RHO_COMPLEMENT,
  STRIDE_STEPS,
} from './layout';
import { angleOf, cosineOf, radiusOf, sineOf } from './normals';
import { splat, word } from './parameters';
import { BLOCK, DRAWS, KICKS, KICK_SEED, NOISE_SEED, PARTICLE, VECTORS, vectorAt } from './state';
import { drawStored } from './stored';
import { folded, ninefold, sum } from './vectors';
import { WHOLE } from './whole';

/** Makes the seeds of a group's noise and kicks for the particles that a vector has. */
export function seedDraws(at: usize, group: u32): void {
  const particle = v128.load(at, PARTICLE);
  seedOf(particle, PURPOSE_NOISE * 256 + group, at + NOISE_SEED);
  if (WHOLE && word(OPTIMIZER) == OPTIMIZER_PERTURBED)
    seedOf(particle, PURPOSE_KICK * 256 + group, at + KICK_SEED);
}

// Makes the kicks of steps `first` to `end` of a block.
function drawKicks(at: usize, first: u32, end: u32): void {
  const pairs = (word(POINT_SIZE) + 1) >> 1;
  startStream(at + KICK_SEED, v128.load(at, BLOCK));
  skip(2 * pairs * first);
  let a = v128.load(STREAM);
  let b = v128.load(STREAM, 16);
  let d = v128.load(STREAM, 32);
  let counter = v128.load(STREAM, 48);
  const both = word(POINT_SIZE) > 1;
  const last = pairs * end;
  for (let i = pairs * first; i < last; i++) {
    const radiusWord = i32x4.add(i32x4.add(a, b), counter);
    counter = i32x4.add(counter, k(INTEGER_ONE));
    a = folded(b);
    b = ninefold(d);
    d = i32x4.add(rotated(d), radiusWord);
    const angleWord = i32x4.add(i32x4.add(a, b), counter);
    counter = i32x4.add(counter, k(INTEGER_ONE));
    a = folded(b);
    b = ninefold(d);
    d = i32x4.add(rotated(d), angleWord);
    const r = radiusOf(radiusWord);
    const v = angleOf(angleWord);
    const w = f32x4.mul(v, v);
    const to = at + ((<usize>i) << 5);
    v128.store(to, f32x4.mul(r, cosineOf(w, radiusWord)), KICKS);
    if (both) v128.store(to, f32x4.mul(r, sineOf(v, w)), KICKS + 16);
  }
}

// Draws pairs `first` to `end` of normals, for both vectors side by side: the square root of one does
// not wait for the other's. A pair is xi and eta of a step, of unit variance and correlation rho; or
// xi of two steps, where one normal stands for both.
// @ts-ignore: decorator
@inline
function drawPairs(one: bool, first: u32, end: u32): void {
  const here = vectorAt(0);
  const there = vectorAt(1);
  startStream(here + NOISE_SEED, v128.load(here, BLOCK));
  skip(2 * first);
  let a = v128.load(STREAM);
  let b = v128.load(STREAM, 16);
  let d = v128.load(STREAM, 32);
  let counter = v128.load(STREAM, 48);
  startStream(there + NOISE_SEED, v128.load(there, BLOCK));
  skip(2 * first);
  let e = v128.load(STREAM);
  let f = v128.load(STREAM, 16);
  let g = v128.load(STREAM, 32);
  let otherCounter = v128.load(STREAM, 48);
  const rho = splat(RHO);
  const rhoComplement = splat(RHO_COMPLEMENT);
  for (let i = first; i < end; i++) {
    const place = (<usize>i) << (one ? 6 : 5);
    const radiusWord = i32x4.add(i32x4.add(a, b), counter);
    const otherRadiusWord = i32x4.add(i32x4.add(e, f), otherCounter);
    counter = i32x4.add(counter, k(INTEGER_ONE));
    otherCounter = i32x4.add(otherCounter, k(INTEGER_ONE));
    a = folded(b);
    b = ninefold(d);
    d = i32x4.add(rotated(d), radiusWord);
    e = folded(f);
    f = ninefold(g);
    g = i32x4.add(rotated(g), otherRadiusWord);
    const angleWord = i32x4.add(i32x4.add(a, b), counter);
    const otherAngleWord = i32x4.add(i32x4.add(e, f), otherCounter);
    counter = i32x4.add(counter, k(INTEGER_ONE));
    otherCounter = i32x4.add(otherCounter, k(INTEGER_ONE));
    a = folded(b);
    b = ninefold(d);
    d = i32x4.add(rotated(d), angleWord);
    e = folded(f);
    f = ninefold(g);
    g = i32x4.add(rotated(g), otherAngleWord);
    storePair(one, here + place, radiusWord, angleWord, rho, rhoComplement);
    storePair(one, there + place, otherRadiusWord, otherAngleWord, rho, rhoComplement);
  }
}

// @ts-ignore: decorator
@inline
function storePair(one: bool, to: usize, radiusWord: v128, angleWord: v128, rho: v128, rhoComplement: v128): void {
  const r = radiusOf(radiusWord);
  const v = angleOf(angleWord);
  const w = f32x4.mul(v, v);
  const z = f32x4.mul(r, cosineOf(w, radiusWord));
  v128.store(to, z, DRAWS);
  const own = f32x4.mul(r, sineOf(v, w));
  if (one) v128.store(to, own, DRAWS + 32);
  else v128.store(to, sum(rho, z, f32x4.mul(rhoComplement, own)), DRAWS + 16);
}

// Draws xi and eta of two-point noise: a fair sign each, two words for a stride of 32 steps. All
// strides from the first on: they cost little.
function drawTwoPoint(at: usize, end: u32): void {
  startStream(at + NOISE_SEED, v128.load(at, BLOCK));
  const follow = splat(FOLLOW);
  const fair = splat(FAIR);
  const flip = splat(FLIP);
  for (let stride: u32 = 0; stride < end; stride += STRIDE_STEPS) {
    let signs = nextWords();
    let own = nextWords();
    const last = min(end, stride + STRIDE_STEPS);
    for (let i = stride; i < last; i++) {
      const to = at + ((<usize>i) << 5);
      const eta = v128.xor(v128.xor(v128.and(signs, follow), v128.and(own, fair)), flip);
      v128.store(to, v128.or(v128.and(signs, k(SIGN)), k(ONE_BITS)), DRAWS);
      v128.store(to, v128.or(v128.and(eta, k(SIGN)), k(ONE_BITS)), DRAWS + 16);
      signs = i32x4.add(signs, signs);
      own = i32x4.add(own, own);
    }
  }
}

// Draws the noise of steps `first` to `end` of the block that each particle is in.
export function draw(group: u32, first: u32, end: u32): void {
  if (!WHOLE) return drawPairs(false, first, end);
  if (word(LAW) == LAW_GAUSSIAN) drawPairs(false, first, end);
  else if (word(LAW) == LAW_ONE_NORMAL) drawPairs(true, first >> 1, (end + 1) >> 1);
  for (let vector: u32 = 0; vector < VECTORS; vector++) drawOthers(vectorAt(vector), group, first, end);
}

// What is drawn vector by vector: other laws, and kicks.
function drawOthers(at: usize, group: u32, first: u32, end: u32): void {
  switch (word(LAW)) {
    case LAW_NONE:
      break;
    case LAW_GAUSSIAN:
      break;
    case LAW_ONE_NORMAL:
      break;
    case LAW_TWO_POINT:
      drawTwoPoint(at, end);
      break;
    case LAW_TWO_POINT_BATCH:
      drawCoinBatches(at, first, end);
      break;
    case LAW_DATASET:
      drawStored(at, group, first, end);
      break;
    default:
      unreachable();
  }
  if (word(OPTIMIZER) == OPTIMIZER_PERTURBED) drawKicks(at, first, end);
}
