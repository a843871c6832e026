// Laws whose xi and eta are sums over pairs of words, as many a step as there are samples:
// shaders/noise/. What a pair becomes is made in the place of its words, in loops over many of them.

import { HALF, LOW_31, ONE_BITS, UNIT, c, k } from './constants';
import { exponentialLess, makeLogs, makeNumberLogs, sine } from './elementary';
import { skip, startStream, writeWords } from './generator';
import {
  BATCH_SIZE,
  COIN_OFFSET,
  COIN_UNIT,
  ETA_UNIT,
  FOLLOW,
  FOLLOW_THRESHOLD,
  HEADS_THRESHOLD,
  LAW,
  LAW_ALPHA_STABLE,
  LAW_LAPLACE,
  LAW_SAMPLES,
  LAW_STUDENT_T,
  LAW_UNFAIR_COINS,
  LAW_UNIFORM,
  LOG_SCALE,
  OWN_THRESHOLD,
  RHO,
  RHO_COMPLEMENT,
  SAMPLE_COUNT,
  SHAPE,
  XI_UNIT,
} from './layout';
import { PAIR_BYTES, turnRadii } from './normals';
import { PARAMETERS, splat, word } from './parameters';
import { BLOCK, DRAWS, NOISE_SEED } from './state';
import { etaOf, twoSamples, xiOf } from './stored';
import { multiplyHigh, sum } from './vectors';

/** Pairs that are made at once, an even number. */
export const MOST_PAIRS: u32 = 64;
// @ts-ignore: decorator
@lazy
export const PAIRS: usize = memory.data(64 * 32, 16);
// Numbers of stable laws whose logarithms are wanted, two a pair.
// @ts-ignore: decorator
@lazy
const NUMBERS: usize = memory.data(64 * 32, 16);

/** Draws xi and eta of steps `first` to `end` of the block that each particle is in. */
export function drawSums(at: usize, first: u32, end: u32): void {
  const law = word(LAW);
  // A batch of stable numbers is one of them.
  const count = law == LAW_ALPHA_STABLE ? 2 : word(BATCH_SIZE);
  startStream(at + NOISE_SEED, v128.load(at, BLOCK));
  skip(2 * count * first);
  const root = f32x4.sqrt(f32x4.convert_i32x4_s(splat(BATCH_SIZE)));
  const scale = f32x4.div(f32x4.splat(1), root);
  let xiScale = f32x4.mul(f32x4.splat(unitOf(law)), scale);
  let etaScale = xiScale;
  let shift = f32x4.splat(0);
  let shared = splat(RHO);
  let own = splat(RHO_COMPLEMENT);
  if (law == LAW_ALPHA_STABLE) xiScale = etaScale = f32x4.splat(1);
  else if (law >= LAW_UNFAIR_COINS) {
    // Pairs have eta as a whole.
    shared = f32x4.splat(0);
    own = f32x4.splat(1);
    if (law == LAW_SAMPLES) {
      xiScale = f32x4.mul(splat(XI_UNIT), scale);
      etaScale = f32x4.mul(splat(ETA_UNIT), scale);
    } else {
      xiScale = etaScale = splat(COIN_UNIT);
      shift = f32x4.neg(splat(COIN_OFFSET));
      if (load<f32>(PARAMETERS + (RHO << 2)) < 0) own = f32x4.splat(-1);
    }
  }
  let to = at + ((<usize>first) << 5);
  let xi = f32x4.splat(0);
  let eta = f32x4.splat(0);
  let left = count;
  for (let rest = count * (end - first); rest > 0; ) {
    const pairs = min(rest, MOST_PAIRS);
    const last = PAIRS + (<usize>pairs) * PAIR_BYTES;
    writeWords(PAIRS, last);
    makePairs(law, last);
    for (let pair = PAIRS; pair < last; pair += PAIR_BYTES) {
      xi = f32x4.add(xi, v128.load(pair));
      eta = f32x4.add(eta, v128.load(pair, 16));
      if (--left > 0) continue;
      left = count;
      const first = sum(xi, xiScale, shift);
      v128.store(to, first, DRAWS);
      v128.store(to, sum(shared, first, f32x4.mul(own, sum(eta, etaScale, shift))), DRAWS + 16);
      to += PAIR_BYTES;
      xi = f32x4.splat(0);
      eta = f32x4.splat(0);
    }
    rest -= pairs;
  }
}

