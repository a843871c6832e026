// What the methods have in common, in one coordinate and in several that move together.

import { FROZEN, INTEGER_ONE, SIGN, c, k } from './constants';
import {
  BETA2,
  BLOCK_STEPS,
  DECAY,
  EPOCH_LENGTH,
  EPSILON,
  OPTIMIZER,
  OPTIMIZER_RMSPROP,
  REACH_STEPS,
} from './layout';
import { splat, word } from './parameters';
import { BLOCK } from './state';
import { quotients } from './vectors';

// Steps that each particle of a vector did before its block.
// @ts-ignore: decorator
@inline
export function stepsBefore(at: usize): v128 {
  return i32x4.mul(v128.load(at, BLOCK), i32x4.splat(BLOCK_STEPS));
}

// Steps that each particle of a vector did before step `i` of its block.
// @ts-ignore: decorator
@inline
export function stepsAt(at: usize, i: u32): v128 {
  return i32x4.add(stepsBefore(at), i32x4.splat(i));
}

// SVRG: steps since the landmark, of step `first` of each particle's block.
export function placeInEpoch(at: usize, first: u32): v128 {
  const length = word(EPOCH_LENGTH);
  const done = stepsAt(at, first);
  return i32x4.sub(done, i32x4.mul(quotients(done, length), i32x4.splat(length)));
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

// Whether it is looked at who is beyond the reach once `done` steps of a block are.
// @ts-ignore: decorator
@inline
export function isLook(done: u32): bool {
  return (done & (word(REACH_STEPS) - 1)) == 0;
}

// Who of a size moves on once `done` steps of a block are: all but those at the edge of the range.
// @ts-ignore: decorator
@inline
export function isAlive(size: v128, reach: v128, done: u32): v128 {
  const within = f32x4.lt(size, reach);
  return isLook(done) ? within : v128.or(within, f32x4.ne(size, c(FROZEN)));
}

// Leaves what is at or beyond the reach at the edge of the range.
// @ts-ignore: decorator
@inline
export function edgeOf(x: v128, reach: v128): v128 {
  const edge = v128.or(v128.and(x, k(SIGN)), c(FROZEN));
  return v128.bitselect(edge, x, f32x4.ge(f32x4.abs(x), reach));
}
