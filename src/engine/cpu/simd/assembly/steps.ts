// The steps of a block, by a copy of the loop for each method.

import { FROZEN, ONE_BITS, SIGN, c, k } from './constants';
import {
  ADDITIVE,
  BETA,
  BLOCK_STEPS,
  DRIFT,
  EPOCH_LENGTH,
  LEARNING_RATE,
  LOSS,
  LOSS_RELU_SADDLE,
  LOSS_SADDLE,
  MULTIPLICATIVE,
  OPTIMIZER,
  OPTIMIZER_GD,
  OPTIMIZER_HEAVY_BALL,
  OPTIMIZER_NESTEROV,
  OPTIMIZER_PERTURBED,
  OPTIMIZER_SGD,
  OPTIMIZER_SVRG,
  PERTURBATION,
  RADIUS,
  REACH,
  SCHEDULE,
  SCHEDULE_INVERSE_TIME,
} from './layout';
import { DRAWS, KICKS } from './noise';
import { PARAMETERS, splat, word } from './parameters';
import { sum } from './vectors';

// The four particles that are being moved: x, memory, first passage, largest |x| of the last block,
// and of the first passage x and 2 coordinate + (1: above).
export const STATE: usize = memory.data(96, 16);
export const X = 0;
export const MEMORY = 16;
export const PASSAGE = 32;
export const LARGEST = 48;
export const EXIT = 64;
export const EXIT_CODE = 80;

// What the slope is proportional to: x of a saddle, the sign of x of a ReLU saddle.
// @ts-ignore: decorator
@inline
function armOf(loss: u32, x: v128): v128 {
  if (loss == LOSS_SADDLE) return x;
  if (loss != LOSS_RELU_SADDLE) unreachable();
  return v128.andnot(v128.or(v128.and(x, k(SIGN)), k(ONE_BITS)), f32x4.eq(x, f32x4.splat(0)));
}