// Standard deviation of a sample is its inverse.
function unitOf(law: u32): f32 {
  // sqrt(3) / 2^31
  if (law == LAW_UNIFORM) return 8.065485681270286e-10;
  // -ln u has variance 2 with a random sign.
  return law == LAW_LAPLACE ? 0.3535533905932738 : 1;
}

// Makes of all pairs up to `end` xi and what eta has of its own, or eta, of a sample.
function makePairs(law: u32, end: usize): void {
  switch (law) {
    case LAW_LAPLACE:
      makeWordLogs(16, end);
      break;
    case LAW_STUDENT_T:
      makeWordLogs(PAIR_BYTES, end);
      makeStudentRadii(end);
      turnRadii(PAIRS, end);
      break;
    case LAW_ALPHA_STABLE:
      makeStable(end);
      break;
    default:
      for (let pair = PAIRS; pair < end; pair += PAIR_BYTES) {
        const first = v128.load(pair);
        const second = v128.load(pair, 16);
        if (law == LAW_UNIFORM) {
          v128.store(pair, centred(first));
          v128.store(pair, centred(second), 16);
        } else if (law == LAW_SAMPLES) {
          const chosen = indexOf(first, second);
          const low = twoSamples(i32x4.extract_lane(chosen, 0), i32x4.extract_lane(chosen, 1));
          const high = twoSamples(i32x4.extract_lane(chosen, 2), i32x4.extract_lane(chosen, 3));
          v128.store(pair, f32x4.convert_i32x4_s(xiOf(low, high)));
          v128.store(pair, f32x4.convert_i32x4_s(etaOf(low, high)), 16);
        } else toss(first, second, pair);
      }
  }
}

/** Makes -2 ln u with the sign of the word, of words that are `pitch` apart. */
export function makeWordLogs(pitch: usize, end: usize): void {
  makeLogs(true, false, pitch, PAIRS, end);
}

// The 24 high bits of a word as an odd number, between -2^31 and 2^31.
// @ts-ignore: decorator
@inline
function centred(words: v128): v128 {
  return f32x4.convert_i32x4_s(
    v128.or(v128.and(words, i32x4.splat(0xffffff00)), i32x4.splat(0x80)),
  );
}

// Bailey (1994): radii sqrt(nu (u^(-2 / nu) - 1)), with the sign of -2 ln u.
function makeStudentRadii(end: usize): void {
  const nu = splat(SHAPE);
  for (let pair = PAIRS; pair < end; pair += PAIR_BYTES) {
    const log = v128.load(pair);
    const y = f32x4.div(v128.and(log, k(LOW_31)), nu);
    const share = f32x4.mul(f32x4.neg(nu), exponentialLess(1, f32x4.neg(y)));
    const radius = f32x4.mul(f32x4.sqrt(share), exponentialLess(0, f32x4.mul(c(HALF), y)));
    v128.store(pair, v128.or(radius, v128.andnot(log, k(LOW_31))));
  }
}

// The low 31 bits of words as an integer and a half, which is never 2^31.
// @ts-ignore: decorator
@inline
export function openInteger(words: v128): v128 {
  const low = v128.and(words, k(LOW_31));
  const cut = v128.or(v128.and(low, i32x4.splat(0xffffff00)), i32x4.splat(0x80));
  const small = i32x4.lt_s(low, i32x4.splat(8388608));
  return f32x4.add(f32x4.convert_i32x4_s(v128.bitselect(low, cut, small)), c(HALF));
}

