// Running averages of slopes, and the norm that some methods take, as shaders/averages.wgsl and
// norm.wgsl have them.

import { BETA1, BETA2, BLOCK_STEPS } from './layout';
import { splat } from './parameters';
import { sum } from './vectors';

// sqrt(decay root^2 + (1 - decay) slope^2) without squares that leave the range, of the roots of
// both shares.
// @ts-ignore: decorator
@inline
export function rootOf(root: v128, slope: v128, keptShare: v128, freshShare: v128): v128 {
  const kept = f32x4.mul(keptShare, root);
  const fresh = f32x4.mul(freshShare, f32x4.abs(slope));
  const larger = f32x4.pmax(kept, fresh);
  const ratio = quotient(f32x4.pmin(kept, fresh), larger);
  return f32x4.mul(larger, f32x4.sqrt(sum(ratio, ratio, f32x4.splat(1))));
}

// sqrt(root^2 + slope^2) by adding what it grows by, so that small slopes are not rounded away.
// @ts-ignore: decorator
@inline
export function grownRoot(root: v128, slope: v128): v128 {
  const size = f32x4.abs(slope);
  const larger = f32x4.pmax(root, size);
  const smaller = f32x4.pmin(root, size);
  const ratio = quotient(smaller, larger);
  const one = f32x4.splat(1);
  const rest = f32x4.add(one, f32x4.sqrt(sum(ratio, ratio, one)));
  return f32x4.add(larger, f32x4.div(f32x4.mul(smaller, ratio), rest));
}

// A part of a size that may be 0.
// @ts-ignore: decorator
@inline
export function quotient(part: v128, size: v128): v128 {
  return f32x4.div(part, f32x4.pmax(size, f32x4.splat(1e-37)));
}

// Euclidean norm of a point, without squares that leave the range.
export function normOf(point: usize, bytes: usize): v128 {
  let largest = f32x4.abs(v128.load(point));
  if (bytes == 16) return largest;
  for (let k: usize = 16; k < bytes; k += 16)
    largest = f32x4.pmax(largest, f32x4.abs(v128.load(point + k)));
  let squares = f32x4.splat(0);
  for (let k: usize = 0; k < bytes; k += 16) {
    const share = quotient(v128.load(point + k), largest);
    squares = sum(share, share, squares);
  }
  return f32x4.mul(largest, f32x4.sqrt(squares));
}

// 1 - decay^steps, by the sum of engine/cpu/averages.ts.
export function weightOf(decay: v128, steps: v128): v128 {
  const one = f32x4.splat(1);
  let weight = f32x4.splat(0);
  let part = f32x4.sub(one, decay);
  let rest = steps;
  while (v128.any_true(v128.and(rest, f32x4.lt(part, one)))) {
    const odd = i32x4.shr_s(i32x4.shl(rest, 31), 31);
    weight = v128.bitselect(joined(weight, part), weight, odd);
    part = f32x4.mul(part, f32x4.sub(f32x4.splat(2), part));
    rest = i32x4.shr_u(rest, 1);
  }
  return v128.bitselect(one, weight, i32x4.ne(rest, i32x4.splat(0)));
}

// 1 - p q of 1 - p and 1 - q.
// @ts-ignore: decorator
@inline
export function joined(weight: v128, part: v128): v128 {
  return sum(f32x4.sub(f32x4.splat(1), weight), part, weight);
}

// Of each step of a block, its weights with beta1 and beta2 were the block the first.
const WEIGHTS: usize = memory.data(64 * 32, 16);

/** Makes the weights of the steps of a block. */
export function prepareWeights(): void {
  for (let i: u32 = 0; i < BLOCK_STEPS; i++) {
    const steps = i32x4.splat(i + 1);
    const to = weightsAt(i);
    v128.store(to, weightOf(splat(BETA1), steps));
    v128.store(to, weightOf(splat(BETA2), steps), 16);
  }
}

// @ts-ignore: decorator
@inline
export function weightsAt(i: u32): usize {
  return WEIGHTS + ((<usize>i) << 5);
}
