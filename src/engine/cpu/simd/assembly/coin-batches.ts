// Means of a batch of fair signs, scaled to unit variance: shaders/noise/two-point-batch.wgsl.

import { INTEGER_ONE, SIGN, k } from './constants';
import { STREAM, rotated, skip, startStream } from './generator';
import { AGREEMENT_THRESHOLD, BATCH_SIZE, FLIP, FOLLOW } from './layout';
import { splat, word } from './parameters';
import { BLOCK, DRAWS, NOISE_SEED } from './state';
import { folded, ninefold } from './vectors';

// Draws xi and eta of steps `first` to `end`: for each sample a word whose highest bit is xi's
// sign, and one below the threshold where eta's sign follows.
export function drawCoinBatches(at: usize, first: u32, end: u32): void {
  const size = word(BATCH_SIZE);
  startStream(at + NOISE_SEED, v128.load(at, BLOCK));
  skip(2 * size * first);
  const threshold = splat(AGREEMENT_THRESHOLD);
  const always = i32x4.ne(splat(FOLLOW), i32x4.splat(0));
  const flip = splat(FLIP);
  const scale = f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.splat(<f32>size)));
  let a = v128.load(STREAM);
  let b = v128.load(STREAM, 16);
  let d = v128.load(STREAM, 32);
  let counter = v128.load(STREAM, 48);
  for (let i = first; i < end; i++) {
    // Signs are -1 where they are negative, and 0 elsewhere.
    let xi = i32x4.splat(0);
    let eta = i32x4.splat(0);
    for (let sample: u32 = 0; sample < size; sample++) {
      const sign = i32x4.add(i32x4.add(a, b), counter);
      counter = i32x4.add(counter, k(INTEGER_ONE));
      a = folded(b);
      b = ninefold(d);
      d = i32x4.add(rotated(d), sign);
      const agreement = i32x4.add(i32x4.add(a, b), counter);
      counter = i32x4.add(counter, k(INTEGER_ONE));
      a = folded(b);
      b = ninefold(d);
      d = i32x4.add(rotated(d), agreement);
      const follows = v128.or(i32x4.lt_u(agreement, threshold), always);
      const own = v128.xor(v128.xor(sign, flip), v128.andnot(k(SIGN), follows));
      xi = i32x4.add(xi, i32x4.shr_s(sign, 31));
      eta = i32x4.add(eta, i32x4.shr_s(own, 31));
    }
    const to = at + ((<usize>i) << 5);
    v128.store(to, f32x4.mul(sumOf(xi, size), scale), DRAWS);
    v128.store(to, f32x4.mul(sumOf(eta, size), scale), DRAWS + 16);
  }
}

// Sum of so many signs of which `negative`, a number below 0, are negative.
// @ts-ignore: decorator
@inline
function sumOf(negative: v128, size: u32): v128 {
  return f32x4.convert_i32x4_s(i32x4.add(i32x4.splat(size), i32x4.shl(negative, 1)));
}
