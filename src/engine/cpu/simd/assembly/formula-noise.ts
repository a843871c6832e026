// Means of samples of a law that is a formula: shaders/noise/formula.wgsl. What a sample is made of is
// drawn in loops over many of them.

import { UNIT_31, c } from './constants';
import { skip, startStream, writeWords } from './generator';
import {
  BATCH_SIZE,
  NOISE_FUNCTION,
  NOISE_U1,
  NOISE_U2,
  NOISE_VARIABLES,
  NOISE_Z1,
  NOISE_Z2,
} from './layout';
import { PAIR_BYTES, transform } from './normals';
import { word } from './parameters';
import { BLOCK, DRAWS, NOISE_SEED } from './state';
import { MOST_PAIRS, PAIRS, openInteger } from './summed-laws';

// Pairs of words of the uniform numbers of samples; their normal ones are in PAIRS.
// @ts-ignore: decorator
@lazy
const UNIFORMS: usize = memory.data(64 * 32, 16);
// xi and eta of a sample.
// @ts-ignore: decorator
@lazy
const RESULTS: usize = memory.data(32, 16);

/** Draws xi and eta of steps `first` to `end`: for each sample two pairs of words. */
export function drawFormula(at: usize, first: u32, end: u32): void {
  const size = word(BATCH_SIZE);
  startStream(at + NOISE_SEED, v128.load(at, BLOCK));
  skip(4 * size * first);
  const root = f32x4.sqrt(f32x4.convert_i32x4_s(i32x4.splat(size)));
  const scale = f32x4.div(f32x4.splat(1), root);
  let to = at + ((<usize>first) << 5);
  let xi = f32x4.splat(0);
  let eta = f32x4.splat(0);
  let left = size;
  for (let rest = size * (end - first); rest > 0; ) {
    const samples = min(rest, MOST_PAIRS);
    const last = PAIRS + <usize>samples * PAIR_BYTES;
    for (let pair = PAIRS; pair < last; pair += PAIR_BYTES) {
      writeWords(pair, pair + PAIR_BYTES);
      const uniforms = UNIFORMS + pair - PAIRS;
      writeWords(uniforms, uniforms + PAIR_BYTES);
    }
    transform(false, PAIRS, last);
    for (let pair = PAIRS; pair < last; pair += PAIR_BYTES) {
      take(pair, UNIFORMS + pair - PAIRS);
      xi = f32x4.add(xi, v128.load(RESULTS));
      eta = f32x4.add(eta, v128.load(RESULTS, 16));
      if (--left > 0) continue;
      v128.store(to, f32x4.mul(xi, scale), DRAWS);
      v128.store(to, f32x4.mul(eta, scale), DRAWS + 16);
      to += PAIR_BYTES;
      xi = f32x4.splat(0);
      eta = f32x4.splat(0);
      left = size;
    }
    rest -= samples;
  }
}

// Makes a sample of its normal numbers and the words of its uniform ones.
// @ts-ignore: decorator
@inline
function take(normals: usize, uniforms: usize): void {
  const from = <usize>word(NOISE_VARIABLES);
  v128.store(from + (NOISE_U1 << 4), f32x4.mul(openInteger(v128.load(uniforms)), c(UNIT_31)));
  v128.store(from + (NOISE_U2 << 4), f32x4.mul(openInteger(v128.load(uniforms, 16)), c(UNIT_31)));
  v128.store(from + (NOISE_Z1 << 4), v128.load(normals));
  v128.store(from + (NOISE_Z2 << 4), v128.load(normals, 16));
  call_indirect<void>(word(NOISE_FUNCTION), from, RESULTS);
}
