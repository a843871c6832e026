// Noise of linear regression with normal inputs: shaders/noise/chi-squared.wgsl.

import { skip, startStream, writeWords } from './generator';
import { BATCH_SIZE } from './layout';
import { PAIR_BYTES, transform } from './normals';
import { word } from './parameters';
import { BLOCK, DRAWS, NOISE_SEED } from './state';
import { MOST_PAIRS, PAIRS, makeWordLogs } from './summed-laws';
import { sum } from './vectors';

// Sums of squares of each step.
// @ts-ignore: decorator
@lazy
const SQUARES: usize = memory.data(64 * 16, 16);

// Draws xi and eta of steps `first` to `end`: for every two squares a word, an even number of words,
// then a pair of normals, the odd square and the target.
export function drawChiSquared(at: usize, first: u32, end: u32): void {
  const size = word(BATCH_SIZE);
  const words = size >> 1;
  const pairs = (size + 2) >> 2;
  startStream(at + NOISE_SEED, v128.load(at, BLOCK));
  skip(2 * (pairs + 1) * first);
  const from = at + DRAWS + ((<usize>first) << 5);
  const last = at + DRAWS + ((<usize>end) << 5);
  for (let to = from, sums = SQUARES; to < last; to += PAIR_BYTES, sums += 16) {
    v128.store(sums, squaresOf(pairs, words));
    writeWords(to, to + PAIR_BYTES);
  }
  transform(false, from, last);
  const whole = f32x4.convert_i32x4_s(i32x4.splat(size));
  const scale = f32x4.div(f32x4.splat(0.7071067811865476), f32x4.sqrt(whole));
  for (let to = from, sums = SQUARES; to < last; to += PAIR_BYTES, sums += 16) {
    let squares = v128.load(sums);
    const odd = v128.load(to);
    if (size & 1) squares = sum(odd, odd, squares);
    v128.store(to, f32x4.mul(f32x4.sub(whole, squares), scale));
    v128.store(to, f32x4.mul(f32x4.sqrt(f32x4.div(squares, whole)), v128.load(to, 16)), 16);
  }
}

// The sum of -2 ln u of so many words, of the pairs that the stream has next.
function squaresOf(pairs: u32, words: u32): v128 {
  let squares = f32x4.splat(0);
  let left = words;
  for (let rest = pairs; rest > 0; ) {
    const taken = min(rest, MOST_PAIRS);
    const last = PAIRS + <usize>taken * PAIR_BYTES;
    writeWords(PAIRS, last);
    makeWordLogs(16, last);
    // The last pair may have a word to spare.
    for (let at = PAIRS; at < last && left > 0; at += 16, left--)
      squares = f32x4.add(squares, f32x4.abs(v128.load(at)));
    rest -= taken;
  }
  return squares;
}
