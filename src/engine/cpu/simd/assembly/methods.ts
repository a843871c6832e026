// What the methods have in common, in one coordinate and in several that move together.

import { FROZEN, INTEGER_ONE, SIGN, c, k } from './constants';
import {
  BETA2,
  BLOCK_STEPS,
  DECAY,
  EPOCH_LENGTH,
  EPSILON,
  LEARNING_RATE,
  OPTIMIZER,
  OPTIMIZER_RMSPROP,
} from './layout';
import { splat, word } from './parameters';
import { BLOCK } from './state';

// Steps that each particle of a vector did before its block.
// @ts-ignore: decorator
@inline
export function stepsBefore(at: usize): v128 {
  return i32x4.mul(v128.load(at, BLOCK), i32x4.splat(BLOCK_STEPS));
}

// The learning rate after `done` steps of the schedule 1/n.
// @ts-ignore: decorator
@inline
export function slowedRate(done: v128): v128 {
  return f32x4.div(splat(LEARNING_RATE), f32x4.convert_i32x4_s(i32x4.add(done, k(INTEGER_ONE))));
}

// SVRG: steps since the landmark, of step `first` of each particle's block.
export function placeInEpoch(at: usize, first: u32): v128 {
  const length = word(EPOCH_LENGTH);
  let place = i32x4.splat(0);
  place = i32x4.replace_lane(place, 0, (load<u32>(at, BLOCK) * BLOCK_STEPS + first) % length);
  place = i32x4.replace_lane(place, 1, (load<u32>(at, BLOCK + 4) * BLOCK_STEPS + first) % length);
  place = i32x4.replace_lane(place, 2, (load<u32>(at, BLOCK + 8) * BLOCK_STEPS + first) % length);
  return i32x4.replace_lane(place, 3, (load<u32>(at, BLOCK + 12) * BLOCK_STEPS + first) % length);
}

// @ts-ignore: decorator
@inline
export function nextInEpoch(place: v128): v128 {
  const next = i32x4.add(place, k(INTEGER_ONE));
  return v128.andnot(next, i32x4.eq(next, splat(EPOCH_LENGTH)));
}

// Of a running root mean square, the shares of the old root and of the slope.
// @ts-ignore: decorator
@inline
export function keptShare(): v128 {
  return f32x4.sqrt(shareKept());
}

// @ts-ignore: decorator
@inline
export function freshShare(): v128 {
  return f32x4.sqrt(f32x4.sub(f32x4.splat(1), shareKept()));
}

// @ts-ignore: decorator
@inline
function shareKept(): v128 {
  return splat(word(OPTIMIZER) == OPTIMIZER_RMSPROP ? DECAY : BETA2);
}

// @ts-ignore: decorator
@inline
export function scaledSlope(slope: v128, root: v128): v128 {
  return f32x4.div(slope, f32x4.add(root, splat(EPSILON)));
}

// Leaves what is at or beyond the reach at the edge of the range.
// @ts-ignore: decorator
@inline
export function edgeOf(x: v128, reach: v128): v128 {
  const edge = v128.or(v128.and(x, k(SIGN)), c(FROZEN));
  return v128.bitselect(edge, x, f32x4.ge(f32x4.abs(x), reach));
}
