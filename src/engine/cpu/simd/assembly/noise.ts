// The noise of a block of steps, drawn at once.

import { INTEGER_ONE, ONE_BITS, SIGN, k } from './constants';
import { STREAM, nextWords, rotated, seed, skip } from './generator';
import {
  FAIR,
  FLIP,
  FOLLOW,
  LAW,
  LAW_GAUSSIAN,
  LAW_NONE,
  LAW_TWO_POINT,
  OPTIMIZER,
  OPTIMIZER_PERTURBED,
  PURPOSE_KICK,
  PURPOSE_NOISE,
  RHO,
  RHO_COMPLEMENT,
  STRIDE_STEPS,
} from './layout';
import { angleOf, cosineOf, radiusOf, sineOf } from './normals';
import { splat, word } from './parameters';
import { folded, ninefold, sum } from './vectors';

// Of a block: xi and eta of each step, and the kicks.
export const DRAWS: usize = memory.data(64 * 32, 16);
export const KICKS: usize = memory.data(64 * 16, 16);

// Makes pairs of normals for steps `first` to `end` of a block: the kicks, which are the first of
// each pair, or xi and eta, of unit variance and correlation rho. `kicks` is a constant of each
// copy.
// @ts-ignore: decorator
@inline
function drawPairs(kicks: bool, particle: u32, coordinate: u32, block: u32, first: u32, end: u32): void {
  seed(particle, block, (kicks ? PURPOSE_KICK : PURPOSE_NOISE) * 256 + coordinate);
  skip(2 * first);
  let a = v128.load(STREAM);
  let b = v128.load(STREAM, 16);
  let d = v128.load(STREAM, 32);
  let counter = v128.load(STREAM, 48);
  const rho = splat(RHO);
  const rhoComplement = splat(RHO_COMPLEMENT);
  for (let i = first; i < end; i++) {
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
    const z = f32x4.mul(r, cosineOf(w, radiusWord));
    if (kicks) v128.store(KICKS + ((<usize>i) << 4), z);
    else {
      const at = DRAWS + ((<usize>i) << 5);
      v128.store(at, z);
      v128.store(at, sum(rho, z, f32x4.mul(rhoComplement, f32x4.mul(r, sineOf(v, w)))), 16);
    }
  }
}

function drawGaussian(particle: u32, coordinate: u32, block: u32, first: u32, end: u32): void {
  drawPairs(false, particle, coordinate, block, first, end);
}

function drawKicks(particle: u32, coordinate: u32, block: u32, first: u32, end: u32): void {
  drawPairs(true, particle, coordinate, block, first, end);
}

// Draws xi and eta of two-point noise: a fair sign each, two words for a stride of 32 steps. All
// strides from the first on: they cost little.
function drawTwoPoint(particle: u32, coordinate: u32, block: u32, end: u32): void {
  seed(particle, block, PURPOSE_NOISE * 256 + coordinate);
  const follow = splat(FOLLOW);
  const fair = splat(FAIR);
  const flip = splat(FLIP);
  for (let stride: u32 = 0; stride < end; stride += STRIDE_STEPS) {
    let signs = nextWords();
    let own = nextWords();
    const last = min(end, stride + STRIDE_STEPS);
    for (let i = stride; i < last; i++) {
      const at = DRAWS + ((<usize>i) << 5);
      const eta = v128.xor(v128.xor(v128.and(signs, follow), v128.and(own, fair)), flip);
      v128.store(at, v128.or(v128.and(signs, k(SIGN)), k(ONE_BITS)));
      v128.store(at, v128.or(v128.and(eta, k(SIGN)), k(ONE_BITS)), 16);
      signs = i32x4.add(signs, signs);
      own = i32x4.add(own, own);
    }
  }
}

export function draw(particle: u32, coordinate: u32, block: u32, first: u32, end: u32): void {
  switch (word(LAW)) {
    case LAW_NONE:
      break;
    case LAW_GAUSSIAN:
      drawGaussian(particle, coordinate, block, first, end);
      break;
    case LAW_TWO_POINT:
      drawTwoPoint(particle, coordinate, block, end);
      break;
    default:
      unreachable();
  }
  if (word(OPTIMIZER) == OPTIMIZER_PERTURBED) drawKicks(particle, coordinate, block, first, end);
}
