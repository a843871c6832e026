// The steps of a block of coordinates that move together, and of any by the methods from rmsprop on:
// one loop for all methods and losses, which looks at every step. The vectors take each step in turn,
// as the steps of one wait for each other. Rows of up to four coordinates.

import { prepareWeights, weightOf } from './averages';
import {
  BETA1,
  BETA2,
  LEARNING_RATE,
  LOSS,
  LOSS_DOUBLE_WELL,
  OPTIMIZER,
  OPTIMIZER_ADAM,
  OPTIMIZER_AMSGRAD,
  OPTIMIZER_RMSPROP,
  OPTIMIZER_SVRG,
  POINT_SIZE,
  REACH,
  SCHEDULE,
  SCHEDULE_INVERSE_TIME,
} from './layout';
import { edgeOf, freshShare, keptShare, placeInEpoch, stepsAt, stepsBefore } from './methods';
import { splat, word } from './parameters';
import { HIGH, LOW, enterRegion, isOfLoss, mayLeave } from './regions';
import { nextOf, shareOf, takeSlope, unitOf } from './point-steps';
import { hasMadeRates, slowedRate } from './schedules';
import {
  EPOCH_PLACE,
  EXIT,
  EXIT_CODE,
  LARGEST,
  PASSAGE,
  RATES,
  VECTORS,
  VECTOR_BYTES,
  WEIGHTS,
  X,
  vectorAt,
} from './state';
import { largerSize } from './vectors';

// Whether the loop of this file takes the steps of a run.
// @ts-ignore: decorator
@inline
export function movesTogether(): bool {
  return word(LOSS) >= LOSS_DOUBLE_WELL || word(OPTIMIZER) >= OPTIMIZER_RMSPROP || isOfLoss();
}

// Whether the weights of averages depend on the number of steps.
// @ts-ignore: decorator
@inline
function isWeighted(): bool {
  return word(OPTIMIZER) >= OPTIMIZER_ADAM && word(OPTIMIZER) <= OPTIMIZER_AMSGRAD;
}

/** Makes what all blocks of a run share. */
export function prepareMethod(): void {
  if (isWeighted()) prepareWeights();
}

// Takes steps `first` to `end` of a block, whose noise is drawn, in all coordinates of a group; where
// nothing is to be kept of who is out, a vector up to the step after which all are.
export function takeTogether(keep: bool, group: u32, first: u32, end: u32): void {
  const optimizer = word(OPTIMIZER);
  const bytes = <usize>word(POINT_SIZE) << 4;
  const reach = splat(REACH);
  const inverseTime = word(SCHEDULE) == SCHEDULE_INVERSE_TIME;
  const hasRates = hasMadeRates();
  const kept = keptShare();
  const fresh = freshShare();
  const place = enterRegion(group);
  const vectors = vectorAt(VECTORS);
  for (let at = vectorAt(0); at < vectors; at += VECTOR_BYTES) enterBlock(at, first);
  let rate = splat(LEARNING_RATE);
  for (let i = first; i < end; i++) {
    let goesOn = false;
    for (let at = vectorAt(0); at < vectors; at += VECTOR_BYTES) {
      const done = stepsAt(at, i);
      const inside = i32x4.gt_u(v128.load(at, PASSAGE), done);
      if (!keep && !v128.any_true(inside)) continue;
      goesOn = true;
      const alive = f32x4.lt(v128.load(at, LARGEST), reach);
      if (inverseTime) rate = slowedRate(done);
      else if (hasRates) rate = v128.load(at + ((<usize>i) << 4), RATES);
      takeSlope(optimizer, at, bytes, group, i, done);
      const unit = unitOf(optimizer, at, bytes, i, kept, fresh);
      const share = shareOf(optimizer, at, bytes, i, done, rate, unit);
      let largest = f32x4.splat(0);
      for (let k: usize = 0; k < bytes; k += 16) {
        const next = nextOf(optimizer, at, bytes, k, i, done, rate, share, unit, kept, fresh);
        const x = v128.bitselect(next, v128.load(at + k, X), alive);
        v128.store(at + k, x, X);
        largest = largerSize(largest, f32x4.abs(x));
      }
      v128.store(at, largest, LARGEST);
      const seen = v128.load(at + place);
      const outside = v128.or(f32x4.gt(seen, v128.load(HIGH)), f32x4.lt(seen, v128.load(LOW)));
      const leaving = v128.and(v128.and(outside, alive), inside);
      if (v128.any_true(leaving)) leave(at, group, done, leaving);
    }
    if (!goesOn) break;
  }
  for (let at = vectorAt(0); at < vectors; at += VECTOR_BYTES)
    for (let row = at; row < at + bytes; row += 16)
      v128.store(row, edgeOf(v128.load(row, X), reach), X);
}

// Makes what a vector begins a block with.
function enterBlock(at: usize, first: u32): void {
  v128.store(at, largestOf(at, word(POINT_SIZE)), LARGEST);
  if (word(OPTIMIZER) == OPTIMIZER_SVRG) v128.store(at, placeInEpoch(at, first), EPOCH_PLACE);
  if (!isWeighted()) return;
  v128.store(at, weightOf(splat(BETA1), stepsBefore(at)), WEIGHTS);
  v128.store(at, weightOf(splat(BETA2), stepsBefore(at)), WEIGHTS + 16);
}

// Lets lanes leave that are out after the step that comes after `done`, and were not before.
function leave(at: usize, group: u32, done: v128, lanes: v128): void {
  let largest = f32x4.splat(-1);
  let exit = f32x4.splat(0);
  let exitCode = i32x4.splat(0);
  const size = word(POINT_SIZE);
  for (let k: u32 = 0; k < size; k++) {
    const coordinate = group * size + k;
    if (!mayLeave(coordinate)) continue;
    const x = v128.load(at + ((<usize>k) << 4), X);
    const length = f32x4.abs(x);
    const larger = f32x4.gt(length, largest);
    largest = v128.bitselect(length, largest, larger);
    exit = v128.bitselect(x, exit, larger);
    const code = i32x4.sub(i32x4.splat(2 * coordinate), f32x4.gt(x, v128.load(HIGH)));
    exitCode = v128.bitselect(code, exitCode, larger);
  }
  const passage = v128.load(at, PASSAGE);
  const step = i32x4.add(done, i32x4.splat(1));
  // Of two groups that leave in one step the larger counts.
  const larger = v128.and(i32x4.eq(step, passage), f32x4.gt(largest, f32x4.abs(v128.load(at, EXIT))));
  const leaves = v128.and(lanes, v128.or(i32x4.gt_u(passage, step), larger));
  v128.store(at, v128.bitselect(exit, v128.load(at, EXIT), leaves), EXIT);
  v128.store(at, v128.bitselect(exitCode, v128.load(at, EXIT_CODE), leaves), EXIT_CODE);
  v128.store(at, v128.bitselect(step, passage, leaves), PASSAGE);
}

/** Largest |x| of a vector's coordinates; of one that is no number, that. */
export function largestOf(at: usize, size: u32): v128 {
  let largest = f32x4.abs(v128.load(at, X));
  for (let k: usize = 16; k < <usize>size << 4; k += 16)
    largest = largerSize(largest, f32x4.abs(v128.load(at + k, X)));
  return largest;
}
