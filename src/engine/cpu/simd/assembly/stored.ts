// Minibatches of a stored set without replacement: shaders/noise/dataset.wgsl and permutation.wgsl.

import { philox } from './generator';
import {
  BATCH_SIZE,
  ETA_UNIT,
  HIGH_BITS,
  LOW_BITS,
  PURPOSE_ORDER,
  SAMPLE_COUNT,
  SET,
  XI_UNIT,
} from './layout';
import { stepsAt } from './methods';
import { splat, word } from './parameters';
import { DRAWS, PARTICLE } from './state';
import { quotients } from './vectors';

// Keys of the order that each particle goes through in its epoch.
const KEYS: usize = memory.data(64, 16);
// Rounds of each half, and for sets so small that four leave some orders up to 40 % too likely.
const ROUNDS: u32 = 4;
const SMALL_ROUNDS: u32 = 16;
const SMALL_COUNT: u32 = 64;

// Draws xi and eta of steps `first` to `end`; particles of a vector may be in different blocks, and
// so in different epochs.
export function drawStored(at: usize, group: u32, first: u32, end: u32): void {
  const size = word(BATCH_SIZE);
  const count = word(SAMPLE_COUNT);
  if (size == count) {
    // The whole set sums to exactly 0.
    for (let i = first; i < end; i++) {
      const to = at + ((<usize>i) << 5);
      v128.store(to, f32x4.splat(0), DRAWS);
      v128.store(to, f32x4.splat(0), DRAWS + 16);
    }
    return;
  }
  const batches = count / size;
  const done = stepsAt(at, first);
  let epoch = quotients(done, batches);
  let batch = i32x4.sub(done, i32x4.mul(epoch, i32x4.splat(batches)));
  const place = PURPOSE_ORDER * 256 + (group & 255);
  const particle = v128.load(at, PARTICLE);
  philox(particle, epoch, place, KEYS);
  const scale = f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.splat(<f32>size)));
  const xiUnit = f32x4.mul(splat(XI_UNIT), scale);
  const etaUnit = f32x4.mul(splat(ETA_UNIT), scale);
  for (let i = first; i < end; i++) {
    let number = i32x4.mul(batch, i32x4.splat(size));
    let xi = i32x4.splat(0);
    let eta = i32x4.splat(0);
    for (let sample: u32 = 0; sample < size; sample++) {
      const chosen = ordered(number, count);
      const low = twoSamples(i32x4.extract_lane(chosen, 0), i32x4.extract_lane(chosen, 1));
      const high = twoSamples(i32x4.extract_lane(chosen, 2), i32x4.extract_lane(chosen, 3));
      xi = i32x4.add(xi, xiOf(low, high));
      eta = i32x4.add(eta, etaOf(low, high));
      number = i32x4.add(number, i32x4.splat(1));
    }
    const to = at + ((<usize>i) << 5);
    v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(xi), xiUnit), DRAWS);
    v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(eta), etaUnit), DRAWS + 16);
    batch = i32x4.add(batch, i32x4.splat(1));
    const over = i32x4.eq(batch, i32x4.splat(batches));
    if (!v128.any_true(over)) continue;
    batch = v128.andnot(batch, over);
    epoch = i32x4.sub(epoch, over);
    philox(particle, epoch, place, KEYS);
  }
}

// xi and eta of a sample, in the lower half of a vector.
// @ts-ignore: decorator
@inline
function sampleAt(sample: u32): v128 {
  return v128.load64_zero(<usize>word(SET) + ((<usize>sample) << 3));
}

/** xi of two samples, then eta of both, whole numbers. */
// @ts-ignore: decorator
@inline
export function twoSamples(one: u32, other: u32): v128 {
  return v128.shuffle<i32>(sampleAt(one), sampleAt(other), 0, 4, 1, 5);
}

// @ts-ignore: decorator
@inline
export function xiOf(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(low, high, 0, 2);
}

// @ts-ignore: decorator
@inline
export function etaOf(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(low, high, 1, 3);
}

// The numbers at places of a keyed order of 0 to count - 1.
function ordered(place: v128, count: u32): v128 {
  const rounds = count <= SMALL_COUNT ? SMALL_ROUNDS : ROUNDS;
  let number = feistel(place, rounds);
  let beyond = i32x4.ge_u(number, i32x4.splat(count));
  while (v128.any_true(beyond)) {
    number = v128.bitselect(feistel(number, rounds), number, beyond);
    beyond = i32x4.ge_u(number, i32x4.splat(count));
  }
  return number;
}

// A Feistel network on the next power of two.
function feistel(number: v128, rounds: u32): v128 {
  const lowBits = word(LOW_BITS);
  const lowMask = i32x4.splat((1 << lowBits) - 1);
  const highMask = i32x4.splat((1 << word(HIGH_BITS)) - 1);
  let low = v128.and(number, lowMask);
  let high = i32x4.shr_u(number, lowBits);
  for (let round: u32 = 0; round < rounds; round++) {
    const own = v128.load(KEYS + ((<usize>(round & 3)) << 4));
    const key = i32x4.add(own, i32x4.splat((round >> 2) * 0x9e3779b9));
    high = v128.and(v128.xor(high, mixed(low, key)), highMask);
    const second = i32x4.add(i32x4.mul(key, i32x4.splat(0xc2b2ae3d)), i32x4.splat(0x27d4eb2f));
    low = v128.and(v128.xor(low, mixed(high, second)), lowMask);
  }
  return v128.or(i32x4.shl(high, lowBits), low);
}

// @ts-ignore: decorator
@inline
function mixed(half: v128, key: v128): v128 {
  let h = i32x4.mul(v128.xor(half, key), i32x4.splat(0x9e3779b1));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 15)), i32x4.splat(0x85ebca77));
  return v128.xor(h, i32x4.shr_u(h, 13));
}