// Chambers, Mallows and Stuck (1976), as shaders/noise/alpha-stable.wgsl explains: of an even pair the
// stable number is xi, of an odd one what eta has of its own.
function makeStable(end: usize): void {
  const alpha = splat(SHAPE);
  const one = f32x4.splat(1);
  const half = c(HALF);
  const away = f32x4.sub(one, alpha);
  const slant = f32x4.abs(away);
  const bendShare = f32x4.div(away, alpha);
  // Logarithms take numbers in this unit.
  const unit = f32x4.splat(2147483648);
  const last = NUMBERS + end - PAIRS;
  for (let pair = PAIRS, to = NUMBERS; pair < end; pair += PAIR_BYTES, to += PAIR_BYTES) {
    v128.store(to, f32x4.mul(sine(tailOf(pair)), unit));
    v128.store(to, openInteger(v128.load(pair, 16)), 16);
  }
  makeNumberLogs(16, NUMBERS, last);
  for (let pair = PAIRS, to = NUMBERS; pair < end; pair += PAIR_BYTES, to += PAIR_BYTES) {
    const rest = sum(slant, tailOf(pair), f32x4.sub(half, f32x4.mul(half, slant)));
    const size = f32x4.mul(half, v128.load(to, 16));
    v128.store(to, f32x4.mul(f32x4.div(sine(rest), size), unit), 16);
  }
  makeNumberLogs(PAIR_BYTES, NUMBERS + 16, last);
  let place: usize = 0;
  for (let pair = PAIRS, to = NUMBERS; pair < end; pair += PAIR_BYTES, to += PAIR_BYTES) {
    const tail = tailOf(pair);
    const near = f32x4.mul(alpha, f32x4.sub(half, tail));
    const far = sum(alpha, tail, f32x4.sub(one, f32x4.mul(half, alpha)));
    const foot = f32x4.div(f32x4.mul(half, v128.load(to)), alpha);
    const bend = sum(bendShare, f32x4.mul(f32x4.splat(-0.5), v128.load(to, 16)), foot);
    const size = exponentialLess(0, f32x4.add(bend, splat(LOG_SCALE)));
    const value = f32x4.mul(sine(f32x4.pmin(near, far)), size);
    const sign = v128.andnot(v128.load(pair), k(LOW_31));
    v128.store(pair, f32x4.splat(0));
    v128.store(pair, f32x4.splat(0), 16);
    v128.store(pair + place, v128.or(value, sign));
    place ^= 16;
  }
}

// The share of the half circle between an angle and its end, 0 to 1/2.
// @ts-ignore: decorator
@inline
function tailOf(pair: usize): v128 {
  return f32x4.mul(openInteger(v128.load(pair)), c(UNIT));
}

// The whole part of count u, where u is the 64-bit fraction of two words.
function indexOf(first: v128, second: v128): v128 {
  const count = splat(SAMPLE_COUNT);
  const low = i32x4.mul(first, count);
  const carried = i32x4.add(low, multiplyHigh(second, count));
  return i32x4.sub(multiplyHigh(first, count), i32x4.lt_u(carried, low));
}

// Stores 1 where xi is heads and where eta is, 0 elsewhere.
function toss(first: v128, second: v128, to: usize): void {
  const heads = i32x4.lt_u(first, splat(HEADS_THRESHOLD));
  const always = i32x4.ne(splat(FOLLOW), i32x4.splat(0));
  const follows = v128.or(i32x4.lt_u(second, splat(FOLLOW_THRESHOLD)), always);
  const other = v128.bitselect(heads, i32x4.lt_u(second, splat(OWN_THRESHOLD)), follows);
  v128.store(to, v128.and(heads, k(ONE_BITS)));
  v128.store(to, v128.and(other, k(ONE_BITS)), 16);
}