// Takes steps `first` to `end` of a block, whose noise is drawn. With care, passages are found and
// whoever reaches the edge of the range stays there; without, LARGEST is all that is found.
// `optimizer` is a constant of each copy; OPTIMIZER_HEAVY_BALL is both methods of momentum.
// @ts-ignore: decorator
@inline
function walk(optimizer: u32, loss: u32, careful: bool, coordinate: u32, block: u32, first: u32, end: u32): void {
  let x = v128.load(STATE, X);
  let memory = v128.load(STATE, MEMORY);
  let passage = v128.load(STATE, PASSAGE);
  let largest = f32x4.splat(0);
  let exit = v128.load(STATE, EXIT);
  let exitCode = v128.load(STATE, EXIT_CODE);
  const radius = splat(RADIUS);
  const reach = splat(REACH);
  let alive = f32x4.lt(f32x4.abs(x), reach);
  const drift = splat(DRIFT + coordinate);
  const multiplicative = splat(MULTIPLICATIVE);
  const additive = splat(ADDITIVE);
  const beta = splat(BETA);
  const perturbation = splat(PERTURBATION);
  const inverseTime = word(SCHEDULE) == SCHEDULE_INVERSE_TIME;
  const ahead = word(OPTIMIZER) == OPTIMIZER_NESTEROV;
  const epochLength = word(EPOCH_LENGTH);
  const learningRate = load<f32>(PARAMETERS + (LEARNING_RATE << 2));
  let rate = f32x4.splat(learningRate);
  for (let i = first; i < end; i++) {
    const at = DRAWS + ((<usize>i) << 5);
    const done = block * BLOCK_STEPS + i;
    if (inverseTime) rate = f32x4.splat(learningRate / <f32>(done + 1));
    let next = x;
    let nextMemory = memory;
    if (optimizer == OPTIMIZER_GD) next = f32x4.add(f32x4.mul(f32x4.mul(rate, drift), armOf(loss, x)), x);
    else {
      // Times the rate before x is there to be waited for.
      const growth = f32x4.mul(rate, sum(multiplicative, v128.load(at), drift));
      let push = f32x4.mul(rate, f32x4.mul(additive, v128.load(at, 16)));
      if (optimizer == OPTIMIZER_PERTURBED)
        push = sum(f32x4.mul(rate, perturbation), v128.load(KICKS + ((<usize>i) << 4)), push);
      if (optimizer == OPTIMIZER_SGD || optimizer == OPTIMIZER_PERTURBED)
        next = f32x4.add(sum(growth, armOf(loss, x), push), x);
      else if (optimizer == OPTIMIZER_SVRG) {
        if (done % epochLength == 0) nextMemory = x;
        const landmark = armOf(loss, nextMemory);
        const difference = f32x4.sub(armOf(loss, x), landmark);
        next = f32x4.add(sum(growth, difference, f32x4.mul(f32x4.mul(rate, drift), landmark)), x);
      } else {
        // Heavy ball looks at the slope where it stands, Nesterov's method ahead.
        const place = ahead ? sum(beta, memory, x) : x;
        nextMemory = sum(beta, memory, sum(growth, armOf(loss, place), push));
        next = f32x4.add(x, nextMemory);
      }
    }
    if (careful) {
      next = v128.bitselect(next, x, alive);
      nextMemory = v128.bitselect(nextMemory, memory, alive);
      const size = f32x4.abs(next);
      const outside = v128.and(f32x4.gt(size, radius), alive);
      // Of two coordinates that leave in one step the larger counts.
      const step = v128.or(i32x4.splat(done + 1), v128.not(outside));
      const larger = v128.and(i32x4.eq(step, passage), f32x4.gt(size, f32x4.abs(exit)));
      const leaves = v128.and(outside, v128.or(i32x4.gt_u(passage, step), larger));
      exit = v128.bitselect(next, exit, leaves);
      const above = i32x4.sub(i32x4.splat(2 * coordinate + 1), i32x4.shr_u(next, 31));
      exitCode = v128.bitselect(above, exitCode, leaves);
      passage = i32x4.min_u(passage, step);
      alive = v128.and(alive, f32x4.lt(size, reach));
    } else largest = f32x4.pmax(largest, f32x4.abs(next));
    x = next;
    memory = nextMemory;
  }
  if (careful) {
    const edge = v128.or(v128.and(x, k(SIGN)), c(FROZEN));
    x = v128.bitselect(edge, x, f32x4.ge(f32x4.abs(x), reach));
  }
  v128.store(STATE, x, X);
  v128.store(STATE, memory, MEMORY);
  v128.store(STATE, passage, PASSAGE);
  v128.store(STATE, exit, EXIT);
  v128.store(STATE, exitCode, EXIT_CODE);
  v128.store(STATE, largest, LARGEST);
}

// The steps of a block by the copy that the parameters ask for.
export function take(careful: bool, coordinate: u32, block: u32, first: u32, end: u32): void {
  const loss = word(LOSS);
  switch (word(OPTIMIZER)) {
    case OPTIMIZER_GD:
      return walk(OPTIMIZER_GD, loss, careful, coordinate, block, first, end);
    case OPTIMIZER_SGD:
      // What most runs are has a copy for each case.
      if (loss != LOSS_SADDLE)
        return walk(OPTIMIZER_SGD, LOSS_RELU_SADDLE, careful, coordinate, block, first, end);
      if (careful) return walk(OPTIMIZER_SGD, LOSS_SADDLE, true, coordinate, block, first, end);
      return walk(OPTIMIZER_SGD, LOSS_SADDLE, false, coordinate, block, first, end);
    case OPTIMIZER_PERTURBED:
      return walk(OPTIMIZER_PERTURBED, loss, careful, coordinate, block, first, end);
    case OPTIMIZER_SVRG:
      return walk(OPTIMIZER_SVRG, loss, careful, coordinate, block, first, end);
    case OPTIMIZER_HEAVY_BALL:
    case OPTIMIZER_NESTEROV:
      return walk(OPTIMIZER_HEAVY_BALL, loss, careful, coordinate, block, first, end);
    default:
      unreachable();
  }
}
