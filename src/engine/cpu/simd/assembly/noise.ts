// The noise of a block of steps, drawn at once.

import { drawCoinBatches } from './coin-batches';
import { INTEGER_ONE, ONE_BITS, SIGN, k } from './constants';
import { STREAM, nextWords, rotated, seed, skip } from './generator';
import {
  FAIR,
  FLIP,
  FOLLOW,
  LAW,
  LAW_DATASET,
  LAW_GAUSSIAN,
  LAW_NONE,
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
import { BLOCK, DRAWS, KICKS, PARTICLE } from './state';
import { drawStored } from './stored';
import { folded, ninefold, sum } from './vectors';
import { WHOLE } from './whole';

// Makes pairs of normals for steps `first` to `end` of a block: the kicks, `pairs` a step, or xi
// and eta, of unit variance and correlation rho. `kicks` is a constant of each copy.
// @ts-ignore: decorator
@inline
function drawPairs(kicks: bool, at: usize, group: u32, first: u32, end: u32, pairs: u32): void {
  const place = (kicks ? PURPOSE_KICK : PURPOSE_NOISE) * 256 + group;
  seed(v128.load(at, PARTICLE), v128.load(at, BLOCK), place);
  skip(2 * pairs * first);
  let a = v128.load(STREAM);
  let b = v128.load(STREAM, 16);
  let d = v128.load(STREAM, 32);
  let counter = v128.load(STREAM, 48);
  const rho = splat(RHO);
  const rhoComplement = splat(RHO_COMPLEMENT);
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
    const z = f32x4.mul(r, cosineOf(w, radiusWord));
    const to = at + ((<usize>i) << 5);
    if (kicks) {
      v128.store(to, z, KICKS);
      if (both) v128.store(to, f32x4.mul(r, sineOf(v, w)), KICKS + 16);
    } else {
      v128.store(to, z, DRAWS);
      v128.store(to, sum(rho, z, f32x4.mul(rhoComplement, f32x4.mul(r, sineOf(v, w)))), DRAWS + 16);
    }
  }
}

function drawGaussian(at: usize, group: u32, first: u32, end: u32): void {
  drawPairs(false, at, group, first, end, 1);
}

function drawKicks(at: usize, group: u32, first: u32, end: u32): void {
  drawPairs(true, at, group, first, end, (word(POINT_SIZE) + 1) >> 1);
}

// Draws xi and eta of two-point noise: a fair sign each, two words for a stride of 32 steps. All
// strides from the first on: they cost little.
function drawTwoPoint(at: usize, group: u32, end: u32): void {
  seed(v128.load(at, PARTICLE), v128.load(at, BLOCK), PURPOSE_NOISE * 256 + group);
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

// Draws the noise of steps `first` to `end` of the block that each particle of a vector is in.
export function draw(at: usize, group: u32, first: u32, end: u32): void {
  if (!WHOLE) {
    drawGaussian(at, group, first, end);
    return;
  }
  switch (word(LAW)) {
    case LAW_NONE:
      break;
    case LAW_GAUSSIAN:
      drawGaussian(at, group, first, end);
      break;
    case LAW_TWO_POINT:
      drawTwoPoint(at, group, end);
      break;
    case LAW_TWO_POINT_BATCH:
      drawCoinBatches(at, group, first, end);
      break;
    case LAW_DATASET:
      drawStored(at, group, first, end);
      break;
    default:
      unreachable();
  }
  if (word(OPTIMIZER) == OPTIMIZER_PERTURBED) drawKicks(at, group, first, end);
}
