// The noise of a block of steps, drawn at once.

import { drawChiSquared } from './chi-squared';
import { drawCoinBatches } from './coin-batches';
import { ONE_BITS, SIGN, k } from './constants';
import { drawFormula } from './formula-noise';
import { nextWords, seedOf, skip, startStream, writeWords } from './generator';
import {
  ADDITIVE,
  FAIR,
  FLIP,
  FOLLOW,
  LAW,
  LAW_CHI_SQUARED,
  LAW_DATASET,
  LAW_FORMULA,
  LAW_GAUSSIAN,
  LAW_NONE,
  LAW_ONE_NORMAL,
  LAW_TWO_POINT,
  LAW_TWO_POINT_BATCH,
  LISTED,
  MULTIPLICATIVE,
  OPTIMIZER,
  OPTIMIZER_LANGEVIN,
  OPTIMIZER_PERTURBED,
  POINT_SIZE,
  PURPOSE_KICK,
  PURPOSE_NOISE,
  RHO,
  RHO_COMPLEMENT,
  SET,
  STRIDE_STEPS,
} from './layout';
import { PAIR_BYTES, transform } from './normals';
import { PARAMETERS, splat, word } from './parameters';
import { BLOCK, DRAWS, KICKS, KICK_SEED, NOISE_SEED, PARTICLE, VECTORS, vectorAt } from './state';
import { drawStored } from './stored';
import { drawSums } from './summed-laws';
import { ALL, WHOLE } from './whole';

// Whether the method draws kicks.
// @ts-ignore: decorator
@inline
function kicks(): bool {
  return word(OPTIMIZER) == OPTIMIZER_PERTURBED || word(OPTIMIZER) == OPTIMIZER_LANGEVIN;
}

/** Makes the seeds of a group's noise and kicks for the particles that a vector has. */
export function seedDraws(at: usize, group: u32): void {
  const particle = v128.load(at, PARTICLE);
  seedOf(particle, PURPOSE_NOISE * 256 + group, at + NOISE_SEED);
  if (WHOLE && kicks())
    seedOf(particle, PURPOSE_KICK * 256 + group, at + KICK_SEED);
}

/** Gives a coordinate's own scales of noise to all that follows, where each has its own. */
export function enterScales(coordinate: u32): void {
  if (!ALL || word(LISTED) == 0) return;
  const scales = <usize>word(SET) + ((<usize>coordinate) << 4);
  store<f32>(PARAMETERS + (MULTIPLICATIVE << 2), load<f32>(scales));
  store<f32>(PARAMETERS + (ADDITIVE << 2), load<f32>(scales, 4));
  store<f32>(PARAMETERS + (RHO << 2), load<f32>(scales, 8));
  store<f32>(PARAMETERS + (RHO_COMPLEMENT << 2), load<f32>(scales, 12));
}

// Draws pairs `first` to `end` of normals of the block that each particle is in, to `to` on.
function drawPairs(mixed: bool, at: usize, seed: usize, to: usize, first: u32, end: u32): void {
  startStream(seed, v128.load(at, BLOCK));
  skip(2 * first);
  const from = to + <usize>first * PAIR_BYTES;
  const last = to + <usize>end * PAIR_BYTES;
  writeWords(from, last);
  transform(mixed, from, last);
}

/** Whether xi and eta are correlated. */
export function isMixed(): bool {
  return load<f32>(PARAMETERS + (RHO << 2)) != 0;
}

// Draws xi and eta of steps, of unit variance and correlation rho. Where rho is 0 they are not mixed,
// which changes nothing but the sign of a zero.
function drawNormals(at: usize, first: u32, end: u32): void {
  drawPairs(isMixed(), at, at + NOISE_SEED, at + DRAWS, first, end);
}

// Draws kicks, one a coordinate and step.
function drawKicks(at: usize, first: u32, end: u32): void {
  const pairs = (word(POINT_SIZE) + 1) >> 1;
  drawPairs(false, at, at + KICK_SEED, at + KICKS, pairs * first, pairs * end);
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
  for (let vector: u32 = 0; vector < VECTORS; vector++) drawFor(vectorAt(vector), group, first, end);
}

function drawFor(at: usize, group: u32, first: u32, end: u32): void {
  if (!WHOLE) return drawNormals(at, first, end);
  switch (word(LAW)) {
    case LAW_NONE:
      break;
    case LAW_GAUSSIAN:
      drawNormals(at, first, end);
      break;
    case LAW_ONE_NORMAL:
      // A pair is xi of two steps.
      drawPairs(false, at, at + NOISE_SEED, at + DRAWS, first >> 1, (end + 1) >> 1);
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
    case LAW_CHI_SQUARED:
      drawChiSquared(at, first, end);
      break;
    case LAW_FORMULA:
      if (ALL) drawFormula(at, first, end);
      else unreachable();
      break;
    default:
      drawSums(at, first, end);
  }
  if (kicks()) drawKicks(at, first, end);
}
